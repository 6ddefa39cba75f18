// read_runs: every run.
// returns  run_id, kind, started_at, finished_at, state, sources
MATCH (run:Run)
RETURN run.id AS run_id, run.kind AS kind, run.started_at AS started_at,
       run.finished_at AS finished_at, run.state AS state, coalesce(run.sources, '') AS sources

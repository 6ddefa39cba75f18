// begin_run: one Run a writing command, unfinished until finish_run.cypher.
// $run_id, $kind, $started_at, $sources  kind: load, append_assignments, reopen or erase; sources joined by a line feed,
//          started_at ISO text in UTC
// $layout  how records lie in the graph, by number: see store/runs.py
MERGE (run:Run {id: $run_id})
SET run.kind = $kind, run.state = 'unfinished', run.started_at = datetime($started_at), run.sources = $sources,
    run.layout = $layout
RETURN count(*) AS written

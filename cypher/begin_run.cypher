// begin_run: one Run a writing command, unfinished until finish_run.cypher.
// $run_id, $kind, $started_at, $sources  kind: load, append_assignments, reopen or erase; sources joined by a line feed
MERGE (run:Run {id: $run_id})
SET run.kind = $kind, run.state = 'unfinished', run.started_at = $started_at, run.sources = $sources
RETURN count(*) AS written

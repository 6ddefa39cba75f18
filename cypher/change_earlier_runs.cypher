// change_earlier_runs: when runs of an earlier layout began and ended, as times.
// $rows    [{id, started_at, finished_at}]
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (run:Run {id: row.id})
SET run.started_at = datetime(row.started_at), run.finished_at = datetime(row.finished_at)
RETURN count(*) AS written

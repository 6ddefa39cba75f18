// finish_run: the run wrote all it had to write; runs that it repaired are marked so.
// $run_id, $finished_at, $repaired  repaired: ids of earlier unfinished runs whose sources were all loaded again
MATCH (run:Run {id: $run_id})
SET run.state = 'finished', run.finished_at = datetime($finished_at)
WITH run
OPTIONAL MATCH (earlier:Run) WHERE earlier.id IN $repaired
SET earlier.state = 'repaired', earlier.finished_at = datetime($finished_at)
RETURN count(DISTINCT run) AS written

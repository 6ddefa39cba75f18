// clear_strengths: ties for which this run computed no strength no longer have that of an earlier one.
// $from, $to  nid of the first ego of the page, and of the first behind it
// $run_id  this run
// returns  changed: how many
MATCH (ego:Person)-[trusts:TRUSTS]->(:Person)
WHERE ego.nid >= $from AND ego.nid < $to AND trusts.computed_in <> $run_id
SET trusts.computed_strength = null, trusts.computed_on = null, trusts.computed_in = null
RETURN count(*) AS changed

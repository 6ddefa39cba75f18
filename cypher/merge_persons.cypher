// merge_persons: one Person a pseudonym; connect_members.cypher ties it to its household. Safe to run twice.
// $rows    [{id, nid, household, twin, sources, retired}]; nid counts only where the node is new
// $run_id  the load that wrote these rows
// needs    schema.cypher
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MERGE (person:Person {id: row.id})
SET person += {nid: coalesce(person.nid, row.nid), household: row.household, twin: row.twin, sources: row.sources,
    first_run: coalesce(person.first_run, $run_id), changed_run: $run_id,
    retired_run: CASE WHEN row.retired THEN $run_id END}
RETURN count(*) AS written

// merge_persons: one Person a pseudonym; connect_members.cypher ties it to its household. Safe to run twice.
// $rows    [{id, nid, household, twin, sources, retired}]; nid counts only where the node is new
// $run_id  the load that wrote these rows
// needs    schema.cypher
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MERGE (person:Person {id: row.id})
ON CREATE SET person.nid = row.nid
SET person.household = row.household, person.twin = row.twin,
    person.sources = row.sources, person.first_run = coalesce(person.first_run, $run_id), person.changed_run = $run_id,
    person.retired_run = CASE WHEN row.retired THEN $run_id END
RETURN count(*) AS written

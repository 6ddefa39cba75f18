// merge_links: one LINKED_TO a party member and household (党员联系户): assigned, not trusted. Safe to run twice.
// $rows    [{member, household, sources, retired}]
// $run_id  the load that wrote these rows
// needs    schema.cypher; merge_persons and merge_households before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (member:Person {id: row.member}), (household:Household {id: row.household})
MERGE (member)-[linked:LINKED_TO]->(household)
SET linked += {sources: row.sources, first_run: coalesce(linked.first_run, $run_id), changed_run: $run_id,
    retired_run: CASE WHEN row.retired THEN $run_id END}
RETURN count(*) AS written

// merge_same_persons: one PERHAPS_SAME two people of one name and phone at two flats. Safe to run twice.
// $rows    [{person, other, sources, retired}]
// $run_id  the load that wrote these rows
// needs    schema.cypher; merge_persons before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (person:Person {id: row.person}), (other:Person {id: row.other})
MERGE (person)-[same:PERHAPS_SAME]->(other)
SET same += {sources: row.sources, first_run: coalesce(same.first_run, $run_id), changed_run: $run_id,
    retired_run: CASE WHEN row.retired THEN $run_id END}
RETURN count(*) AS written

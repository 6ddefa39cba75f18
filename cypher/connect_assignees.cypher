// connect_assignees: an assignment was given to its intermediary. Safe to run twice.
// $rows    [{id, person}]
// needs    merge_assignments and merge_persons before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (assignment:Assignment {id: row.id}), (person:Person {id: row.person})
MERGE (assignment)-[:GIVEN_TO]->(person)
RETURN count(*) AS written

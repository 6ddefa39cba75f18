// connect_results_to_people: a result names an intermediary. Safe to run twice.
// $rows    [{id, target}]; target is the person's pseudonym
// needs    merge_results before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (result:Result {id: row.id}), (person:Person {id: row.target})
MERGE (result)-[:SUGGESTS]->(person)
RETURN count(*) AS written

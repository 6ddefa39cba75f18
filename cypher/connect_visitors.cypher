// connect_visitors: a visit was made by its visitors. Safe to run twice.
// $rows    [{id, person}]
// needs    merge_visits and merge_persons before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (visit:Visit {id: row.id}), (person:Person {id: row.person})
MERGE (visit)-[:BY]->(person)
RETURN count(*) AS written

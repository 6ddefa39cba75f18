// connect_members: a person is a member of its household. Safe to run twice.
// $rows    [{person, household}]
// needs    merge_persons and merge_households before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (person:Person {id: row.person}), (household:Household {id: row.household})
MERGE (person)-[:MEMBER_OF]->(household)
RETURN count(*) AS written

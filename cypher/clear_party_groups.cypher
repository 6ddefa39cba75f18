// clear_party_groups: people whose branch changed leave the party group they were in. Safe to run twice.
// $rows    [{person}]
// needs    merge_people before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (person:Person {id: row.person})
OPTIONAL MATCH (person)-[belongs:BELONGS_TO]->(:PartyGroup)
DELETE belongs
WITH DISTINCT person
RETURN count(*) AS written

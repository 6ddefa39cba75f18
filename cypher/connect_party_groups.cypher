// connect_party_groups: a person belongs to the party group that the roster names. Safe to run twice.
// $rows    [{person, branch}]
// needs    clear_party_groups before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (person:Person {id: row.person})
MERGE (branch:PartyGroup {id: row.branch})
MERGE (person)-[:BELONGS_TO]->(branch)
RETURN count(*) AS written

// read_members: the people of one household.
// $household  its key
// returns  person, a row each
MATCH (person:Person)-[:MEMBER_OF]->(:Household {id: $household})
RETURN person.id AS person ORDER BY person.id

// read_members: the people of one household.
// $household  its key
// returns  person, a row each
MATCH (member:Person)-[:MEMBER_OF]->(:Household {id: $household})
RETURN member.id AS person  // no name of a variable: the embedded engine sorts after the names are given
ORDER BY person

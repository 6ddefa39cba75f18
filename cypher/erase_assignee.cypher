// erase_assignee: the rows of exported lists stay, for the household's contact budget, without the person.
// $person  the pseudonym
// returns  changed
MATCH (assignment:Assignment)-[:GIVEN_TO]->(:Person {id: $person})
SET assignment.person = null
RETURN count(*) AS changed

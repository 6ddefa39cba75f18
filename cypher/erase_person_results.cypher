// erase_person_results: removes the results that name one person.
// $person  the pseudonym
// returns  removed
MATCH (result:Result)-[:SUGGESTS]->(:Person {id: $person})
DETACH DELETE result
RETURN count(*) AS removed

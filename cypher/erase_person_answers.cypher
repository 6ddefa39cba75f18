// erase_person_answers: removes the survey answers one person gave.
// $person  the pseudonym
// returns  removed
MATCH (survey:Survey)-[:ANSWERED_BY]->(:Person {id: $person})
DETACH DELETE survey
RETURN count(*) AS removed

// erase_person: removes the person with every tie, link, membership, sign-in, and row of a list given to them; the row
//          itself stays, for the household's contact budget.
// $person  the pseudonym
// needs    erase_person_answers, erase_person_results, erase_decider and rename_visits before it
// returns  removed
MATCH (person:Person {id: $person})
DETACH DELETE person
RETURN count(*) AS removed

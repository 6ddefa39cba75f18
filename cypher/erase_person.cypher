// erase_person: removes the person with every tie, link, membership and sign-in.
// $person  the pseudonym
// needs    erase_person_answers, erase_person_results, erase_assignee, erase_decider and rename_visits before it
// returns  removed
MATCH (person:Person {id: $person})
DETACH DELETE person
RETURN count(*) AS removed

// forget_people: removes every person with every tie, link, membership and sign-in.
// needs    forget_answers, forget_assignees, forget_deciders, forget_results and rename_visits before it
// returns  removed
MATCH (person:Person)
DETACH DELETE person
RETURN count(*) AS removed

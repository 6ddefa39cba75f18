// forget_people: removes people with every tie, link, membership and sign-in.
// $limit   how many at most in one transaction
// needs    all other forget_*, and rename_visits, before it
// returns  changed: 0 when none is left
MATCH (person:Person)
WITH person LIMIT $limit
DETACH DELETE person
RETURN count(*) AS changed

// erase_person_pairs: removes the closed pairs that name one person.
// $person  the pseudonym
// returns  removed
MATCH (pair:ClosedPair)
WHERE pair.ego = $person OR pair.alter = $person
DETACH DELETE pair
RETURN count(*) AS removed

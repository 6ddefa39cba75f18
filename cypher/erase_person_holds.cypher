// erase_person_holds: removes the holds of one person.
// $person  the pseudonym
// returns  removed
MATCH (hold:Hold)
WHERE hold.person = $person
DETACH DELETE hold
RETURN count(*) AS removed

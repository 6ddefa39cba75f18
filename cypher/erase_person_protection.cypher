// erase_person_protection: removes the holds of a person and the closed pairs that name them.
// $person  the pseudonym
// returns  removed
MATCH (record)
WHERE (record:Hold AND record.person = $person)
   OR (record:ClosedPair AND (record.ego = $person OR record.alter = $person))
DETACH DELETE record
RETURN count(*) AS removed

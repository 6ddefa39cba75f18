// erase_decider: the dossier of the person's household no longer names the person.
// $person  the pseudonym
// returns  changed
MATCH (:Person {id: $person})-[:MEMBER_OF]->(household:Household)
SET household.owner = CASE WHEN household.owner <> $person THEN household.owner END,
    household.public_lessee = CASE WHEN household.public_lessee <> $person THEN household.public_lessee END,
    household.tenant = CASE WHEN household.tenant <> $person THEN household.tenant END,
    household.occupant = CASE WHEN household.occupant <> $person THEN household.occupant END
RETURN count(*) AS changed

// erase_decider: the dossier of the person's household no longer names the person; co-owners (joined by |) stay.
// $person  the pseudonym
// returns  changed
MATCH (:Person {id: $person})-[:MEMBER_OF]->(household:Household)
WITH household,
     replace('|' + coalesce(household.owner, '') + '|', '|' + $person + '|', '|') AS owner,
     replace('|' + coalesce(household.public_lessee, '') + '|', '|' + $person + '|', '|') AS public_lessee,
     replace('|' + coalesce(household.tenant, '') + '|', '|' + $person + '|', '|') AS tenant,
     replace('|' + coalesce(household.occupant, '') + '|', '|' + $person + '|', '|') AS occupant
SET household.owner = CASE WHEN size(owner) > 2 THEN substring(owner, 1, size(owner) - 2) END,
    household.public_lessee = CASE WHEN size(public_lessee) > 2
                                   THEN substring(public_lessee, 1, size(public_lessee) - 2) END,
    household.tenant = CASE WHEN size(tenant) > 2 THEN substring(tenant, 1, size(tenant) - 2) END,
    household.occupant = CASE WHEN size(occupant) > 2 THEN substring(occupant, 1, size(occupant) - 2) END
RETURN count(*) AS changed

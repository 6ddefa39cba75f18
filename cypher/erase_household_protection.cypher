// erase_household_protection: removes the holds and closed pairs that name one household's address.
// $household  its key
// returns  removed
MATCH (record)
WHERE (record:Hold AND record.household = $household)
   OR (record:ClosedPair AND (record.ego_household = $household OR record.alter_household = $household))
DETACH DELETE record
RETURN count(*) AS removed

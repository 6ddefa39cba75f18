// forget_deciders: dossiers no longer name anybody, nor hold a digest made with the lost key.
// $limit   how many at most in one transaction
// returns  changed: 0 when none is left
MATCH (household:Household)
WHERE household.owner IS NOT NULL OR household.public_lessee IS NOT NULL OR household.tenant IS NOT NULL
   OR household.occupant IS NOT NULL OR household.phone_digest IS NOT NULL
WITH household LIMIT $limit
SET household.owner = null, household.public_lessee = null, household.tenant = null, household.occupant = null,
    household.phone_digest = null
RETURN count(*) AS changed

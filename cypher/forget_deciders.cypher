// forget_deciders: no dossier names anybody any more, nor holds a digest made with the lost key.
// returns  changed
MATCH (household:Household)
SET household.owner = null, household.public_lessee = null, household.tenant = null, household.occupant = null,
    household.phone_digest = null
RETURN count(*) AS changed

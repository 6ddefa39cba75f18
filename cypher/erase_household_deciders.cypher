// erase_household_deciders: nobody owns, leases, rents or occupies a flat by one household's dossier any more.
// $household  its key
// returns  removed
MATCH (:Household {id: $household})-[:LIVES_IN]->(:Flat)<-[decides:OWNS|LEASES|RENTS|OCCUPIES]-(:Person)
WHERE decides.household = $household
DELETE decides
RETURN count(*) AS removed

// clear_deciders: flats of households whose dossier changed, before those are tied who own, lease, rent and occupy them
//          now. Safe to run twice.
// $rows    [{household}]
// needs    connect_homes before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (household:Household {id: row.household})
OPTIONAL MATCH (:Person)-[decides:OWNS|LEASES|RENTS|OCCUPIES]->(:Flat)<-[:LIVES_IN]-(household)
WHERE decides.household = household.id
DELETE decides
WITH DISTINCT household
RETURN count(*) AS written

// connect_deciders: who owns, leases (of a public landlord), rents and occupies a flat, by the household's dossier; of
//          two households in one flat each has its own. Safe to run twice.
// __Type__, __role__  OWNS and owner, LEASES and public_lessee, RENTS and tenant, OCCUPIES and occupant
// $households  keys; households with no flat in the register, or nobody in the role, are passed over
// needs    merge_dossiers, connect_homes and merge_persons before it
// returns  connected: how many
UNWIND $households AS key
MATCH (household:Household {id: key})-[:LIVES_IN]->(flat:Flat)
WHERE household.__role__ IS NOT NULL AND household.retired_run IS NULL
UNWIND split(household.__role__, '|') AS id
MATCH (person:Person {id: id})
MERGE (person)-[:__Type__ {household: household.id}]->(flat)
RETURN count(*) AS connected

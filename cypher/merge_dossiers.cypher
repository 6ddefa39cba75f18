// merge_dossiers: one Household a dossier (一户一档). Safe to run twice.
// $rows    [{id, nid, compound, building, door, room, owner, public_lessee, tenant, occupant, phone_digest,
//          ownership_type, occupancy, renovation_level, flags, flags_consent_on, do_not_contact,
//          do_not_contact_on, survey_date, sources, retired, as_written}]; nid counts only where the node is new
//          as_written: by property (date_text, ...) the text of a date, number or truth value that is not exactly one
// $run_id  the load that wrote these rows
// needs    schema.cypher
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MERGE (household:Household {id: row.id})
ON CREATE SET household.nid = row.nid
SET household.compound = row.compound, household.building = row.building, household.door = row.door,
    household.room = row.room, household.owner = row.owner,
    household.public_lessee = row.public_lessee, household.tenant = row.tenant,
    household.occupant = row.occupant, household.phone_digest = row.phone_digest,
    household.ownership_type = row.ownership_type, household.occupancy = row.occupancy,
    household.renovation_level = row.renovation_level, household.flags = row.flags,
    household.flags_consent_on = row.flags_consent_on, household.do_not_contact = row.do_not_contact,
    household.do_not_contact_on = row.do_not_contact_on, household.survey_date = row.survey_date,
    household.sources = row.sources, household.first_run = coalesce(household.first_run, $run_id),
    household.changed_run = $run_id,
    household.retired_run = CASE WHEN row.retired THEN $run_id END
SET household += row.as_written
RETURN count(*) AS written

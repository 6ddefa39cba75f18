// merge_dossiers: one Household a dossier (一户一档). Safe to run twice.
// $rows    [{id, nid, compound, building, door, room, owner, public_lessee, tenant, occupant, phone_digest,
//          ownership_type, occupancy, renovation_level, do_not_contact,
//          do_not_contact_on, survey_date, sources, retired, as_written}]; nid counts only where the node is new
//          as_written: by property (date_text, ...) the text of a date, number or truth value that is not exactly one
// $run_id  the load that wrote these rows
// needs    schema.cypher; merge_sensitive_notes.cypher says what the household had noted of itself
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MERGE (household:Household {id: row.id})
SET household += {nid: coalesce(household.nid, row.nid), compound: row.compound, building: row.building,
    door: row.door, room: row.room, owner: row.owner, public_lessee: row.public_lessee, tenant: row.tenant,
    occupant: row.occupant, phone_digest: row.phone_digest, ownership_type: row.ownership_type,
    occupancy: row.occupancy, renovation_level: row.renovation_level, do_not_contact: row.do_not_contact,
    do_not_contact_on: row.do_not_contact_on, survey_date: row.survey_date, sources: row.sources,
    first_run: coalesce(household.first_run, $run_id), changed_run: $run_id,
    retired_run: CASE WHEN row.retired THEN $run_id END}
SET household += row.as_written
RETURN count(*) AS written

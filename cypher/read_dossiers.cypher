// read_dossiers: one page of the table, a column a list, retired rows too.
// $from, $to  nid of the first Household of the page, and of the first behind it
// returns  one row: the columns of the record, sources, said, first_run, retired_run, retired
MATCH (household:Household)
WHERE household.nid >= $from AND household.nid < $to AND household.first_run IS NOT NULL
RETURN collect(household.id) AS household,
       collect(coalesce(household.compound, '')) AS compound,
       collect(coalesce(household.building, '')) AS building,
       collect(coalesce(household.door, '')) AS door,
       collect(coalesce(household.room, '')) AS room,
       collect(coalesce(household.owner, '')) AS owner,
       collect(coalesce(household.public_lessee, '')) AS public_lessee,
       collect(coalesce(household.tenant, '')) AS tenant,
       collect(coalesce(household.occupant, '')) AS occupant,
       collect(coalesce(household.phone_digest, '')) AS phone_digest,
       collect(coalesce(household.ownership_type, '')) AS ownership_type,
       collect(coalesce(household.occupancy, '')) AS occupancy,
       collect(coalesce(household.renovation_level, '')) AS renovation_level,
       collect(coalesce(household.flags, '')) AS flags,
       collect(coalesce(household.flags_consent_on_text, toString(household.flags_consent_on), '')) AS flags_consent_on,
       collect(coalesce(household.do_not_contact_text, toString(household.do_not_contact), '')) AS do_not_contact,
       collect(coalesce(household.do_not_contact_on_text, toString(household.do_not_contact_on), ''))
           AS do_not_contact_on,
       collect(coalesce(household.survey_date_text, toString(household.survey_date), '')) AS survey_date,
       collect(coalesce(household.sources, '')) AS sources,
       collect(coalesce(household.said, '')) AS said,
       collect(coalesce(household.first_run, '')) AS first_run,
       collect(coalesce(household.retired_run, '')) AS retired_run,
       collect(household.retired_run IS NOT NULL) AS retired

// merge_sensitive_notes: what a household consented to have noted of its age, health, disability or minors, under a label
//          of its own that no ranking reads. Safe to run twice.
// $rows    [{id, flags, flags_consent_on, flags_consent_on_text}]; id is the household's
// needs    schema.cypher; merge_households or merge_dossiers before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (household:Household {id: row.id})
MERGE (note:SensitiveNote {id: row.id})
SET note.nid = household.nid, note.flags = row.flags, note.flags_consent_on = row.flags_consent_on,
    note.flags_consent_on_text = row.flags_consent_on_text
MERGE (note)-[:NOTE_OF]->(household)
RETURN count(*) AS written

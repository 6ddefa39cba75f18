// merge_former_notes: what was noted with an earlier version of a dossier. Safe to run twice.
// $rows    [{id, flags, flags_consent_on, flags_consent_on_text}]; id is that of the version
// needs    schema.cypher; merge_former before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (former:Former {id: row.id})
MERGE (note:SensitiveNote {id: row.id})
SET note.flags = row.flags, note.flags_consent_on = row.flags_consent_on,
    note.flags_consent_on_text = row.flags_consent_on_text
MERGE (note)-[:NOTE_OF]->(former)
RETURN count(*) AS written

// drop_sensitive_notes: nothing is noted any more of these households, or of these earlier versions of dossiers.
// $rows    [{id}]
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
OPTIONAL MATCH (note:SensitiveNote {id: row.id})
DETACH DELETE note
RETURN count(*) AS written

// read_sensitive_notes: one page of what households consented to have noted; read for pauses and support alone.
// $from, $to  nid of the first Household of the page, and of the first behind it
// returns  one row: household, flags, flags_consent_on
MATCH (note:SensitiveNote)
WHERE note.nid >= $from AND note.nid < $to
RETURN collect(note.id) AS household,
       collect(coalesce(note.flags, '')) AS flags,
       collect(coalesce(note.flags_consent_on_text, toString(note.flags_consent_on), '')) AS flags_consent_on

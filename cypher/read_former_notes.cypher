// read_former_notes: what was noted with a page of earlier versions of dossiers.
// $from, $to  nid of the first Former of the page, and of the first behind it
// returns  one row: notes, a list of maps (id, flags, flags_consent_on)
MATCH (note:SensitiveNote)-[:NOTE_OF]->(former:Former)
WHERE former.nid >= $from AND former.nid < $to
RETURN collect(properties(note)) AS notes

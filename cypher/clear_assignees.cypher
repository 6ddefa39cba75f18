// clear_assignees: rows of exported lists, before they are given to the person that they name now. Safe to run twice.
// $rows    [{id}]
// needs    merge_assignments before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (assignment:Assignment {id: row.id})
OPTIONAL MATCH (assignment)-[given:GIVEN_TO]->(:Person)
DELETE given
WITH DISTINCT assignment
RETURN count(*) AS written

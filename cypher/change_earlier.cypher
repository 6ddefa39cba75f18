// change_earlier: nodes that an earlier layout wrote get the id and the properties of the present one.
// __Label__  of the nodes
// $rows    [{id, properties}]; null takes a property away
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (record:__Label__ {id: row.id})
SET record += row.properties
RETURN count(*) AS written

// drop_earlier: removes nodes of which another one says the same (an earlier layout had one a rank).
// __Label__  of the nodes
// $rows    [{id}]
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (record:__Label__ {id: row.id})
DETACH DELETE record
RETURN count(*) AS written

// drop_stances: removes stances of which another node says the same (an earlier layout had one a rank).
// $rows    [{id}]
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (stance:Stance {id: row.id})
DETACH DELETE stance
RETURN count(*) AS written

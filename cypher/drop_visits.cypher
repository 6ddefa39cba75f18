// drop_visits: removes visits of which another node says the same (an earlier layout had one a rank).
// $rows    [{id}]
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (visit:Visit {id: row.id})
DETACH DELETE visit
RETURN count(*) AS written

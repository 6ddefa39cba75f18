// rename_visits: visits lose one of their visitors, and with it get another key.
// $rows    [{id, new_id, visitors, rank}]
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (visit:Visit {id: row.id})
SET visit.id = row.new_id, visit.visitors = row.visitors, visit.rank = row.rank
RETURN count(*) AS written

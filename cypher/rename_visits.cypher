// rename_visits: visits lose one of their visitors, and with it get another key; where that is the key of another visit
//          already, the two are one.
// $rows    [{id, new_id, visitors, is_double}]
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (visit:Visit {id: row.id})
SET visit.id = CASE WHEN row.is_double THEN visit.id ELSE row.new_id END, visit.visitors = row.visitors
FOREACH (gone IN CASE WHEN row.is_double THEN [visit] ELSE [] END | DETACH DELETE gone)
RETURN count(*) AS written

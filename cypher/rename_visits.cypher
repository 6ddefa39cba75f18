// rename_visits: visits lose some of their visitors, and with it get another key; where that is the key of another
//          visit already, the two are one.
// $rows    [{id, new_id, people, is_double}]; people are the pseudonyms of those who leave
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (visit:Visit {id: row.id})
FOREACH (by IN [(visit)-[made:BY]->(visitor:Person) WHERE visitor.id IN row.people | made] | DELETE by)
SET visit.id = CASE WHEN row.is_double THEN visit.id ELSE row.new_id END
FOREACH (gone IN CASE WHEN row.is_double THEN [visit] ELSE [] END | DETACH DELETE gone)
RETURN count(*) AS written

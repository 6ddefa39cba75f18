// merge_visits: one Visit a row, tied to its household; tie_visitors.cypher ties the visitors. Safe to run twice.
// $rows    [{id, nid, household, date, visitors, mode, result, list_row, sources, retired}]; nid counts
//          only where the node is new
// $run_id  the load that wrote these rows
// needs    schema.cypher; merge_households before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (household:Household {id: row.household})
MERGE (visit:Visit {id: row.id})
ON CREATE SET visit.nid = row.nid
SET visit.household = row.household, visit.date = row.date, visit.visitors = row.visitors,
    visit.mode = row.mode, visit.result = row.result, visit.list_row = row.list_row,
    visit.sources = row.sources, visit.first_run = coalesce(visit.first_run, $run_id), visit.changed_run = $run_id,
    visit.retired_run = CASE WHEN row.retired THEN $run_id END
MERGE (visit)-[:TO]->(household)
RETURN count(*) AS written

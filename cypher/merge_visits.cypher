// merge_visits: one Visit a row, tied to its household; connect_visitors.cypher ties the visitors. Safe to run twice.
// $rows    [{id, nid, household, date, mode, result, list_row, sources, retired, as_written}]; nid counts only where
//          the node is new
//          as_written: by property (date_text, ...) the text of a date, number or truth value that is not exactly one
// $run_id  the load that wrote these rows
// needs    schema.cypher; merge_households before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (household:Household {id: row.household})
MERGE (visit:Visit {id: row.id})
SET visit += {nid: coalesce(visit.nid, row.nid), household: row.household, date: row.date, mode: row.mode,
    result: row.result, list_row: row.list_row, sources: row.sources, first_run: coalesce(visit.first_run, $run_id),
    changed_run: $run_id, retired_run: CASE WHEN row.retired THEN $run_id END}
SET visit += row.as_written
MERGE (visit)-[:TO]->(household)
RETURN count(*) AS written

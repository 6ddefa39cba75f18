// merge_access_windows: one AccessWindow a time when the household lets workers in. Safe to run twice.
// $rows    [{id, nid, household, date, from, to, sources, retired, as_written}]; nid counts only where the node is new
//          as_written: by property (date_text, ...) the text of a date, number or truth value that is not exactly one
// $run_id  the load that wrote these rows
// needs    schema.cypher; merge_households before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (household:Household {id: row.household})
MERGE (window:AccessWindow {id: row.id})
SET window += {nid: coalesce(window.nid, row.nid), household: row.household, date: row.date, from: row.from,
    to: row.to, sources: row.sources, first_run: coalesce(window.first_run, $run_id), changed_run: $run_id,
    retired_run: CASE WHEN row.retired THEN $run_id END}
SET window += row.as_written
MERGE (window)-[:ACCESS_WINDOW_OF]->(household)
RETURN count(*) AS written

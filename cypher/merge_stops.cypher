// merge_stops: one Stop a hard stop of a household; lift_stops.cypher alone lifts one. Safe to run twice.
// $rows    [{id, nid, household, stop, stopped_on, sources, retired, as_written}]; nid counts only where the node is
//          new
//          as_written: by property (date_text, ...) the text of a date, number or truth value that is not exactly one
// $run_id  the load that wrote these rows
// needs    schema.cypher; merge_households before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (household:Household {id: row.household})
MERGE (stop:Stop {id: row.id})
SET stop += {nid: coalesce(stop.nid, row.nid), household: row.household, stop: row.stop, stopped_on: row.stopped_on,
    sources: row.sources, first_run: coalesce(stop.first_run, $run_id), changed_run: $run_id,
    retired_run: CASE WHEN row.retired THEN $run_id END, lifted_on: CASE WHEN row.retired THEN stop.lifted_on END}
SET stop += row.as_written
MERGE (stop)-[:STOP_OF]->(household)
RETURN count(*) AS written

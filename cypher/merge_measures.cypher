// merge_measures: one Measure a concern and offer of a household's plan. Safe to run twice.
// $rows    [{id, nid, household, concern, measure, accepted, sources, retired, as_written}]; nid counts only where the
//          node is new
//          as_written: by property (date_text, ...) the text of a date, number or truth value that is not exactly one
// $run_id  the load that wrote these rows
// needs    schema.cypher; merge_households before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (household:Household {id: row.household})
MERGE (plan:Measure {id: row.id})
SET plan += {nid: coalesce(plan.nid, row.nid), household: row.household, concern: row.concern, measure: row.measure,
    accepted: row.accepted, sources: row.sources, first_run: coalesce(plan.first_run, $run_id), changed_run: $run_id,
    retired_run: CASE WHEN row.retired THEN $run_id END}
SET plan += row.as_written
MERGE (household)-[:NEEDS]->(plan)
RETURN count(*) AS written

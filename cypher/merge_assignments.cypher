// merge_assignments: one Assignment a row of an exported list, tied to its household; connect_assignees.cypher
//          ties who was asked. Safe to run twice.
// $rows    [{id, nid, export_id, row_no, household, role, missing_key, concern, measure,
//          not_before, exported_on, expires_on, state, sources, retired, as_written}]; nid counts only where the node
//          is new
//          as_written: by property (date_text, ...) the text of a date, number or truth value that is not exactly one
// $run_id  the load that wrote these rows
// needs    schema.cypher; merge_households before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (household:Household {id: row.household})
MERGE (assignment:Assignment {id: row.id})
SET assignment += {nid: coalesce(assignment.nid, row.nid), export_id: row.export_id, row_no: row.row_no,
    household: row.household, role: row.role, missing_key: row.missing_key, concern: row.concern,
    measure: row.measure, not_before: row.not_before, exported_on: row.exported_on, expires_on: row.expires_on,
    state: row.state, sources: row.sources, first_run: coalesce(assignment.first_run, $run_id), changed_run: $run_id,
    retired_run: CASE WHEN row.retired THEN $run_id END}
SET assignment += row.as_written
MERGE (assignment)-[:ASSIGNMENT_OF]->(household)
RETURN count(*) AS written

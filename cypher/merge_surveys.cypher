// merge_surveys: one Survey a household asked whom it trusts, and what came of it; connect_respondents.cypher
//          ties who answered. Safe to run twice.
// $rows    [{id, nid, household, asked_on, outcome, sources, retired, as_written}]; nid counts only where
//          the node is new
//          as_written: by property (date_text, ...) the text of a date, number or truth value that is not exactly one
// $run_id  the load that wrote these rows
// needs    schema.cypher; merge_households before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (household:Household {id: row.household})
MERGE (survey:Survey {id: row.id})
SET survey += {nid: coalesce(survey.nid, row.nid), household: row.household, asked_on: row.asked_on,
    outcome: row.outcome, sources: row.sources, first_run: coalesce(survey.first_run, $run_id), changed_run: $run_id,
    retired_run: CASE WHEN row.retired THEN $run_id END}
SET survey += row.as_written
MERGE (survey)-[:SURVEY_OF]->(household)
RETURN count(*) AS written

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
ON CREATE SET survey.nid = row.nid
SET survey.household = row.household, survey.asked_on = row.asked_on, survey.outcome = row.outcome,
    survey.sources = row.sources, survey.first_run = coalesce(survey.first_run, $run_id), survey.changed_run = $run_id,
    survey.retired_run = CASE WHEN row.retired THEN $run_id END
SET survey += row.as_written
MERGE (survey)-[:SURVEY_OF]->(household)
RETURN count(*) AS written

// merge_stances: one Stance a word given, kept as history and tied to its household. Safe to run twice.
// $rows    [{id, nid, household, pipe_kind, giver, date, stance, reasons, sources, retired, as_written}]; nid
//          counts only where the node is new
//          as_written: by property (date_text, ...) the text of a date, number or truth value that is not exactly one
// $run_id  the load that wrote these rows
// needs    schema.cypher; merge_households before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (household:Household {id: row.household})
MERGE (stance:Stance {id: row.id})
ON CREATE SET stance.nid = row.nid
SET stance.household = row.household, stance.pipe_kind = row.pipe_kind, stance.giver = row.giver,
    stance.date = row.date, stance.stance = row.stance, stance.reasons = row.reasons,
    stance.sources = row.sources, stance.first_run = coalesce(stance.first_run, $run_id), stance.changed_run = $run_id,
    stance.retired_run = CASE WHEN row.retired THEN $run_id END
SET stance += row.as_written
MERGE (stance)-[:STANCE_OF]->(household)
RETURN count(*) AS written

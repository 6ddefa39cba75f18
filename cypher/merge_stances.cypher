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
SET stance += {nid: coalesce(stance.nid, row.nid), household: row.household, pipe_kind: row.pipe_kind,
    giver: row.giver, date: row.date, stance: row.stance, reasons: row.reasons, sources: row.sources,
    first_run: coalesce(stance.first_run, $run_id), changed_run: $run_id,
    retired_run: CASE WHEN row.retired THEN $run_id END}
SET stance += row.as_written
MERGE (stance)-[:STANCE_OF]->(household)
RETURN count(*) AS written

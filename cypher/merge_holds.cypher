// merge_holds: one Hold a cell that asks, or may ask, to be left alone and that nobody has read for certain. Safe to run
//       twice.
// $rows    [{id, nid, household, person, reason, held_on, sources, retired, as_written}]; nid counts only where the
//          node is new; parts of household may be empty: whom it means is decided when the town is built
//          as_written: by property (date_text, ...) the text of a date, number or truth value that is not exactly one
// $run_id  the load that wrote these rows
// needs    schema.cypher
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MERGE (hold:Hold {id: row.id})
SET hold += {nid: coalesce(hold.nid, row.nid), household: row.household, person: row.person, reason: row.reason,
    held_on: row.held_on, sources: row.sources, first_run: coalesce(hold.first_run, $run_id), changed_run: $run_id,
    retired_run: CASE WHEN row.retired THEN $run_id END}
SET hold += row.as_written
RETURN count(*) AS written

// merge_works: what is known of the works on one Stack. Safe to run twice.
// $rows    [{id, nid, compound, building, stack, pipe_kind, status, done_on, sources, retired, as_written}]; nid counts
//          only where the node is new
//          as_written: by property (date_text, ...) the text of a date, number or truth value that is not exactly one
// $run_id  the load that wrote these rows
// needs    schema.cypher
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MERGE (stack:Stack {id: row.id})
SET stack += {nid: coalesce(stack.nid, row.nid), compound: row.compound, building: row.building, stack: row.stack,
    pipe_kind: row.pipe_kind, status: row.status, done_on: row.done_on, sources: row.sources,
    first_run: coalesce(stack.first_run, $run_id), changed_run: $run_id,
    retired_run: CASE WHEN row.retired THEN $run_id END}
SET stack += row.as_written
RETURN count(*) AS written

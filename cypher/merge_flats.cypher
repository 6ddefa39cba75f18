// merge_flats: one SERVED_BY a register flat and stack; the flat says its floor too. Safe to run twice.
// $rows    [{flat, flat_nid, caption, compound, building, door, room, floor, kind, stack_key, stack_id, stack_nid,
//          stack, pipe_kind, stack_source, sources, retired, as_written}]; stack_id is stack_key, or the building's stack
//          not known
//          as_written: by property (date_text, ...) the text of a date, number or truth value that is not exactly one
// $run_id  the load that wrote these rows
// needs    schema.cypher
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MERGE (flat:Flat {id: row.flat})
SET flat += {nid: coalesce(flat.nid, row.flat_nid), compound: row.compound, building: row.building, door: row.door,
    room: row.room, caption: row.caption,
    floor: CASE WHEN row.retired THEN flat.floor ELSE coalesce(row.floor, flat.floor) END}
MERGE (stack:Stack {id: row.stack_id})
ON CREATE SET stack += {nid: row.stack_nid, compound: row.compound, building: row.building, stack: row.stack,
    pipe_kind: row.pipe_kind}
MERGE (flat)-[served:SERVED_BY]->(stack)
SET served += {stack_key: row.stack_key, stack: row.stack, pipe_kind: row.pipe_kind, stack_source: row.stack_source,
    floor: row.floor, kind: row.kind, sources: row.sources, first_run: coalesce(served.first_run, $run_id),
    changed_run: $run_id, retired_run: CASE WHEN row.retired THEN $run_id END}
SET served += row.as_written
RETURN count(*) AS written

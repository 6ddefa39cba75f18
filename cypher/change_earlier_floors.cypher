// change_earlier_floors: the floor of a flat on a stack as a number, and on the flat itself.
// $rows    [{flat, stack_id, floor, floor_text, caption, retired}]
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (flat:Flat {id: row.flat})-[served:SERVED_BY]->(stack:Stack {id: row.stack_id})
SET served.floor = row.floor, served.floor_text = row.floor_text, flat.caption = row.caption,
    flat.floor = CASE WHEN row.retired THEN flat.floor ELSE coalesce(row.floor, flat.floor) END
RETURN count(*) AS written

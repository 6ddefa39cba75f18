// connect_stacks: a stack is part of its building. Safe to run twice.
// $rows    [{id, part_of}]
// needs    merge_flats and merge_buildings before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (stack:Stack {id: row.id}), (building:Building {id: row.part_of})
MERGE (stack)-[:PART_OF]->(building)
RETURN count(*) AS written

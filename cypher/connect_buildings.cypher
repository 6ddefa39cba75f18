// connect_buildings: a building of a named compound is part of it. Safe to run twice.
// $rows    [{id, part_of}]
// needs    merge_buildings and merge_compounds before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (building:Building {id: row.id}), (compound:Compound {id: row.part_of})
MERGE (building)-[:PART_OF]->(compound)
RETURN count(*) AS written

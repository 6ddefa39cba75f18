// merge_buildings: one Building a compound and number. Safe to run twice.
// $rows    [{id, building}]
// needs    schema.cypher
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MERGE (building:Building {id: row.id})
SET building.building = row.building
RETURN count(*) AS written

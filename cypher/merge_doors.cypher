// merge_doors: one Door (单元), part of its building. Safe to run twice.
// $rows    [{id, door, building_id}]
// needs    schema.cypher; merge_buildings before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (building:Building {id: row.building_id})
MERGE (door:Door {id: row.id})
SET door.door = row.door
MERGE (door)-[:PART_OF]->(building)
RETURN count(*) AS written

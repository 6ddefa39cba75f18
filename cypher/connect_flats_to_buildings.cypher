// connect_flats_to_buildings: a flat of a building without doors is part of the building. Safe to run twice.
// $rows    [{id, part_of}]
// needs    merge_flats and merge_buildings before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (flat:Flat {id: row.id}), (building:Building {id: row.part_of})
MERGE (flat)-[:PART_OF]->(building)
RETURN count(*) AS written

// connect_flats_to_doors: a flat is part of its door. Safe to run twice.
// $rows    [{id, part_of}]
// needs    merge_flats and merge_doors before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (flat:Flat {id: row.id}), (door:Door {id: row.part_of})
MERGE (flat)-[:PART_OF]->(door)
RETURN count(*) AS written

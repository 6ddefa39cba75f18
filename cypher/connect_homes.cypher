// connect_homes: a household lives in its register flat, or flats. Safe to run twice.
// $rows    [{household, flat}]
// needs    merge_households and merge_flats before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (household:Household {id: row.household}), (flat:Flat {id: row.flat})
MERGE (household)-[:LIVES_IN]->(flat)
RETURN count(*) AS written

// connect_results_to_households: a result tells of one household. Safe to run twice.
// $rows    [{id, target}]; target is the household's key
// needs    merge_results before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (result:Result {id: row.id}), (household:Household {id: row.target})
MERGE (result)-[:DESCRIBES]->(household)
RETURN count(*) AS written

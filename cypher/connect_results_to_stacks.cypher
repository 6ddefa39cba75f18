// connect_results_to_stacks: a result tells of one stack. Safe to run twice.
// $rows    [{id, target}]; target is the stack's key
// needs    merge_results before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (result:Result {id: row.id}), (stack:Stack {id: row.target})
MERGE (result)-[:DESCRIBES]->(stack)
RETURN count(*) AS written

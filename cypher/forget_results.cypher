// forget_results: removes every stored result, which may name somebody.
// returns  removed
MATCH (result:Result)
DETACH DELETE result
RETURN count(*) AS removed

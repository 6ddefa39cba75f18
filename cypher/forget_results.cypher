// forget_results: removes stored results, which may name somebody.
// $limit   how many at most in one transaction
// returns  changed: 0 when none is left
MATCH (result:Result)
WITH result LIMIT $limit
DETACH DELETE result
RETURN count(*) AS changed

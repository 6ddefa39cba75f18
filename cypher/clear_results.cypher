// clear_results: removes some of the results of an earlier run of the same analysis.
// $name, $limit  the analysis; how many at most in one transaction
// returns  removed: 0 when none is left
MATCH (result:Result)
WHERE result.name = $name
WITH result LIMIT $limit
DETACH DELETE result
RETURN count(*) AS removed

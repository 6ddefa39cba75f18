// forget_pairs: removes closed pairs, which name people by pseudonyms of a lost key; the files give them again.
// $limit   how many at most in one transaction
// returns  changed: 0 when none is left
MATCH (pair:ClosedPair)
WITH pair LIMIT $limit
DETACH DELETE pair
RETURN count(*) AS changed

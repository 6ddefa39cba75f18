// retype_earlier: relationships of one type become another, where one type of an earlier layout meant several things.
// __Label__, __Old__, __New__  label of the nodes where they begin, and the two types
// $limit   how many at most in one transaction
// returns  changed: 0 when none is left
MATCH (record:__Label__)-[old:__Old__]->(target)
WITH record, old, target LIMIT $limit
MERGE (record)-[:__New__]->(target)
DELETE old
RETURN count(*) AS changed

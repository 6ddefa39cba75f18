// change_earlier_results: ids of results that an earlier layout wrote hold no control character.
// $mark    the character that separated the parts of an id, $separator the one that does now
// $limit   how many at most in one transaction
// returns  changed: 0 when none is left
MATCH (result:Result)
WHERE result.id CONTAINS $mark
WITH result LIMIT $limit
SET result.id = replace(result.id, $mark, $separator)
RETURN count(*) AS changed

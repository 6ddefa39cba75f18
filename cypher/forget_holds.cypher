// forget_holds: removes holds of single people, by pseudonyms of a lost key; the files give them again. Holds of whole
//          households stay.
// $limit   how many at most in one transaction
// returns  changed: 0 when none is left
MATCH (hold:Hold)
WHERE hold.person IS NOT NULL
WITH hold LIMIT $limit
DETACH DELETE hold
RETURN count(*) AS changed

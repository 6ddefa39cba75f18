// forget_answers: removes survey answers, which only their respondent gives a meaning.
// $limit   how many at most in one transaction
// returns  changed: 0 when none is left
MATCH (survey:Survey)
WITH survey LIMIT $limit
DETACH DELETE survey
RETURN count(*) AS changed

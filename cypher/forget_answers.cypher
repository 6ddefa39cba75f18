// forget_answers: removes every survey answer, which only its respondent gives a meaning.
// returns  removed
MATCH (survey:Survey)
DETACH DELETE survey
RETURN count(*) AS removed

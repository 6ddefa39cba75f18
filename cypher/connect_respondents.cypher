// connect_respondents: a survey was answered by its respondent. Safe to run twice.
// $rows    [{id, person}]
// needs    merge_surveys and merge_persons before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (survey:Survey {id: row.id}), (person:Person {id: row.person})
MERGE (survey)-[:ANSWERED_BY]->(person)
RETURN count(*) AS written

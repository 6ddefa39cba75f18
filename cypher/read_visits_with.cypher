// read_visits_with: all visits to the households that some people visited, for what becomes of them without those people.
// $people  pseudonyms
// returns  id, the columns of the record, a row each; visitors joined by |
MATCH (person:Person)<-[:BY]-(:Visit)-[:TO]->(household:Household)
WHERE person.id IN $people
WITH DISTINCT household
MATCH (visit:Visit)-[:TO]->(household)
OPTIONAL MATCH (visit)-[:BY]->(visitor:Person)
WITH visit, visitor ORDER BY visitor.id
WITH visit, collect(visitor.id) AS visitors
RETURN visit.id AS id, visit.household AS household,
       coalesce(visit.date_text, toString(visit.date), '') AS date,
       reduce(cell = '', id IN visitors | cell + CASE cell WHEN '' THEN '' ELSE '|' END + id) AS visitors,
       coalesce(visit.mode, '') AS mode, coalesce(visit.result, '') AS result

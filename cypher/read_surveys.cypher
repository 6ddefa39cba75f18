// read_surveys: one page of the table, a column a list, retired rows too.
// $from, $to  nid of the first Survey of the page, and of the first behind it
// returns  one row: the columns of the record, sources, said, first_run, retired_run, retired
MATCH (survey:Survey)
WHERE survey.nid >= $from AND survey.nid < $to AND survey.first_run IS NOT NULL
OPTIONAL MATCH (survey)-[:ANSWERED_BY|BY]->(respondent:Person)  // BY in a graph of an earlier layout
RETURN collect(coalesce(survey.household, '')) AS household,
       collect(coalesce(respondent.id, '')) AS respondent,
       collect(coalesce(survey.asked_on_text, toString(survey.asked_on), '')) AS asked_on,
       collect(coalesce(survey.outcome, '')) AS outcome,
       collect(coalesce(survey.sources, '')) AS sources,
       collect(coalesce(survey.said, '')) AS said,
       collect(coalesce(survey.first_run, '')) AS first_run,
       collect(coalesce(survey.retired_run, '')) AS retired_run,
       collect(survey.retired_run IS NOT NULL) AS retired

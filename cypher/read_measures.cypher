// read_measures: one page of the table, a column a list, retired rows too.
// $from, $to  nid of the first Measure of the page, and of the first behind it
// returns  one row: the columns of the record, sources, said, first_run, retired_run, retired
MATCH (plan:Measure)
WHERE plan.nid >= $from AND plan.nid < $to AND plan.first_run IS NOT NULL
RETURN collect(coalesce(plan.household, '')) AS household,
       collect(coalesce(plan.concern, '')) AS concern,
       collect(coalesce(plan.measure, '')) AS measure,
       collect(coalesce(plan.accepted_text, toString(plan.accepted), '')) AS accepted,
       collect(coalesce(plan.sources, '')) AS sources,
       collect(coalesce(plan.said, '')) AS said,
       collect(coalesce(plan.first_run, '')) AS first_run,
       collect(coalesce(plan.retired_run, '')) AS retired_run,
       collect(plan.retired_run IS NOT NULL) AS retired

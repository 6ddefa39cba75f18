// read_closed_pairs: one page of the table, a column a list, retired rows too.
// $from, $to  nid of the first ClosedPair of the page, and of the first behind it
// returns  one row: the columns of the record, sources, first_run, retired_run, retired
MATCH (pair:ClosedPair)
WHERE pair.nid >= $from AND pair.nid < $to AND pair.first_run IS NOT NULL
RETURN collect(coalesce(pair.ego, '')) AS ego,
       collect(coalesce(pair.ego_household, '')) AS ego_household,
       collect(coalesce(pair.alter, '')) AS alter,
       collect(coalesce(pair.alter_household, '')) AS alter_household,
       collect(coalesce(pair.kind, '')) AS kind,
       collect(coalesce(pair.observed_on_text, toString(pair.observed_on), '')) AS observed_on,
       collect(coalesce(pair.sources, '')) AS sources,
       collect(coalesce(pair.first_run, '')) AS first_run,
       collect(coalesce(pair.retired_run, '')) AS retired_run,
       collect(pair.retired_run IS NOT NULL) AS retired

// read_persons: one page of the table, a column a list, retired rows too.
// $from, $to  nid of the first Person of the page, and of the first behind it
// returns  one row: the columns of the record, sources, first_run, retired_run, retired
MATCH (person:Person)
WHERE person.nid >= $from AND person.nid < $to AND person.first_run IS NOT NULL
RETURN collect(person.id) AS person,
       collect(coalesce(person.household, '')) AS household,
       collect(coalesce(person.twin, '')) AS twin,
       collect(coalesce(person.sources, '')) AS sources,
       collect(coalesce(person.first_run, '')) AS first_run,
       collect(coalesce(person.retired_run, '')) AS retired_run,
       collect(person.retired_run IS NOT NULL) AS retired

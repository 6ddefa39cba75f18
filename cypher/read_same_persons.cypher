// read_same_persons: one page of the table, a column a list, retired rows too.
// $from, $to  nid of the first person of the page, and of the first behind it
// returns  one row: the columns of the record, sources, first_run, retired_run, retired
MATCH (person:Person)-[same:PERHAPS_SAME]->(other:Person)
WHERE person.nid >= $from AND person.nid < $to
RETURN collect(person.id) AS person,
       collect(other.id) AS other,
       collect(coalesce(same.sources, '')) AS sources,
       collect(coalesce(same.first_run, '')) AS first_run,
       collect(coalesce(same.retired_run, '')) AS retired_run,
       collect(same.retired_run IS NOT NULL) AS retired

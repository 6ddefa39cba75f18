// read_visits: one page of the table, a column a list, retired rows too; visitors joined by |.
// $from, $to  nid of the first Visit of the page, and of the first behind it
// returns  one row: the columns of the record, sources, first_run, retired_run, retired
MATCH (visit:Visit)
WHERE visit.nid >= $from AND visit.nid < $to AND visit.first_run IS NOT NULL
OPTIONAL MATCH (visit)-[:BY]->(visitor:Person)
WITH visit, visitor ORDER BY visitor.id
WITH visit, collect(visitor.id) AS visitors
RETURN collect(coalesce(visit.household, '')) AS household,
       collect(coalesce(visit.date_text, toString(visit.date), '')) AS date,
       collect(reduce(cell = '', id IN visitors | cell + CASE cell WHEN '' THEN '' ELSE '|' END + id)) AS visitors,
       collect(coalesce(visit.mode, '')) AS mode,
       collect(coalesce(visit.result, '')) AS result,
       collect(coalesce(visit.list_row, '')) AS list_row,
       collect(coalesce(visit.sources, '')) AS sources,
       collect(coalesce(visit.first_run, '')) AS first_run,
       collect(coalesce(visit.retired_run, '')) AS retired_run,
       collect(visit.retired_run IS NOT NULL) AS retired

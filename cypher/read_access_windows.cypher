// read_access_windows: one page of the table, a column a list, retired rows too.
// $from, $to  nid of the first AccessWindow of the page, and of the first behind it
// returns  one row: the columns of the record, sources, said, first_run, retired_run, retired
MATCH (window:AccessWindow)
WHERE window.nid >= $from AND window.nid < $to AND window.first_run IS NOT NULL
RETURN collect(coalesce(window.household, '')) AS household,
       collect(coalesce(window.date_text, toString(window.date), '')) AS date,
       collect(coalesce(window.from, '')) AS from,
       collect(coalesce(window.to, '')) AS to,
       collect(coalesce(window.sources, '')) AS sources,
       collect(coalesce(window.said, '')) AS said,
       collect(coalesce(window.first_run, '')) AS first_run,
       collect(coalesce(window.retired_run, '')) AS retired_run,
       collect(window.retired_run IS NOT NULL) AS retired

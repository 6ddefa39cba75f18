// read_holds: one page of the table, a column a list, retired rows too.
// $from, $to  nid of the first Hold of the page, and of the first behind it
// returns  one row: the columns of the record, sources, first_run, retired_run, retired
MATCH (hold:Hold)
WHERE hold.nid >= $from AND hold.nid < $to AND hold.first_run IS NOT NULL
RETURN collect(coalesce(hold.household, '')) AS household,
       collect(coalesce(hold.person, '')) AS person,
       collect(coalesce(hold.reason, '')) AS reason,
       collect(coalesce(hold.held_on_text, toString(hold.held_on), '')) AS held_on,
       collect(coalesce(hold.sources, '')) AS sources,
       collect(coalesce(hold.first_run, '')) AS first_run,
       collect(coalesce(hold.retired_run, '')) AS retired_run,
       collect(hold.retired_run IS NOT NULL) AS retired

// read_stops: one page of the table, a column a list, retired rows too.
// $from, $to  nid of the first Stop of the page, and of the first behind it
// returns  one row: the columns of the record, sources, first_run, retired_run, retired, lifted_on
MATCH (stop:Stop)
WHERE stop.nid >= $from AND stop.nid < $to AND stop.first_run IS NOT NULL
RETURN collect(coalesce(stop.household, '')) AS household,
       collect(coalesce(stop.stop, '')) AS stop,
       collect(coalesce(stop.stopped_on_text, toString(stop.stopped_on), '')) AS stopped_on,
       collect(coalesce(stop.sources, '')) AS sources,
       collect(coalesce(toString(stop.lifted_on), '')) AS lifted_on,
       collect(coalesce(stop.first_run, '')) AS first_run,
       collect(coalesce(stop.retired_run, '')) AS retired_run,
       collect(stop.retired_run IS NOT NULL) AS retired

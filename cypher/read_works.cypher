// read_works: one page of the table, a column a list, retired rows too.
// $from, $to  nid of the first Stack of the page, and of the first behind it
// returns  one row: the columns of the record, sources, said, first_run, retired_run, retired
MATCH (stack:Stack)
WHERE stack.nid >= $from AND stack.nid < $to AND stack.first_run IS NOT NULL
RETURN collect(stack.id) AS stack_key,
       collect(coalesce(stack.compound, '')) AS compound,
       collect(coalesce(stack.building, '')) AS building,
       collect(coalesce(stack.stack, '')) AS stack,
       collect(coalesce(stack.pipe_kind, '')) AS pipe_kind,
       collect(coalesce(stack.status, '')) AS status,
       collect(coalesce(stack.done_on_text, toString(stack.done_on), '')) AS done_on,
       collect(coalesce(stack.sources, '')) AS sources,
       collect(coalesce(stack.said, '')) AS said,
       collect(coalesce(stack.first_run, '')) AS first_run,
       collect(coalesce(stack.retired_run, '')) AS retired_run,
       collect(stack.retired_run IS NOT NULL) AS retired

// read_flats: one page of the table, a column a list, retired rows too.
// $from, $to  nid of the first Flat of the page, and of the first behind it
// returns  one row: the columns of the record, sources, first_run, retired_run, retired; stack_key is empty where no stack is known
MATCH (flat:Flat)-[served:SERVED_BY]->(:Stack)
WHERE flat.nid >= $from AND flat.nid < $to AND served.first_run IS NOT NULL
RETURN collect(flat.id) AS flat,
       collect(coalesce(served.stack_key, '')) AS stack_key,
       collect(coalesce(flat.compound, '')) AS compound,
       collect(coalesce(flat.building, '')) AS building,
       collect(coalesce(flat.door, '')) AS door,
       collect(coalesce(flat.room, '')) AS room,
       collect(coalesce(served.floor_text, toString(served.floor), '')) AS floor,
       collect(coalesce(served.stack, '')) AS stack,
       collect(coalesce(served.pipe_kind, '')) AS pipe_kind,
       collect(coalesce(served.stack_source, '')) AS stack_source,
       collect(coalesce(served.kind, '')) AS kind,
       collect(coalesce(served.sources, '')) AS sources,
       collect(coalesce(served.first_run, '')) AS first_run,
       collect(coalesce(served.retired_run, '')) AS retired_run,
       collect(served.retired_run IS NOT NULL) AS retired

// read_stances: one page of the table, a column a list, retired rows too.
// $from, $to  nid of the first Stance of the page, and of the first behind it
// returns  one row: the columns of the record, sources, first_run, retired_run, retired
MATCH (stance:Stance)
WHERE stance.nid >= $from AND stance.nid < $to AND stance.first_run IS NOT NULL
RETURN collect(coalesce(stance.household, '')) AS household,
       collect(coalesce(stance.pipe_kind, '')) AS pipe_kind,
       collect(coalesce(stance.giver, '')) AS giver,
       collect(coalesce(stance.date_text, toString(stance.date), '')) AS date,
       collect(coalesce(stance.stance, '')) AS stance,
       collect(coalesce(stance.reasons, '')) AS reasons,
       collect(coalesce(stance.sources, '')) AS sources,
       collect(coalesce(stance.first_run, '')) AS first_run,
       collect(coalesce(stance.retired_run, '')) AS retired_run,
       collect(stance.retired_run IS NOT NULL) AS retired

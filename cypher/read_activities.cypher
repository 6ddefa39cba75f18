// read_activities: one page of the table, a column a list, retired rows too.
// $from, $to  nid of the first Person of the page, and of the first behind it
// returns  one row: the columns of the record, sources, first_run, retired_run, retired
MATCH (person:Person)-[attended:ATTENDED]->(activity:Activity)
WHERE person.nid >= $from AND person.nid < $to
RETURN collect(person.id) AS person,
       collect(coalesce(activity.activity, '')) AS activity,
       collect(coalesce(activity.date_text, toString(activity.date), '')) AS date,
       collect(coalesce(attended.sources, '')) AS sources,
       collect(coalesce(attended.first_run, '')) AS first_run,
       collect(coalesce(attended.retired_run, '')) AS retired_run,
       collect(attended.retired_run IS NOT NULL) AS retired

// read_unnumbered: records without a number, which no page shows: a load under the present keys into an earlier layout
//          wrote them beside the record that they change.
// returns  table (stances or visits), id, sources, first_run, retired_run
MATCH (record)
WHERE (record:Stance OR record:Visit) AND record.nid IS NULL
RETURN CASE WHEN record:Stance THEN 'stances' ELSE 'visits' END AS table, record.id AS id,
       coalesce(record.sources, '') AS sources, coalesce(record.first_run, '') AS first_run,
       coalesce(record.retired_run, '') AS retired_run

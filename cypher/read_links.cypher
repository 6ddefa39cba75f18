// read_links: one page of the table, a column a list, retired rows too.
// $from, $to  nid of the first member of the page, and of the first behind it
// returns  one row: the columns of the record, sources, first_run, retired_run, retired
MATCH (member:Person)-[linked:LINKED_TO]->(household:Household)
WHERE member.nid >= $from AND member.nid < $to
RETURN collect(member.id) AS member,
       collect(household.id) AS household,
       collect(coalesce(linked.sources, '')) AS sources,
       collect(coalesce(linked.first_run, '')) AS first_run,
       collect(coalesce(linked.retired_run, '')) AS retired_run,
       collect(linked.retired_run IS NOT NULL) AS retired

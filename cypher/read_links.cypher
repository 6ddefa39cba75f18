// read_links: one page of the table, a column a list, retired rows too.
// $from, $to  nid of the first member of the page, and of the first behind it
// returns  one row: the columns of the record, sources, retired
MATCH (member:Person)-[linked:LINKED_TO]->(household:Household)
WHERE member.nid >= $from AND member.nid < $to
RETURN collect(member.id) AS member,
       collect(household.id) AS household,
       collect(coalesce(linked.sources, '')) AS sources,
       collect(linked.retired_run IS NOT NULL) AS retired

// read_former: one page of what records said before.
// $from, $to  nid of the first Former of the page, and of the first behind it
// returns  one row: former, a list of maps (id, nid, table, the columns of the record, sources, first_run, until_run,
//          replaced_in, added_to)
MATCH (former:Former)
WHERE former.nid >= $from AND former.nid < $to
RETURN collect(properties(former)) AS former

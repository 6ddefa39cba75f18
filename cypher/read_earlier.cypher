// read_earlier: one page of the nodes of a label with all that they hold, for what an earlier layout wrote.
// __Label__  of the nodes
// $from, $to  nid of the first of the page, and of the first behind it
// returns  one row: records, a map each
MATCH (record:__Label__)
WHERE record.nid >= $from AND record.nid < $to
RETURN collect(properties(record)) AS records

// read_earlier_values: the distinct values of one property on a page of nodes, for what an earlier layout wrote.
// __Label__, __property__  of the nodes
// $from, $to  nid of the first of the page, and of the first behind it
// returns  one row: values
MATCH (record:__Label__)
WHERE record.nid >= $from AND record.nid < $to AND record.__property__ IS NOT NULL
RETURN collect(DISTINCT record.__property__) AS values

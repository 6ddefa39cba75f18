// change_earlier_values: other values of one property on a page of nodes that an earlier layout wrote.
// __Label__, __property__  of the nodes
// $from, $to  nid of the first of the page, and of the first behind it
// $changes a map: the value that was, the one that is to be
// returns  changed: how many nodes
MATCH (record:__Label__)
WHERE record.nid >= $from AND record.nid < $to AND $changes[record.__property__] IS NOT NULL
SET record.__property__ = $changes[record.__property__]
RETURN count(*) AS changed

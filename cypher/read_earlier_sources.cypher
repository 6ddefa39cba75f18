// read_earlier_sources: the distinct sources of the relationships that a page of nodes begins, for what an earlier
//          layout wrote.
// __Label__, __Type__  of the nodes where they begin, and of the relationships
// $from, $to  nid of the first of the page, and of the first behind it
// returns  one row: values
MATCH (start:__Label__)-[given:__Type__]->()
WHERE start.nid >= $from AND start.nid < $to AND given.sources IS NOT NULL
RETURN collect(DISTINCT given.sources) AS values

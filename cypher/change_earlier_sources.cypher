// change_earlier_sources: other sources of the relationships that a page of nodes begins and an earlier layout wrote.
// __Label__, __Type__  of the nodes where they begin, and of the relationships
// $from, $to  nid of the first of the page, and of the first behind it
// $changes a map: the sources that were, those that are to be
// returns  changed: how many relationships
MATCH (start:__Label__)-[given:__Type__]->()
WHERE start.nid >= $from AND start.nid < $to AND $changes[given.sources] IS NOT NULL
SET given.sources = $changes[given.sources]
RETURN count(*) AS changed

// read_earlier_unnumbered: nodes without a number, which no page shows: activities and results have none, and a load
//          under other keys into an earlier layout wrote some words and visits beside those that they change.
// __Label__  of the nodes
// returns  one row: records, a map each
MATCH (record:__Label__)
WHERE record.nid IS NULL
RETURN collect(properties(record)) AS records

// reserve_nids: takes the next $count numbers of a label's dense node numbers.
// $label, $count  whose numbers, and how many
// returns  first: the first of them. Numbers of a batch that failed are lost, not given twice
MERGE (counter:Counter {id: $label})
SET counter.next = coalesce(counter.next, 0) + $count
RETURN counter.next - $count AS first

// read_counters: how far the dense node numbers of each label go.
// returns  label, next: numbers below next are in use, some may be free
MATCH (counter:Counter)
RETURN counter.id AS label, counter.next AS next

// read_stack_keys: one page of the keys of all stacks.
// $from, $to  nid of the first Stack of the page, and of the first behind it
// returns  one row: keys
MATCH (stack:Stack)
WHERE stack.nid >= $from AND stack.nid < $to
RETURN collect(stack.id) AS keys

// merge_former: one Former a record that a load changes or brings back, as it was before. Safe to run twice.
// $rows    [{id, nid, table, cells, sources, first_run, until_run, added_to}]; cells are the columns of the record,
//          until_run the run that retired it, or this one, added_to "true" where a further file says more of it, else
//          "false"; nid counts only where the node is new
// $run_id  the load that takes its place
// needs    schema.cypher
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MERGE (former:Former {id: row.id})
SET former += row.cells
SET former += {nid: coalesce(former.nid, row.nid), table: row.table, sources: row.sources, first_run: row.first_run,
    until_run: row.until_run, replaced_in: $run_id, added_to: row.added_to}
RETURN count(*) AS written

// merge_former: one Former a record that a load changes or brings back, as it was before. Safe to run twice.
// $rows    [{id, nid, table, cells, sources, first_run, until_run}]; cells are the columns of the record, until_run the
//          run that retired it, or this one; nid counts only where the node is new
// $run_id  the load that takes its place
// needs    schema.cypher
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MERGE (former:Former {id: row.id})
ON CREATE SET former.nid = row.nid
SET former += row.cells
SET former.table = row.table, former.sources = row.sources, former.first_run = row.first_run,
    former.until_run = row.until_run, former.replaced_in = $run_id
RETURN count(*) AS written

// merge_closed_pairs: one ClosedPair an inadmissible or unreadable tie with an end that is not certain. Safe to run
//          twice.
// $rows    [{id, nid, ego, ego_household, alter, alter_household, kind, observed_on, sources, retired,
//          as_written}]; nid counts only where the node is new; parts of a household may be empty:
//          whom it means is decided when the town is built
//          as_written: by property (date_text, ...) the text of a date, number or truth value that is not exactly one
// $run_id  the load that wrote these rows
// needs    schema.cypher
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MERGE (pair:ClosedPair {id: row.id})
SET pair += {nid: coalesce(pair.nid, row.nid), ego: row.ego, ego_household: row.ego_household, alter: row.alter,
    alter_household: row.alter_household, kind: row.kind, observed_on: row.observed_on, sources: row.sources,
    first_run: coalesce(pair.first_run, $run_id), changed_run: $run_id,
    retired_run: CASE WHEN row.retired THEN $run_id END}
SET pair += row.as_written
RETURN count(*) AS written

// rename_ids_of_ties: ties of an earlier layout get the id of their present key; what another of that key said is in
//          sources and retired_run.
// $rows    [{id, new_id, ego, alter, sources, first_run, retired_run}]
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (ego:Person {id: row.ego})-[trusts:TRUSTS {id: row.id}]->(alter:Person {id: row.alter})
SET trusts.id = row.new_id, trusts.sources = row.sources, trusts.first_run = row.first_run,
    trusts.retired_run = row.retired_run
REMOVE trusts.rank
RETURN count(*) AS written

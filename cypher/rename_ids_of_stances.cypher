// rename_ids_of_stances: stances of an earlier layout get the id of their present key; what another of that key said is
//          in sources and retired_run.
// $rows    [{id, new_id, sources, first_run, retired_run}]
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (stance:Stance {id: row.id})
SET stance.id = row.new_id, stance.sources = row.sources, stance.first_run = row.first_run,
    stance.retired_run = row.retired_run
REMOVE stance.rank
RETURN count(*) AS written

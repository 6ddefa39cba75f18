// rename_ids_of_visits: visits of an earlier layout get the id of their present key; what another of that key said is
//          in sources and retired_run.
// $rows    [{id, new_id, sources, first_run, retired_run}]
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (visit:Visit {id: row.id})
SET visit.id = row.new_id, visit.sources = row.sources, visit.first_run = row.first_run,
    visit.retired_run = row.retired_run
REMOVE visit.rank
RETURN count(*) AS written

// change_earlier_ties: ties of an earlier layout get the id of their present key, and dates, numbers and truth values;
//          what another of that key said is in sources and retired_run.
// $rows    [{id, new_id, ego, alter, sources, first_run, retired_run, values}]; values are the typed columns and their
//          texts
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (ego:Person {id: row.ego})-[trusts:TRUSTS {id: row.id}]->(alter:Person {id: row.alter})
SET trusts.id = row.new_id, trusts.sources = row.sources, trusts.first_run = row.first_run,
    trusts.retired_run = row.retired_run
SET trusts += row.values
REMOVE trusts.rank
RETURN count(*) AS written

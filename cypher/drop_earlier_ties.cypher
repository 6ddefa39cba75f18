// drop_earlier_ties: removes ties of which another between the same two says the same (an earlier layout had one a rank).
// $rows    [{id, ego, alter}]
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (ego:Person {id: row.ego})-[trusts:TRUSTS {id: row.id}]->(alter:Person {id: row.alter})
DELETE trusts
RETURN count(*) AS written

// write_strengths: how strong the ties between two people are together, on the day of a run. Safe to run twice.
// $ties    [[ego, [[alter, strength], ...]], ...], grouped by ego
// $run_id, $on  the run after which it was computed, and the day (ISO text)
// returns  written: how many relationships; two people may be joined by several, or by none under these names
UNWIND $ties AS row
MATCH (ego:Person {id: row[0]})
UNWIND row[1] AS tie
MATCH (ego)-[trusts:TRUSTS]->(alter:Person {id: tie[0]})
WHERE trusts.retired_run IS NULL
SET trusts += {computed_strength: tie[1], computed_on: date($on), computed_in: $run_id}
RETURN count(*) AS written

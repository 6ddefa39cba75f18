// merge_ties: one TRUSTS a piece of evidence, read "ego trusts alter". Safe to run twice.
// $rows    [[ego, [[alter, id, kind, observed_on, strength, known, sources, retired, observed_on_text, strength_text,
//          known_text], ...]], ...]: lists, and grouped by ego, because that writes twice as fast as one map a tie;
//          the texts only where they are not exactly a day, a whole number or a truth value
// $run_id  the load that wrote these rows
// needs    schema.cypher; merge_persons before it
// returns  written: the caller raises when it is below the number of ties sent, so an unknown person is no silent loss
UNWIND $rows AS row
MATCH (ego:Person {id: row[0]})
UNWIND row[1] AS tie
MATCH (alter:Person {id: tie[0]})
MERGE (ego)-[trusts:TRUSTS {id: tie[1]}]->(alter)
SET trusts += {kind: tie[2], observed_on: tie[3], strength: tie[4], known: tie[5], sources: tie[6],
    first_run: coalesce(trusts.first_run, $run_id), changed_run: $run_id,
    retired_run: CASE WHEN tie[7] THEN $run_id END, observed_on_text: tie[8], strength_text: tie[9],
    known_text: tie[10]}
RETURN count(*) AS written

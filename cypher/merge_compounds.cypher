// merge_compounds: one Compound a name. Safe to run twice.
// $rows    [{id}]
// needs    schema.cypher
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MERGE (compound:Compound {id: row.id})
RETURN count(*) AS written

// merge_households: one Household a key that any table names; merge_dossiers.cypher tells more of it. Safe to run twice.
// $rows    [{id, nid, caption}]; nid counts only where the node is new; caption as people read it: 1-1-101
// needs    schema.cypher
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MERGE (household:Household {id: row.id})
SET household += {nid: coalesce(household.nid, row.nid), caption: row.caption}
RETURN count(*) AS written

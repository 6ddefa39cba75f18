// drop_former: removes earlier versions of records, of somebody who is to be forgotten.
// $rows    [{id}]
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (former:Former {id: row.id})
OPTIONAL MATCH (note:SensitiveNote)-[:NOTE_OF]->(former)
DETACH DELETE note, former
RETURN count(*) AS written

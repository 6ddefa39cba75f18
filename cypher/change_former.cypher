// change_former: earlier versions of records lose what is to be forgotten, and keep the rest.
// $rows    [{id, cells}]; cells are those that change, null where nothing is left
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (former:Former {id: row.id})
SET former += row.cells
RETURN count(*) AS written

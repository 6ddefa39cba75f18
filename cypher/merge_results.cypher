// merge_results: one Result a row of an analysis, to be seen in any browser of the graph. Safe to run twice.
// $rows    [{id, properties}]; properties has name (of the analysis), run_id and the columns of the row
// needs    schema.cypher; clear_results before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MERGE (result:Result {id: row.id})
SET result += row.properties
RETURN count(*) AS written

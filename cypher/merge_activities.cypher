// merge_activities: one ATTENDED a person and activity of a day (sign-in sheets). Safe to run twice.
// $rows    [{person, activity_id, activity, date, sources, retired, as_written}]
//          as_written: date_text, where the date is not a whole day
// $run_id  the load that wrote these rows
// needs    schema.cypher; merge_persons before it
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (person:Person {id: row.person})
MERGE (activity:Activity {id: row.activity_id})
ON CREATE SET activity += {activity: row.activity, date: row.date, date_text: row.as_written.date_text}
MERGE (person)-[attended:ATTENDED]->(activity)
SET attended += {sources: row.sources, first_run: coalesce(attended.first_run, $run_id), changed_run: $run_id,
    retired_run: CASE WHEN row.retired THEN $run_id END}
RETURN count(*) AS written

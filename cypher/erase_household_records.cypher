// erase_household_records: removes what was said, done and found about one household: stances, visits, surveys,
//          access windows, stops, assignments, results, notes.
// $household  its key
// returns  removed
MATCH (record)-[:STANCE_OF|TO|SURVEY_OF|ACCESS_WINDOW_OF|STOP_OF|ASSIGNMENT_OF|DESCRIBES|NOTE_OF]->(:Household {id: $household})
DETACH DELETE record
RETURN count(*) AS removed

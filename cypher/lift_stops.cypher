// lift_stops: the household itself asked to be spoken to again; the stops stay as history.
// $household, $run_id, $lifted_on  on whose word, in which run, on which day
// returns  lifted: how many stops
MATCH (stop:Stop)-[:STOP_OF]->(:Household {id: $household})
WHERE stop.retired_run IS NULL AND NOT stop.stop IN ['reopened', 'new_household']
SET stop.retired_run = $run_id, stop.lifted_on = date($lifted_on)
RETURN count(*) AS lifted

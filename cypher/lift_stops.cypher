// lift_stops: the household itself asked to be spoken to again; the stops stay as history.
// $household, $run_id, $lifted_on  on whose word, in which run, on which day
// returns  lifted: how many stops; one lifted before is lifted again, as a later row may have said it again
MATCH (stop:Stop)-[:STOP_OF]->(:Household {id: $household})
WHERE NOT stop.stop IN ['reopened', 'new_household']
WITH stop, stop.retired_run IS NULL AS is_in_force
SET stop.retired_run = $run_id, stop.lifted_on = date($lifted_on)
RETURN sum(CASE WHEN is_in_force THEN 1 ELSE 0 END) AS lifted

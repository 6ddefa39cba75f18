// write_states: where households stand on the day of a run. Safe to run twice.
// $households  [{id, stance, state}]; stance the owner's newest word, several of one day joined by |; state as in
//          stacks/flat_states.py
// $on      the day (ISO text)
// returns  written: how many
UNWIND $households AS row
MATCH (household:Household {id: row.id})
SET household += {stance: row.stance, state: row.state, computed_on: date($on)}
RETURN count(*) AS written

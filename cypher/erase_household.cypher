// erase_household: removes the household itself, with its links; the flat stays in the register.
// $household  its key
// needs    erase_household_records and erase_household_plan before it, and its people erased
// returns  removed
MATCH (household:Household {id: $household})
DETACH DELETE household
RETURN count(*) AS removed

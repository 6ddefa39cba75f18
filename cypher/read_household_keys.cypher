// read_household_keys: one page of the keys of all households.
// $from, $to  nid of the first Household of the page, and of the first behind it
// returns  one row: keys
MATCH (household:Household)
WHERE household.nid >= $from AND household.nid < $to
RETURN collect(household.id) AS keys

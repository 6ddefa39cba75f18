// erase_household_holds: removes the holds that name one household's address.
// $household  its key
// returns  removed
MATCH (hold:Hold)
WHERE hold.household = $household
DETACH DELETE hold
RETURN count(*) AS removed

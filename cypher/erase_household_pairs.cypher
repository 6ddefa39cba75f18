// erase_household_pairs: removes the closed pairs that name one household's address.
// $household  its key
// returns  removed
MATCH (pair:ClosedPair)
WHERE pair.ego_household = $household OR pair.alter_household = $household
DETACH DELETE pair
RETURN count(*) AS removed

// erase_household_plan: removes the concerns and offers of one household.
// $household  its key
// returns  removed
MATCH (:Household {id: $household})-[:NEEDS]->(plan:Measure)
DETACH DELETE plan
RETURN count(*) AS removed

// forget_assignees: the rows of exported lists stay, for the households' contact budget, without anybody.
// returns  changed
MATCH (assignment:Assignment)
SET assignment.person = null
RETURN count(*) AS changed

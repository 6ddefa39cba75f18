// merge_audit_head: how long a project's audit log is and how it ends, so that a removed or older log shows.
// $project the project's code
// $entries lines of the log
// $hash    of its last line
// returns  written
MERGE (head:AuditHead {id: $project})
SET head.entries = $entries, head.hash = $hash
RETURN count(*) AS written

// read_audit_head: what merge_audit_head last wrote for a project.
// $project the project's code
// returns  entries, hash
MATCH (head:AuditHead {id: $project})
RETURN head.entries AS entries, head.hash AS hash

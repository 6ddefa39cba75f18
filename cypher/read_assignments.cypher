// read_assignments: one page of the table, a column a list, retired rows too.
// $from, $to  nid of the first Assignment of the page, and of the first behind it
// returns  one row: the columns of the record, sources, first_run, retired_run, retired
MATCH (assignment:Assignment)
WHERE assignment.nid >= $from AND assignment.nid < $to AND assignment.first_run IS NOT NULL
OPTIONAL MATCH (assignment)-[:GIVEN_TO]->(assignee:Person)
WITH assignment, max(assignee.id) AS assignee  // one each, but in a graph of an earlier layout
RETURN collect(coalesce(assignment.export_id, '')) AS export_id,
       collect(coalesce(assignment.row_no_text, toString(assignment.row_no), '')) AS row_no,
       collect(coalesce(assignment.household, '')) AS household,
       collect(coalesce(assignment.person, assignee, '')) AS person,
       collect(coalesce(assignment.role, '')) AS role,
       collect(coalesce(assignment.missing_key, '')) AS missing_key,
       collect(coalesce(assignment.concern, '')) AS concern,
       collect(coalesce(assignment.measure, '')) AS measure,
       collect(coalesce(assignment.not_before_text, toString(assignment.not_before), '')) AS not_before,
       collect(coalesce(assignment.exported_on_text, toString(assignment.exported_on), '')) AS exported_on,
       collect(coalesce(assignment.expires_on_text, toString(assignment.expires_on), '')) AS expires_on,
       collect(coalesce(assignment.state, '')) AS state,
       collect(coalesce(assignment.sources, '')) AS sources,
       collect(coalesce(assignment.first_run, '')) AS first_run,
       collect(coalesce(assignment.retired_run, '')) AS retired_run,
       collect(assignment.retired_run IS NOT NULL) AS retired

// merge_people: what the rosters say of one Person; label_role.cypher and connect_party_groups.cypher follow. Safe to
//          run twice.
// $rows    [{id, nid, household, roles, branch, scope, willing, willing_on, capacity, opted_in_on, opted_out_on, sources, retired,
//          as_written}]; opted_in_on, opted_out_on: the days of every dated yes and no to helping, joined by |
//          as_written: by property (date_text, ...) the text of a date, number or truth value that is not exactly one
// $run_id  the load that wrote these rows; its marks are kept apart (roster_*) from those of merge_persons.cypher
// needs    schema.cypher
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MERGE (person:Person {id: row.id})
SET person += {nid: coalesce(person.nid, row.nid), roster_household: row.household, roles: row.roles,
    branch: row.branch, scope: row.scope, willing: row.willing, willing_on: row.willing_on, capacity: row.capacity,
    opted_in_on: row.opted_in_on, opted_out_on: row.opted_out_on,
    roster_sources: row.sources, roster_first_run: coalesce(person.roster_first_run, $run_id),
    roster_changed_run: $run_id, roster_retired_run: CASE WHEN row.retired THEN $run_id END}
SET person += row.as_written
RETURN count(*) AS written

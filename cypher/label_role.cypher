// label_role: people who hold a role get its label __Label__, people who held it lose it. Safe to run twice.
// __Label__  Volunteer, PartyMember, ...: one for each of shapes.ROLE_LABELS
// $rows    [{person, holds}]
// needs    merge_people before it, in a transaction of its own, and one role a transaction: the embedded engine can't
//          change the labels of a constrained node twice in one
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (person:Person {id: row.person})
FOREACH (_ IN CASE WHEN row.holds THEN [1] ELSE [] END | SET person:__Label__)
FOREACH (_ IN CASE WHEN row.holds THEN [] ELSE [1] END | REMOVE person:__Label__)
RETURN count(*) AS written

// label_owners_committee: people who hold the role get the label OwnersCommittee, people who held it lose it. Safe to run twice.
// $rows    [{person, holds}]
// needs    merge_people before it, in a transaction of its own, and one role a transaction: the embedded engine can't
//          change the labels of a constrained node twice in one
// returns  written: the caller raises when it is below size($rows)
UNWIND $rows AS row
MATCH (person:Person {id: row.person})
FOREACH (_ IN CASE WHEN row.holds THEN [1] ELSE [] END | SET person:OwnersCommittee)
FOREACH (_ IN CASE WHEN row.holds THEN [] ELSE [1] END | REMOVE person:OwnersCommittee)
RETURN count(*) AS written

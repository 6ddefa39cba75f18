// schema: what makes every MERGE safe to repeat, and every page of a whole-graph read quick.
// id       the stable key of a node; nid a dense integer of its label, by which reading goes page by page
// needs    nothing; safe to run twice. Never drop or test by name: the engines name things differently
CREATE CONSTRAINT compound_id IF NOT EXISTS FOR (n:Compound) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT building_id IF NOT EXISTS FOR (n:Building) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT door_id IF NOT EXISTS FOR (n:Door) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT flat_id IF NOT EXISTS FOR (n:Flat) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT stack_id IF NOT EXISTS FOR (n:Stack) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT household_id IF NOT EXISTS FOR (n:Household) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT person_id IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT party_group_id IF NOT EXISTS FOR (n:PartyGroup) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT stance_id IF NOT EXISTS FOR (n:Stance) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT visit_id IF NOT EXISTS FOR (n:Visit) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT measure_id IF NOT EXISTS FOR (n:Measure) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT survey_id IF NOT EXISTS FOR (n:Survey) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT activity_id IF NOT EXISTS FOR (n:Activity) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT access_window_id IF NOT EXISTS FOR (n:AccessWindow) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT stop_id IF NOT EXISTS FOR (n:Stop) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT assignment_id IF NOT EXISTS FOR (n:Assignment) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT hold_id IF NOT EXISTS FOR (n:Hold) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT closed_pair_id IF NOT EXISTS FOR (n:ClosedPair) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT result_id IF NOT EXISTS FOR (n:Result) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT run_id IF NOT EXISTS FOR (n:Run) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT counter_id IF NOT EXISTS FOR (n:Counter) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT audit_head_id IF NOT EXISTS FOR (n:AuditHead) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT lock_id IF NOT EXISTS FOR (n:Lock) REQUIRE n.id IS UNIQUE;
CREATE INDEX flat_nid IF NOT EXISTS FOR (n:Flat) ON (n.nid);
CREATE INDEX stack_nid IF NOT EXISTS FOR (n:Stack) ON (n.nid);
CREATE INDEX household_nid IF NOT EXISTS FOR (n:Household) ON (n.nid);
CREATE INDEX person_nid IF NOT EXISTS FOR (n:Person) ON (n.nid);
CREATE INDEX stance_nid IF NOT EXISTS FOR (n:Stance) ON (n.nid);
CREATE INDEX visit_nid IF NOT EXISTS FOR (n:Visit) ON (n.nid);
CREATE INDEX measure_nid IF NOT EXISTS FOR (n:Measure) ON (n.nid);
CREATE INDEX survey_nid IF NOT EXISTS FOR (n:Survey) ON (n.nid);
CREATE INDEX access_window_nid IF NOT EXISTS FOR (n:AccessWindow) ON (n.nid);
CREATE INDEX stop_nid IF NOT EXISTS FOR (n:Stop) ON (n.nid);
CREATE INDEX assignment_nid IF NOT EXISTS FOR (n:Assignment) ON (n.nid);
CREATE INDEX hold_nid IF NOT EXISTS FOR (n:Hold) ON (n.nid);
CREATE INDEX closed_pair_nid IF NOT EXISTS FOR (n:ClosedPair) ON (n.nid);

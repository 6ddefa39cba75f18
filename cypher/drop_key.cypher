// drop_key: the index of a key goes, with whatever keys it still remembers; schema.cypher makes it anew.
// __constraint__  its name in schema.cypher
DROP CONSTRAINT __constraint__ IF EXISTS

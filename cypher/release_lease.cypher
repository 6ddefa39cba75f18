// release_lease: gives the lease back; nothing happens when it is no longer the caller's.
// $token  as for take_lease.cypher
MATCH (lease:Lock {id: 'writer'})
WHERE lease.token = $token
SET lease.token = null, lease.owner = null
RETURN count(*) AS released

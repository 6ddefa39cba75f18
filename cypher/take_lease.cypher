// take_lease: makes the caller the one writer of this database.
// $owner   the project folder and computer: a lease it left behind is its own, because it holds the folder's lock
// $token   this load; $milliseconds how long the lease lasts unless renew_lease.cypher renews it
// returns  taken: 1, or 0 when another project folder is writing
MERGE (lease:Lock {id: 'writer'})
SET lease.asked_at = timestamp()  // locks the node, so that two callers come one after the other
WITH lease
WHERE lease.token IS NULL OR lease.owner = $owner OR lease.expires_at < timestamp()
SET lease.owner = $owner, lease.token = $token, lease.expires_at = timestamp() + $milliseconds
RETURN count(*) AS taken

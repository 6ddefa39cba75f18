// hold_lease: renews the lease, inside each batch's own transaction.
// $token, $milliseconds  as for take_lease.cypher
// returns  held: 0 when another project folder took over; the batch must then not be committed
MATCH (lease:Lock {id: 'writer'})
WHERE lease.token = $token
SET lease.expires_at = timestamp() + $milliseconds
RETURN count(*) AS held

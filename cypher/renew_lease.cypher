// renew_lease: the writer's lease lasts longer, inside each batch's own transaction.
// $token, $milliseconds  as for take_lease.cypher
// returns  renewed: 0 when another project folder took over; the batch must then not be committed
MATCH (lease:Lock {id: 'writer'})
WHERE lease.token = $token
SET lease.expires_at = timestamp() + $milliseconds
RETURN count(*) AS renewed

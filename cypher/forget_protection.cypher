// forget_protection: removes closed pairs and holds that name people by pseudonyms of a lost key; the files give them
//          again. Holds of whole households stay.
// returns  removed
MATCH (record)
WHERE record:ClosedPair OR (record:Hold AND record.person IS NOT NULL)
DETACH DELETE record
RETURN count(*) AS removed

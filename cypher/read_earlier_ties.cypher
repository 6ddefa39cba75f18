// read_earlier_ties: one page of the ids that ties have, with what the id is made of, for what an earlier layout wrote.
// $from, $to  nid of the first ego of the page, and of the first behind it
// returns  one row: id, the columns of the record, sources, first_run, retired_run, retired
MATCH (ego:Person)-[trusts:TRUSTS]->(alter:Person)
WHERE ego.nid >= $from AND ego.nid < $to
RETURN collect(trusts.id) AS id,
       collect(ego.id) AS ego,
       collect(alter.id) AS alter,
       collect(coalesce(trusts.kind, '')) AS kind,
       collect(coalesce(trusts.observed_on_text, toString(trusts.observed_on), '')) AS observed_on,
       collect(coalesce(trusts.strength_text, toString(trusts.strength), '')) AS strength,
       collect(coalesce(trusts.known_text, toString(trusts.known), '')) AS known,
       collect(coalesce(trusts.sources, '')) AS sources,
       collect(coalesce(trusts.first_run, '')) AS first_run,
       collect(coalesce(trusts.retired_run, '')) AS retired_run,
       collect(trusts.retired_run IS NOT NULL) AS retired

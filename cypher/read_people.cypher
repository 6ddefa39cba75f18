// read_people: one page of the table, a column a list, retired rows too.
// $from, $to  nid of the first Person of the page, and of the first behind it
// A layout without opted_in_on and opted_out_on had the newest word only: it is the only one known.
// returns  one row: the columns of the record, sources, said, first_run, retired_run, retired
MATCH (person:Person)
WHERE person.nid >= $from AND person.nid < $to AND person.roster_first_run IS NOT NULL
RETURN collect(person.id) AS person,
       collect(coalesce(person.roster_household, '')) AS household,
       collect(coalesce(person.roles, '')) AS roles,
       collect(coalesce(person.branch, '')) AS branch,
       collect(coalesce(person.scope, '')) AS scope,
       collect(coalesce(person.willing_text, toString(person.willing), '')) AS willing,
       collect(coalesce(person.willing_on_text, toString(person.willing_on), '')) AS willing_on,
       collect(coalesce(person.capacity_text, toString(person.capacity), '')) AS capacity,
       collect(coalesce(person.opted_in_on, CASE WHEN person.opted_out_on IS NULL AND toString(person.willing) = 'true'
           THEN coalesce(person.willing_on_text, toString(person.willing_on)) END, '')) AS opted_in_on,
       collect(coalesce(person.opted_out_on, CASE WHEN person.opted_in_on IS NULL AND toString(person.willing) = 'false'
           THEN coalesce(person.willing_on_text, toString(person.willing_on)) END, '')) AS opted_out_on,
       collect(coalesce(person.roster_sources, '')) AS sources,
       collect(coalesce(person.said, '')) AS said,
       collect(coalesce(person.roster_first_run, '')) AS first_run,
       collect(coalesce(person.roster_retired_run, '')) AS retired_run,
       collect(person.roster_retired_run IS NOT NULL) AS retired

// count_runs_of_earlier_layouts: whether an earlier layout may have written anything here.
// $layout  the present one
// returns  runs: how many runs wrote by an earlier one; the first layouts had no number
MATCH (run:Run)
WHERE coalesce(run.layout, 1) < $layout
RETURN count(*) AS runs

// mark_layout: what the runs of earlier layouts wrote lies in the present one now.
// $layout  the present one
MATCH (run:Run)
WHERE coalesce(run.layout, 1) < $layout
SET run.layout = $layout
RETURN count(*) AS written

"""Which column is which field, and what one row holds that is several: rounds, repeated groups, a riser a pipe."""

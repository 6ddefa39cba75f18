"""The plan as an optimisation problem, and how it is solved: exact where it is small, with a bound that is proven."""

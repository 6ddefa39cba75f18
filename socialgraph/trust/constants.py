"""The constants of the score, the classes and the opt-in, from `data/score.csv`; assumed until fitted."""

from __future__ import annotations

from socialgraph.shipped import shipped_table


def constants() -> dict[str, float]:
    """Every constant by its name.

    Returns
    -------
    dict of str to float
        In the unit that `data/score.csv` says; a fresh copy, so that a caller may change it.
    """
    return {row["name"]: float(row["value"]) for row in shipped_table("score")}

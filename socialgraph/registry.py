"""The product's own lists, read from its data files: kinds of tie, concerns, constants of the score."""

from __future__ import annotations

from functools import cache

from socialgraph.shipped import shipped_table


@cache
def tie_kinds() -> tuple[str, ...]:
    """All kinds of tie, admissible or not, in the order of the registry."""
    return tuple(row["kind"] for row in shipped_table("tie_kinds"))


@cache
def closing_kinds() -> frozenset[str]:
    """Kinds of tie over which no request may travel: one of them recorded between two people closes the pair."""
    return frozenset(row["kind"] for row in shipped_table("tie_kinds") if row["admissible"] != "yes")

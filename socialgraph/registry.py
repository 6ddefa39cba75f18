"""The product's own lists, read from its data files: kinds of tie, concerns, constants of the score."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `socialgraph/data/{name}.csv`, as written."""
    text = files("socialgraph").joinpath("data", f"{name}.csv").read_text(encoding="utf-8-sig")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def tie_kinds() -> tuple[str, ...]:
    """All kinds of tie, admissible or not, in the order of the registry."""
    return tuple(row["kind"] for row in rows("tie_kinds"))


@cache
def closing_kinds() -> frozenset[str]:
    """Kinds of tie over which no request may travel: one of them recorded between two people closes the pair."""
    return frozenset(row["kind"] for row in rows("tie_kinds") if row["admissible"] != "yes")


@cache
def shareable_concerns() -> frozenset[str]:
    """Concerns that may appear in a list; all others are private."""
    return frozenset(row["concern"] for row in rows("concerns") if row["share"] == "yes")

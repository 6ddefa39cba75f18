"""What may be posted on a notice board: figures behind which at least five flats stand, also over the last change.

DEFINITIONS, "Public page". Whoever keeps the page of last month must not be able to take the two apart and find one
household: where fewer than five flats changed, the earlier figure stays, with its date.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, TypedDict

import pandas as pd

from socialgraph.stacks.public_counts import CATEGORIES, RATES

LEAST_FLATS = LEAST_STACKS = 5
POOLED = ""


class Group(TypedDict):
    """Stacks and flats of a building (or of the pooled small ones, building "") in the order of CATEGORIES."""

    compound: str
    building: str
    stacks: list[int]
    flats: list[int]
    date: str


class Rate(TypedDict):
    """For how many flats of a compound a rate holds; `shown` false where too few flats stand behind it."""

    compound: str
    rate: str
    flats: int
    of: int
    shown: bool
    date: str


class PublicFigures(TypedDict):
    """All of a public page's figures, as they are kept beside the graph for the next page."""

    date: str
    groups: list[Group]
    rates: list[Rate]


def public_figures(
    stacks: pd.DataFrame, flats: pd.DataFrame, *, on: dt.date, last: PublicFigures | None = None
) -> PublicFigures:
    """The figures to post.

    Parameters
    ----------
    stacks, flats : as `stack_counts` and `flat_counts` give them.
    on : the day of the page.
    last : what the last public page said; None for the first.
    """
    groups = [_settled_group(group, last) for group in _groups(stacks, on.isoformat())]
    rates = [_settled_rate(row, on.isoformat(), last) for row in flats.to_dict("records")]
    return PublicFigures(date=on.isoformat(), groups=groups, rates=rates)


def _groups(stacks: pd.DataFrame, on: str) -> list[Group]:
    """Buildings of five stacks or more by themselves, the others of a compound pooled where that is enough."""
    made: list[Group] = []
    for compound, rows in stacks.groupby("compound", sort=False):
        pooled = _empty(str(compound), POOLED, on)
        for building, own in rows.groupby("building", sort=False):
            group = _empty(str(compound), str(building), on)
            for row in own.to_dict("records"):
                place = CATEGORIES.index(row["category"])
                group["stacks"][place], group["flats"][place] = int(row["stacks"]), int(row["flats"])
            if _is_large(group):
                made.append(group)
                continue
            for field in ("stacks", "flats"):
                pooled[field] = [a + b for a, b in zip(pooled[field], group[field], strict=True)]
        if _is_large(pooled):
            made.append(pooled)
    return made


def _empty(compound: str, building: str, on: str) -> Group:
    nothing = [0] * len(CATEGORIES)
    return Group(compound=compound, building=building, stacks=list(nothing), flats=list(nothing), date=on)


def _is_large(group: Group) -> bool:
    return sum(group["stacks"]) >= LEAST_STACKS and all(map(_is_enough, group["flats"]))


def _is_enough(flats: int) -> bool:
    return flats == 0 or flats >= LEAST_FLATS


def _settled_group(group: Group, last: PublicFigures | None) -> Group:
    """The group, or what was last said of it where fewer than five flats would be told apart."""
    before = next((one for one in last["groups"] if _name(one) == _name(group)), None) if last else None
    if before is None:
        return group
    moved = [abs(a - b) for a, b in zip(group["flats"], before["flats"], strict=True)]
    return group if all(map(_is_enough, moved)) else before


def _name(group: Mapping[str, Any]) -> tuple[str, str]:
    return group["compound"], group.get("building", group.get("rate", ""))


def _settled_rate(row: Mapping[Any, Any], on: str, last: PublicFigures | None) -> Rate:
    flats, of = int(row["flats"]), int(row["of"])
    enough = of >= LEAST_FLATS and _is_enough(flats) and _is_enough(of - flats)
    now = Rate(compound=row["compound"], rate=row["rate"], flats=flats, of=of, shown=enough, date=on)
    before = next((one for one in last["rates"] if _name(one) == _name(now)), None) if last else None
    if before is None or not before["shown"]:
        return now
    moved = (abs(flats - before["flats"]), abs((of - flats) - (before["of"] - before["flats"])))
    return now if enough and all(map(_is_enough, moved)) else before


def totals(figures: PublicFigures) -> dict[str, list[int]]:
    """Compound → stacks by category, the sum of what is shown: nothing hidden is found by subtraction."""
    summed: dict[str, list[int]] = defaultdict(lambda: [0] * len(CATEGORIES))
    for group in figures["groups"]:
        summed[group["compound"]] = [a + b for a, b in zip(summed[group["compound"]], group["stacks"], strict=True)]
    return dict(summed)


def read_figures(kept: object) -> PublicFigures | None:
    """Figures as they were kept, or None where they are none of this form (then the next page is a first one)."""
    if not isinstance(kept, dict) or set(kept) != {"date", "groups", "rates"}:
        return None
    whole = all(set(one) == set(Group.__annotations__) for one in kept["groups"])
    whole = whole and all(set(one) == set(Rate.__annotations__) and one["rate"] in RATES for one in kept["rates"])
    return PublicFigures(date=kept["date"], groups=kept["groups"], rates=kept["rates"]) if whole else None

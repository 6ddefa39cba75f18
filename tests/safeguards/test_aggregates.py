"""Safeguard: a figure of fewer than five households is shown in no table of groups."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from socialgraph.capital.groups import MEASURES, social_capital
from socialgraph.office.town import town_from_tables
from socialgraph.privacy.keys import Keys
from socialgraph.schema.policy import DEFAULT_POLICY
from socialgraph.town.snapshot import Town

AS_OF = dt.date(2026, 11, 25)


def town(*sizes: int) -> Town:
    """Buildings 1, 2, … of so many households, in each of which neighbours trust each other."""
    flats, dossiers, ties, people = [], [], [], []
    for number, size in enumerate(sizes, start=1):
        rooms = [f"{floor}01" for floor in range(1, size + 1)]
        for room in rooms:
            at = {"building": str(number), "door": "", "room": room}
            flats.append(at | {"floor": room[:-2], "stack": "1", "stack_source": "drawing"})
            dossiers.append(at | {"owner_name": f"户{number}{room}", "occupancy": "owner_occupied"})
            people.append(at | {"name": f"户{number}{room}", "roles": "volunteer"})
        for ego, alter in pairwise(rooms):
            ends = {f"{end}_building": str(number) for end in ("ego", "alter")}
            ties.append(
                ends | {"ego_room": ego, "alter_room": alter, "ego_name": f"户{number}{ego}",
                        "alter_name": f"户{number}{alter}", "kind": "confidant", "strength": "3"}
            )  # fmt: skip
    tables = {"flats": flats, "dossiers": dossiers, "ties": ties, "people": people}
    frames: dict[str, Any] = {name: pd.DataFrame(rows, dtype=str) for name, rows in tables.items()}
    return town_from_tables(frames, Keys.unkeyed())


@pytest.mark.parametrize(("size", "is_shown"), [(4, False), (5, True)])
def test_a_building_of_four_households_has_no_figures(size: int, is_shown: bool) -> None:
    table = social_capital(town(size, 9), as_of=AS_OF, policy=DEFAULT_POLICY).set_index("building")
    shown = [name for name in MEASURES if name in table and pd.notna(table.loc["1", name])]
    assert bool(shown) == is_shown
    assert pd.notna(table.loc["1", "ties"]) == is_shown

"""Safeguard: a figure of fewer than five households is shown in no table of groups."""

from __future__ import annotations

import datetime as dt
from itertools import chain, combinations, pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.capital.groups import MEASURES, capital_change, social_capital
from socialgraph.office.town import town_from_tables
from socialgraph.privacy.keys import Keys
from socialgraph.schema.policy import DEFAULT_POLICY
from socialgraph.stacks.suppression import hidden_groups, hidden_parts, shown_rates
from socialgraph.town.snapshot import Town

AS_OF = dt.date(2026, 11, 25)


def town(*sizes: int, compound: dict[int, str] | None = None) -> Town:
    """Buildings 1, 2, … of so many households, in each of which neighbours trust each other."""
    flats, dossiers, ties, people, stances = [], [], [], [], []
    for number, size in enumerate(sizes, start=1):
        where = (compound or {}).get(number, "")
        rooms = [f"{floor}01" for floor in range(1, size + 1)]
        for room in rooms:
            at = {"compound": where, "building": str(number), "door": "", "room": room}
            stances.append(
                at | {"giver": "owner", "stance": "signed" if len(room) % 2 else "refused", "date": "2026-10-01"}
            )
            flats.append(at | {"floor": room[:-2], "stack": "1", "stack_source": "drawing"})
            dossiers.append(at | {"owner_name": f"户{number}{room}", "occupancy": "owner_occupied"})
            people.append(at | {"name": f"户{number}{room}", "roles": "volunteer"})
        for ego, alter in pairwise(rooms):
            ends = {f"{end}_building": str(number) for end in ("ego", "alter")} | {"compound": where}
            ties.append(
                ends | {"ego_room": ego, "alter_room": alter, "ego_name": f"户{number}{ego}",
                        "alter_name": f"户{number}{alter}", "kind": "confidant", "strength": "3"}
            )  # fmt: skip
    tables = {"flats": flats, "dossiers": dossiers, "ties": ties, "people": people, "stances": stances}
    frames: dict[str, Any] = {name: pd.DataFrame(rows, dtype=str) for name, rows in tables.items()}
    return town_from_tables(frames, Keys.unkeyed())


@pytest.mark.parametrize(("size", "is_shown"), [(4, False), (5, True)])
def test_a_building_of_four_households_has_no_figures(size: int, is_shown: bool) -> None:
    table = social_capital(town(size, 9), as_of=AS_OF, policy=DEFAULT_POLICY).set_index("building")
    shown = [name for name in MEASURES if name in table and pd.notna(table.loc["1", name])]
    assert bool(shown) == is_shown
    assert pd.notna(table.loc["1", "ties"]) == is_shown


def test_a_building_of_four_households_has_no_rates() -> None:
    rates = shown_rates(town(4, 9, 20), as_of=AS_OF, policy=DEFAULT_POLICY, by="building").set_index("building")
    assert rates["consent_rate"].isna().tolist() == [True, True, False]


COMPOUNDS = {1: "东里", 2: "东里", 3: "东里", 4: "西里", 5: "西里", 6: "南里", 7: "南里", 8: "北里"}
SIZES = (4, 9, 20, 2, 3, 7, 8, 3)


@pytest.fixture(scope="module")
def four_compounds() -> Town:
    """One building of four beside two large ones; two that are small together; two large ones; one small alone."""
    return town(*SIZES, compound=COMPOUNDS)


def outputs(town: Town, by: Any) -> dict[str, pd.DataFrame]:
    """Every table of groups that a command prints or a page shows, by the name of its group."""
    capital = social_capital(town, as_of=AS_OF, policy=DEFAULT_POLICY, by=by)
    rates = shown_rates(town, as_of=AS_OF, policy=DEFAULT_POLICY, by=by)
    change = capital_change(
        town, before=dt.date(2026, 1, 1), after=AS_OF, policy=DEFAULT_POLICY, rng=np.random.default_rng(1), by=by
    )
    wide = change.pivot(index=by, columns="measure", values="after").reset_index()
    return {"capital": capital.drop(columns=["households", "undefined"]), "diagnose": rates, "capital --before": wide}


@pytest.mark.parametrize("table", ["capital", "diagnose", "capital --before"])
def test_no_difference_of_two_tables_is_a_figure_of_fewer_than_five(four_compounds: Town, table: str) -> None:
    buildings, compounds = (outputs(four_compounds, by)[table] for by in ("building", "compound"))
    size = {f"{COMPOUNDS[number]} {number}": SIZES[number - 1] for number in COMPOUNDS}
    figures = [name for name in buildings.columns if name != "building"]
    for figure in figures:
        shown = set(buildings.loc[buildings[figure].notna(), "building"])
        for compound in compounds.loc[compounds[figure].notna(), "compound"]:
            inside = [name for name in size if name.startswith(f"{compound} ")]
            for taken in chain.from_iterable(combinations([n for n in inside if n in shown], k) for k in range(4)):
                left = sum(size[name] for name in inside if name not in taken)
                assert left == 0 or left >= 5, (figure, compound, taken)
        assert all(size[name] >= 5 for name in shown)
    assert len(buildings.dropna(subset=figures[:1])), "something is shown"


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2)), max_size=9))
def test_whatever_the_sizes_nothing_hidden_is_left_alone(groups: list[tuple[int, int]]) -> None:
    sizes, parent = np.array([g[0] for g in groups], int), np.array([g[1] for g in groups], int)
    hidden = hidden_groups(sizes, parent)
    assert not ((sizes > 0) & (sizes < 5) & ~hidden).any()
    for whole in set(parent.tolist()):
        total = sizes[parent == whole].sum()
        left = sizes[(parent == whole) & hidden].sum()
        assert left == 0 or left >= min(5, total)


@pytest.mark.parametrize(("whole", "part", "hidden"), [
    (9, 4, True), (9, 5, True), (10, 5, False), (9, 9, False), (9, 0, False), (8, 5, True),
])  # fmt: skip
def test_neither_a_part_nor_its_rest_is_of_one_to_four(whole: int, part: int, hidden: bool) -> None:
    assert hidden_parts(pd.Series([whole]), pd.Series([part])).tolist() == [hidden]

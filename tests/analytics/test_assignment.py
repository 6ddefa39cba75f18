"""Assignment from ranked suggestions: rows, reasons, the summary record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from socialgraph.assignment.plan import COLUMNS, assign, assign_from
from socialgraph.reach.contacts import contact_budget
from socialgraph.schema.policy import Policy
from socialgraph.stacks.readiness import households
from socialgraph.town.snapshot import Town

Make = Callable[..., Town]
Rows = Callable[..., list[dict[str, str]]]
DAY = dt.date(2026, 11, 25)


def _suggested(*lines: str) -> pd.DataFrame:
    """`flat person q`, best first, or `flat - reason`."""
    rows = []
    for line in lines:
        flat, person, last = line.split()
        row: dict[str, Any] = {"flat": flat, "concern": "cost", "measure": "临时用水点"}
        given = {"intermediary": "", "rank": None, "q": np.nan, "reason": last}
        if person != "-":
            rank = 1 + sum(other["flat"] == flat for other in rows)
            given = {"intermediary": person, "rank": rank, "q": float(last), "reason": ""}
        rows.append(row | given)
    return pd.DataFrame(rows)


def _plan(town: Town, suggestions: pd.DataFrame, **places: int) -> list[dict[str, Any]]:
    policy = Policy()
    left = np.array([places.get(name.split("@")[0], 1) for name in town.persons.key])
    table = assign_from(
        town,
        suggestions,
        keys=households(town, as_of=DAY, policy=policy),
        budget=contact_budget(town, today=DAY, policy=policy),
        places=left,
    )
    assert list(table.columns) == COLUMNS
    return table.to_dict("records")


@pytest.fixture
def town(town_of: Make, register: Rows, said: Rows) -> Town:
    """Stack A waits for 101 alone, B for 102 and 202, C is ready; volunteers a, b, c live elsewhere."""
    flats = [*register("101", "201"), *register("102", "202", stack="B"), *register("103", stack="C")]
    people = [{"name": name, "building": "2", "room": "909", "roles": "volunteer"} for name in "abc"]
    words = said(*(f"{room} owner . signed 2026-08-01" for room in ("201", "103")))
    return town_of(flats=flats, people=people, stances=words)


A, B, C = (f"{name}@2--909" for name in "abc")


def _told(rows: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    return {(row["flat"], row["intermediary"], row["role"], row["reason"]) for row in rows[:-1]}


def test_the_household_that_finishes_a_stack_gets_the_one_who_can_talk(town: Town) -> None:
    rows = _plan(town, _suggested(f"1-101 {A} 0.6", f"1-102 {A} 0.7", f"1-102 {B} 0.5", f"1-202 {B} 0.4"))
    assert _told(rows) == {
        ("1-101", A, "primary", ""),
        ("1-102", "", "", "out_of_reach"),  # b could still talk, and B would not be finished
        ("1-202", "", "", "out_of_reach"),
    }


def test_the_summary_is_the_last_record_and_counts_ready_stacks(town: Town) -> None:
    rows = _plan(town, _suggested(f"1-101 {A} 0.6", "1-102 - no_path", "1-202 - no_path"))
    summary = rows[-1]
    assert summary["flat"] is None
    assert (summary["expected_stacks"], summary["expected_stacks_without"]) == (1.6, 1.0)
    assert all(np.isnan(row["expected_stacks"]) for row in rows[:-1])


def test_a_stack_is_worth_the_product_of_its_conversations(town: Town) -> None:
    rows = _plan(town, _suggested("1-101 - no_path", f"1-102 {A} 0.5", f"1-202 {B} 0.4"))
    assert rows[-1]["expected_stacks"] == pytest.approx(1.2)


def test_a_row_says_key_concern_offer_and_day(town: Town) -> None:
    row = _plan(town, _suggested(f"1-101 {A} 0.6"))[0]
    assert (row["missing_key"], row["concern"], row["measure"], row["not_before"]) == (
        "consent|access",
        "cost",
        "临时用水点",
        "2026-11-25",
    )


def test_the_backup_is_the_next_in_rank_with_a_place_left(town: Town) -> None:
    suggestions = _suggested(f"1-101 {A} 0.6", f"1-101 {B} 0.5", f"1-101 {C} 0.4")
    rows = _plan(town, suggestions, b=0)
    assert {(row["role"], row["intermediary"]) for row in rows[:-1]} == {("primary", A), ("backup", C)}


def test_a_backup_adds_nothing_to_the_expected_number(town: Town) -> None:
    alone = _plan(town, _suggested(f"1-101 {A} 0.6"))
    with_backup = _plan(town, _suggested(f"1-101 {A} 0.6", f"1-101 {B} 0.5"))
    assert alone[-1]["expected_stacks"] == with_backup[-1]["expected_stacks"]


def test_where_all_places_are_taken_nobody_opted_in_is_left(town: Town) -> None:
    rows = _plan(town, _suggested(f"1-101 {A} 0.6"), a=0)
    assert _told(rows) == {("1-101", "", "", "no_opted_in")}


def test_a_household_whose_neighbour_can_not_be_reached_waits(town: Town) -> None:
    rows = _plan(town, _suggested(f"1-102 {A} 0.9", "1-202 - no_measure"))
    assert _told(rows) == {("1-102", "", "", "out_of_reach"), ("1-202", "", "", "no_measure")}


def test_every_unresolved_household_of_a_sample_office_has_a_row(town_in: Callable[..., Town], fixtures: Any) -> None:
    town = town_in(fixtures / "workbooks" / "truth" / "xinfeng", "新风里")
    table = assign(town, as_of=DAY, policy=Policy(), today=DAY)
    unresolved = households(town, as_of=DAY, policy=Policy()).unresolved
    assert list(dict.fromkeys(table["flat"][:-1])) == list(town.households.label[np.flatnonzero(unresolved)])
    assert (table["reason"][:-1] == "").tolist() == (table["intermediary"][:-1] != "").tolist()


def test_the_same_rows_in_another_order_are_the_same_plan(town_in: Callable[..., Town], fixtures: Any) -> None:
    tables = [
        assign(town_in(fixtures / "cases" / name), as_of=DAY, policy=Policy(), today=DAY).to_csv()
        for name in ("g10", "g10_shuffled")
    ]
    assert tables[0] == tables[1]


def test_nobody_is_asked_for_more_than_they_offered(town_in: Callable[..., Town], fixtures: Any) -> None:
    town = town_in(fixtures / "cases" / "g10")
    table = assign(town, as_of=DAY, policy=Policy(), today=DAY)
    asked = table["intermediary"][table["role"].isin(["primary", "backup"])].value_counts()
    capacity = town.tables["people"].set_index("person")["capacity"]
    assert (asked <= [capacity[town.persons.key.find(name)] for name in asked.index]).all()


def test_flags_move_no_plan(town_of: Make, register: Rows, said: Rows) -> None:
    def plan(flags: str) -> list[str]:
        dossiers = [
            {"building": "1", "room": "101", "owner_name": "甲", "flags": flags, "flags_consent_on": "2026-01-01"}
        ]
        town = town_of(
            flats=register("101", "201"),
            dossiers=dossiers,
            stances=said("201 owner . signed 2026-08-01", "101 owner . refused 2026-08-01"),
            people=[{"name": "a", "building": "1", "room": "201", "willing": "true", "willing_on": "2026-10-01"}],
            ties=[
                {
                    "ego_name": "甲",
                    "ego_building": "1",
                    "ego_room": "101",
                    "alter_name": "a",
                    "alter_building": "1",
                    "alter_room": "201",
                    "kind": "confidant",
                    "strength": "3",
                    "observed_on": "2026-10-01",
                }
            ],
        )
        table = assign(town, as_of=DAY, policy=Policy(), today=DAY)
        return table["intermediary"].tolist()

    assert plan("") == plan("seriously_ill|exam_candidate|low_income") == ["a@1--201", None]

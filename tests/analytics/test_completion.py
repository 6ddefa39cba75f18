"""Stacks, their states and pivotal households; rates of buildings and compounds, by hand."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

import pytest

from socialgraph.errors import InputError
from socialgraph.schema.policy import Policy
from socialgraph.stacks.completion import diagnose
from socialgraph.town.snapshot import Town

Make = Callable[..., Town]
Rows = Callable[..., list[dict[str, str]]]
AS_OF = dt.date(2026, 11, 25)
STOPPED = [{"building": "1", "room": "101", "do_not_contact": "true"}]


def _rows(town: Town, stack: str = "strict", by: str | None = None) -> list[dict[str, Any]]:
    return diagnose(town, as_of=AS_OF, policy=Policy(stack=stack), by=by).to_dict("records")  # type: ignore[arg-type]


def _signed(word_rows: Rows, *rooms: str) -> list[dict[str, str]]:
    return word_rows(*(f"{room} owner . signed 2026-08-01" for room in rooms))


def test_a_stack_is_told_as_the_issue_names_it(town_of: Make, register: Rows, word_rows: Rows) -> None:
    town = town_of(flats=register("101", "201", "301"), stances=_signed(word_rows, "201", "301"))
    assert _rows(town) == [
        {
            "building": "1",
            "door": "",
            "stack": "A",
            "pipe_kind": "",
            "flats": 3,
            "ready": 2,
            "missing_consent": 1,
            "missing_access": 1,
            "state": "blocked",
            "pivotal_flats": ["1-101"],
        }
    ]


def test_two_households_waited_for_are_not_pivotal(town_of: Make, register: Rows, word_rows: Rows) -> None:
    (row,) = _rows(town_of(flats=register("101", "201", "301"), stances=_signed(word_rows, "301")))
    assert row["pivotal_flats"] == []


def test_a_merged_household_with_two_flats_in_the_stack_is_one(town_of: Make, register: Rows, word_rows: Rows) -> None:
    town = town_of(
        flats=register("101", "201", "301"),
        dossiers=[{"building": "1", "room": "101|201"}],
        stances=_signed(word_rows, "301"),
    )
    (row,) = _rows(town)
    assert (row["missing_consent"], row["pivotal_flats"]) == (2, ["1-101|201"])


def test_a_stopped_household_is_never_named(town_of: Make, register: Rows, word_rows: Rows) -> None:
    town = town_of(flats=register("101", "201"), dossiers=STOPPED, stances=_signed(word_rows, "201"))
    (row,) = _rows(town)
    assert (row["state"], row["pivotal_flats"]) == ("respected_no", [])


def test_a_stop_beside_another_missing_key_still_blocks(town_of: Make, register: Rows) -> None:
    (row,) = _rows(town_of(flats=register("101", "201"), dossiers=STOPPED))
    assert (row["state"], row["pivotal_flats"]) == ("blocked", [])


def test_works_done_complete_a_stack(town_of: Make, register: Rows) -> None:
    works = [{"building": "1", "stack": "A", "status": "done", "done_on": "2026-09-01"}]
    (row,) = _rows(town_of(flats=register("101", "201"), works=works))
    assert (row["state"], row["ready"], row["missing_consent"]) == ("complete", 2, 0)


@pytest.mark.parametrize(("done_on", "state"), [("2026-09-01", "partial"), ("2026-12-01", "blocked")])
def test_a_bypassed_stack_is_partial_from_that_day(town_of: Make, register: Rows, done_on: str, state: str) -> None:
    works = [{"building": "1", "stack": "A", "status": "bypassed", "done_on": done_on}]
    (row,) = _rows(town_of(flats=register("101", "201"), works=works))
    assert row["state"] == state


@pytest.mark.parametrize(
    ("policy", "ready", "state"),
    [
        ("strict", "101 201 401", "respected_no"),
        ("bypass", "101 201 401", "ready"),  # all but the stopped 301
        ("bypass", "101 201", "blocked"),
        ("bypass", "", "blocked"),
        ("contiguous_from_bottom", "101 201", "ready"),  # up to below the stopped 301; nobody waits for 401
        ("contiguous_from_bottom", "201 401", "blocked"),
    ],
)
def test_a_stack_waits_for_the_flats_of_its_policy(
    town_of: Make, register: Rows, word_rows: Rows, policy: str, ready: str, state: str
) -> None:
    stopped = [{"building": "1", "door": "", "room": "301", "do_not_contact": "true"}]
    flats = register("101", "201", "301", "401")
    (row,) = _rows(town_of(flats=flats, stances=_signed(word_rows, *ready.split()), dossiers=stopped), policy)
    assert row["state"] == state


@pytest.mark.parametrize(("policy", "state"), [("bypass", "respected_no"), ("contiguous_from_bottom", "respected_no")])
def test_where_nothing_but_stops_is_left_no_policy_makes_a_stack_ready(
    town_of: Make, register: Rows, policy: str, state: str
) -> None:
    stopped = [{"building": "1", "door": "", "room": "101", "do_not_contact": "true"}]
    (row,) = _rows(town_of(flats=register("101"), dossiers=stopped), policy)
    assert row["state"] == state


def test_nothing_is_contiguous_where_a_floor_is_unknown(town_of: Make, register: Rows, word_rows: Rows) -> None:
    flats = [*register("201", "301"), {**register("101")[0], "floor": ""}]
    (row,) = _rows(town_of(flats=flats, stances=_signed(word_rows, "101", "201")), "contiguous_from_bottom")
    assert row["state"] == "blocked"


def test_flats_that_are_not_concerned_are_not_counted(town_of: Make, register: Rows, word_rows: Rows) -> None:
    words = word_rows("101 owner . not_applicable 2026-08-01", "201 owner . signed 2026-08-01")
    (row,) = _rows(town_of(flats=register("101", "201"), stances=words))
    assert (row["flats"], row["state"]) == (1, "ready")


def test_a_stack_of_unknown_source_is_listed_without_figures(town_of: Make, register: Rows) -> None:
    table = diagnose(town_of(flats=register("101", stack_source="unknown")), as_of=AS_OF, policy=Policy())
    assert table["state"].tolist() == ["unknown"]
    assert table[["flats", "ready", "missing_consent", "missing_access"]].isna().all(axis=None)


def test_flats_without_a_known_stack_are_listed_under_no_code(town_of: Make, register: Rows) -> None:
    (row,) = _rows(town_of(flats=register("101", "102", stack="", stack_source="unknown")))
    assert (row["stack"], row["state"]) == ("", "unknown")


def test_the_door_is_empty_where_several_share_the_stack(town_of: Make, register: Rows) -> None:
    flats = [*register("101", door="1"), *register("102", door="2"), *register("103", door="2", stack="B")]
    assert [row["door"] for row in _rows(town_of(flats=flats))] == ["", "2"]


def test_stacks_stand_in_natural_order(town_of: Make, register: Rows) -> None:
    flats = [*register("101", building="10"), *register("101", stack="9"), *register("101", stack="10")]
    assert [(row["building"], row["stack"]) for row in _rows(town_of(flats=flats))] == [
        ("1", "9"),
        ("1", "10"),
        ("10", "A"),
    ]


def test_rates_of_a_building_are_those_of_the_definitions(town_of: Make, register: Rows, word_rows: Rows) -> None:
    # A: 2 flats, ready; B: 2 flats, one let and not opened, one silent. p = 2/4, so (1/4 + 1/4) / 2 = 1/4
    flats = [*register("101", "201"), *register("102", "202", stack="B")]
    town = town_of(
        flats=flats,
        dossiers=[{"building": "1", "room": "102", "occupancy": "rented"}],
        stances=_signed(word_rows, "101", "201", "102"),
    )
    (row,) = _rows(town, by="building")
    assert row == {
        "building": "1",
        "reach_rate": 0.75,
        "consent_rate": 0.75,
        "ready_rate": 0.5,
        "completion_rate": 0.0,
        "expected_completion": 0.25,
        "clustering": 2.0,
    }


def test_a_flat_on_two_stacks_is_one_flat(town_of: Make, register: Rows, word_rows: Rows) -> None:
    flats = [*register("101", pipe_kind="supply"), *register("101", pipe_kind="heating"), *register("201", stack="B")]
    words = word_rows("101 owner supply signed 2026-08-01", "201 owner . signed 2026-08-01")
    (row,) = _rows(town_of(flats=flats, stances=words), by="compound")
    assert (row["reach_rate"], row["consent_rate"]) == (1.0, 0.5)
    assert row["ready_rate"] == pytest.approx(2 / 3)
    assert row["expected_completion"] == 0.5


def test_clustering_is_not_defined_where_nothing_is_expected(town_of: Make, register: Rows) -> None:
    (row,) = _rows(town_of(flats=register("101")), by="building")
    assert row["expected_completion"] == 0.0
    assert math.isnan(row["clustering"])


def test_a_building_without_a_judged_stack_has_no_rates(town_of: Make, register: Rows) -> None:
    (row,) = _rows(town_of(flats=register("101", stack_source="unknown")), by="building")
    assert all(math.isnan(value) for name, value in row.items() if name != "building")


def test_a_complete_stack_counts_as_ready_and_its_flats_too(town_of: Make, register: Rows) -> None:
    works = [{"building": "1", "stack": "A", "status": "done", "done_on": "2026-09-01"}]
    (row,) = _rows(town_of(flats=register("101", "201"), works=works), by="compound")
    assert (row["consent_rate"], row["ready_rate"], row["completion_rate"]) == (1.0, 1.0, 1.0)
    assert row["reach_rate"] == 0.0


def test_buildings_of_two_compounds_stay_apart(town_of: Make, register: Rows) -> None:
    flats = [*register("101", compound="新风里"), *register("101", compound="旧雨里")]
    town = town_of(flats=flats)
    assert sorted(row["building"] for row in _rows(town, by="building")) == ["新风里 1", "旧雨里 1"]
    assert sorted(row["building"] for row in _rows(town)) == ["新风里 1", "旧雨里 1"]


def test_rates_of_doors_are_refused(
    town_of: Callable[..., Town], register: Callable[..., list[dict[str, str]]]
) -> None:
    with pytest.raises(InputError, match="building"):
        diagnose(town_of(flats=register("101")), as_of=dt.date(2026, 11, 25), policy=Policy(), by="door")  # type: ignore[arg-type]

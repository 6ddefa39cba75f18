"""Isolation on towns small enough to be checked by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from small_town_rows import Rows, at, flats, signed, tie, willing, word

from socialgraph.reach.isolation import classify_isolation
from socialgraph.schema.policy import Policy
from socialgraph.stacks.readiness import households
from socialgraph.town.snapshot import Town
from socialgraph.trust.network import trust_network

AS_OF = date(2026, 11, 25)
Make = Callable[..., Town]


def only_row(town: Town, flat: str = "1-101") -> dict[str, Any]:
    rows = classify_isolation(town, as_of=AS_OF, policy=Policy())
    (row,) = rows[rows["flat"] == flat].to_dict("records")
    return row


def small_town(town_of: Make, ties: Rows, people: Rows | None = None, **tables: Rows) -> Town:
    """101 has said nothing; 102 to 104 have signed."""
    return town_of(
        flats=flats("101", "102", "103", "104"),
        stances=[*signed("102", "103", "104"), *tables.pop("stances", [])],
        people=people if people is not None else [willing("103")],
        ties=ties,
        **tables,
    )


def test_a_chain_of_two_keys_reaches_with_the_product(town_of: Make) -> None:
    row = only_row(small_town(town_of, [tie("101", "102"), tie("102", "103")]))
    assert (row["reach"], row["class"]) == (pytest.approx(0.81), "reached")


def test_two_people_are_heard_unless_neither_is(town_of: Make) -> None:
    town = small_town(town_of, [tie("101", "102"), tie("101", "103")], [willing("102"), willing("103")])
    assert only_row(town)["reach"] == pytest.approx(1 - 0.1 * 0.1)


def test_below_point_three_a_household_is_weakly_reached(town_of: Make) -> None:
    row = only_row(small_town(town_of, [tie("101", "103", "acquaintance")]))
    assert (row["reach"], row["class"]) == (pytest.approx(0.2), "weakly_reached")


def test_nobody_willing_means_unreached(town_of: Make) -> None:
    row = only_row(small_town(town_of, [tie("101", "103")], []))
    assert (row["reach"], row["class"]) == (0.0, "unreached")


@pytest.mark.parametrize(
    ("change", "reaches"),
    [
        ({"willing_on": "2026-05-29"}, True),  # 180 days before
        ({"willing_on": "2026-05-28"}, False),
        ({"willing_on": ""}, False),
        ({"willing_on": "2026-11-26"}, False),
        ({"willing": "false"}, False),
        ({"willing": ""}, False),
        ({"capacity": ""}, True),
        ({"capacity": "0"}, False),
    ],
)
def test_who_is_eligible(town_of: Make, change: dict[str, str], reaches: bool) -> None:
    row = only_row(small_town(town_of, [tie("101", "103")], [willing("103", **change)]))
    assert (row["class"] == "reached") is reaches


@pytest.mark.parametrize(
    ("state", "expires_on", "reaches"),
    [("open", "2026-11-25", False), ("open", "2026-11-24", True), ("held", "2026-12-20", True)],
)
def test_open_rows_of_unexpired_lists_use_capacity(town_of: Make, state: str, expires_on: str, reaches: bool) -> None:
    row = {"export_id": "L1", "row_no": "1", "household": ":1::104", "person": "P103@1--103", "state": state}
    row |= {"building": "1", "room": "104", "expires_on": expires_on, "exported_on": "2026-11-01"}
    town = small_town(town_of, [tie("101", "103")], assignments=[row])
    assert (only_row(town)["class"] == "reached") is reaches


@pytest.mark.parametrize(("today", "reaches"), [(date(2026, 11, 24), False), (date(2026, 11, 26), True)])
def test_a_list_uses_capacity_by_today_whatever_the_date_of_the_analysis(
    town_of: Make, today: date, reaches: bool
) -> None:
    row = {"export_id": "L1", "row_no": "1", "household": ":1::104", "person": "P103@1--103", "state": "open"}
    row |= {"building": "1", "room": "104", "expires_on": "2026-11-25", "exported_on": "2026-11-01"}
    town = small_town(town_of, [tie("101", "103")], assignments=[row])
    network = trust_network(town, as_of=AS_OF, policy=Policy(), today=today)
    table = classify_isolation(town, as_of=AS_OF, policy=Policy(), network=network)
    assert (table["class"].tolist() == ["reached"]) is reaches


def test_a_path_does_not_pass_an_undecided_household(town_of: Make) -> None:
    refused = [word("102", "refused")]
    town = small_town(town_of, [tie("101", "102"), tie("102", "103"), tie("101", "104")], stances=refused)
    assert only_row(town)["reach"] == 0.0


def test_a_stopped_household_carries_nothing_either_and_is_not_listed(town_of: Make) -> None:
    stances = [word("102", "respected_refusal")]
    town = small_town(town_of, [tie("101", "102"), tie("102", "103"), tie("101", "104")], stances=stances)
    rows = classify_isolation(town, as_of=AS_OF, policy=Policy())
    assert rows[["flat", "reach"]].values.tolist() == [["1-101", 0.0]]


def test_four_fifths_of_trust_among_the_undecided_make_an_enclave(town_of: Make) -> None:
    refused = [word("102", "refused")]
    ties = [tie("101", "102", "help_exchange", strength=s) for s in ("3",)]
    enough = small_town(town_of, [*ties, tie("101", "103", "acquaintance", strength="2")], stances=refused)
    short = small_town(town_of, [*ties, tie("101", "103", "acquaintance")], stances=refused)
    assert only_row(enough)["class"] == "enclave"  # .7 of .82
    assert only_row(short)["class"] == "weakly_reached"  # .7 of .9


def test_an_enclave_at_exactly_the_share_is_one_whatever_the_rounding(town_of: Make) -> None:
    rooms = ("101", "102", "103", "104", "105", "106")
    town = town_of(
        flats=flats(*rooms),
        stances=signed("106"),
        people=[willing("106")],
        ties=[tie("101", room) for room in rooms[1:]],
    )
    assert only_row(town)["class"] == "enclave"


@pytest.mark.parametrize(
    ("surveys", "ties", "survey"),
    [
        ([], [], "not_asked"),
        ([], [tie("101", "104")], "named"),
        ([("named_nobody", "2026-10-01")], [], "named_nobody"),
        ([("wants_nobody", "2026-10-01")], [], "wants_nobody"),
        ([("wants_nobody", "2026-10-01"), ("named", "2026-11-01")], [], "named"),
        ([("declined", "2026-10-01")], [], "declined"),
    ],
)
def test_not_asked_named_nobody_wants_nobody_and_no_path_are_told_apart(
    town_of: Make, surveys: list[tuple[str, str]], ties: Rows, survey: str
) -> None:
    asked = [{**at("101"), "respondent": "", "asked_on": on, "outcome": outcome} for outcome, on in surveys]
    row = only_row(small_town(town_of, ties, surveys=asked))
    assert (row["class"], row["survey"]) == ("unreached", survey)


def test_closed_pairs_and_undecided_alters_change_no_other_households_row(town_of: Make) -> None:
    ties = [tie("101", "103"), tie("102", "101", "conflict")]
    assert only_row(small_town(town_of, ties))["reach"] == pytest.approx(0.9)


def test_stacks_that_wait_for_fewest_come_first_and_numbers_unrounded(
    town_in: Callable[[Path], Town], fixtures: Path
) -> None:
    rows = classify_isolation(town_in(fixtures / "cases" / "g10"), as_of=AS_OF, policy=Policy())
    town = town_in(fixtures / "cases" / "g10")
    missing = households(town, as_of=AS_OF, policy=Policy()).missing_of_stacks(town.n_stacks)
    waits = {town.households.label[h]: min(missing.counts[missing.rows[missing.items == h]]) for h in missing.items}
    order = [(waits[flat], town.households.label.find(flat)) for flat in rows["flat"]]
    assert order == sorted(order)
    assert rows["reach"].dtype == float
    assert (rows["reach"] != rows["reach"].round(6)).any()


def test_the_order_of_the_rows_changes_no_byte(town_in: Callable[[Path], Town], fixtures: Path) -> None:
    made = [
        classify_isolation(town_in(fixtures / "cases" / folder), as_of=AS_OF, policy=Policy())
        for folder in ("g10", "g10_shuffled")
    ]
    pd.testing.assert_frame_equal(*made, check_exact=True)


def test_an_empty_town_has_no_isolated_households(town_of: Make) -> None:
    rows = classify_isolation(town_of(flats=[]), as_of=AS_OF, policy=Policy())
    assert list(rows.columns) == ["flat", "reach", "class", "survey"]
    assert len(rows) == 0

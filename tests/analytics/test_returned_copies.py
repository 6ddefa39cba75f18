"""Returned copies of one list row are one visit, whatever order they come in."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from socialgraph.privacy.keys import Keys
from socialgraph.privacy.pseudonyms import pseudonymise
from socialgraph.schema.records import RECORDS
from socialgraph.town.building import build_town

FLAT = {"compound": "", "building": "5", "door": "2", "room": "301"}
COPIES = [
    ("2026-11-28", "no_contact"),
    ("2026-11-29", "agreed"),
    ("2026-11-29", "no_contact"),
]


def visits_of(copies: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Date and result of the visits of a town into which these copies of one list row came."""
    rows = [FLAT | {"date": date, "visitors": "@L20261125-01/3", "result": result} for date, result in copies]
    given_out = pd.DataFrame([{"export_id": "L20261125-01", "row_no": "3", "person": "p_a"}])
    given_out = given_out.reindex(columns=["export_id", "row_no", "person"])
    records = pseudonymise({"visits": pd.DataFrame(rows)}, Keys.unkeyed(), given_out).records
    table = build_town(records).tables["visits"]
    return [(str(date.date()), result) for date, result in zip(table["date"], table["result"], strict=True)]


@pytest.mark.parametrize("copies", [*itertools.permutations(COPIES)])
def test_copies_that_differ_are_the_latest_on_which_somebody_was_met(copies: tuple[tuple[str, str], ...]) -> None:
    assert visits_of(list(copies)) == [("2026-11-29", "agreed")]


def test_a_copy_that_was_asked_to_stop_is_the_one_that_counts() -> None:
    assert visits_of([*COPIES, ("2026-11-27", "asked_to_stop")]) == [("2026-11-27", "asked_to_stop")]


def test_equal_copies_are_one_visit() -> None:
    assert visits_of([COPIES[1], COPIES[1]]) == [COPIES[1]]


def test_rows_of_no_list_stay_visits_of_their_own() -> None:
    rows = [
        FLAT | {"date": "2026-11-28", "visitors": "何(5-2-101)", "result": result} for result in ("agreed", "softened")
    ]
    records = pseudonymise({"visits": pd.DataFrame(rows)}, Keys.unkeyed()).records
    assert len(build_town(records).tables["visits"]) == 2
    assert set(records["visits"]["list_row"]) == {""}
    assert "list_row" in RECORDS["visits"].columns

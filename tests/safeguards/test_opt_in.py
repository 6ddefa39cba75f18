"""Safeguard: nobody is suggested who has not said within 180 days that they are willing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

AS_OF = dt.date(2026, 11, 25)


def days_ago(days: int) -> str:
    return (AS_OF - dt.timedelta(days)).isoformat()


@pytest.mark.parametrize(
    ("willing", "said_on", "stands_in_the_list"),
    [
        ("true", days_ago(0), True),
        ("true", days_ago(180), True),
        ("true", days_ago(181), False),
        ("true", days_ago(-1), False),
        ("true", "", False),
        ("false", days_ago(10), False),
        ("", days_ago(10), False),
    ],
)
def test_the_opt_in_decides(
    tables: Any, suggested: Callable[..., pd.DataFrame], willing: str, said_on: str, stands_in_the_list: bool
) -> None:
    tables["people"] = [tables["people"][0] | {"willing": willing, "willing_on": said_on}]
    assert (suggested(tables)["intermediary"].iloc[0] != "") == stands_in_the_list


def test_whoever_takes_the_opt_in_back_vanishes_from_every_list(
    tables: Any, all_lists: Callable[[Any], dict[str, pd.DataFrame]]
) -> None:
    before = all_lists(tables)
    gone = before["suggest"]["intermediary"].iloc[0]
    assert gone in before["assign"]["intermediary"].tolist()
    tables["people"][0]["willing"] = "false"
    assert [name for name, frame in all_lists(tables).items() if gone in frame.to_csv()] == []


def test_whoever_has_no_capacity_left_is_asked_for_nothing_more(
    tables: Any, suggested: Callable[..., pd.DataFrame]
) -> None:
    tables["people"] = [tables["people"][0] | {"capacity": "0"}]
    assert suggested(tables)["reason"].tolist() == ["no_places_left"]


def test_a_household_that_wants_nobody_is_left_alone(
    tables: Any, suggested: Callable[..., pd.DataFrame], at: Callable[[str], dict[str, str]]
) -> None:
    tables["surveys"] = [at("201") | {"respondent": "户201", "asked_on": "2026-11-01", "outcome": "wants_nobody"}]
    assert suggested(tables)["reason"].tolist() == ["wants_nobody"]

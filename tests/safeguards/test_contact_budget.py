"""Safeguard: whatever the log of visits, no conversation is proposed for a day that breaks the contact budget."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TODAY = dt.date(2026, 11, 25)
Lists = Callable[[Any], dict[str, pd.DataFrame]]


def breaks_the_budget(log: set[dt.date], contact: dt.date) -> bool:
    """By the words: nearer than 7 days to another contact, or a third one within some 30 days."""
    if any(abs((contact - other).days) < 7 for other in log):
        return True
    windows = [contact - dt.timedelta(back) for back in range(30)]
    return any(sum(start <= on < start + dt.timedelta(30) for on in log | {contact}) > 2 for start in windows)


def in_building(rows: list[dict[str, str]], number: int) -> list[dict[str, str]]:
    """The street's rows, as those of another building."""
    moved = {name: str(number) for row in rows for name in row if name.endswith("building")}
    return [row | {name: value for name, value in moved.items() if name in row} for row in rows]


LOGS = st.sets(st.integers(0, 70).map(lambda days: TODAY - dt.timedelta(days)), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8)
@given(st.lists(LOGS, min_size=30, max_size=30))
def test_no_proposed_day_breaks_the_budget(
    tables: Any, at: Callable[[str], dict[str, str]], all_lists: Lists, logs: list[set[dt.date]]
) -> None:
    buildings = range(1, len(logs) + 1)
    streets = {
        name: [row for number in buildings for row in in_building(rows, number)] for name, rows in tables.items()
    }
    streets["visits"] = [
        at("201") | {"building": str(number), "date": on.isoformat(), "visitors": "小李", "mode": "home"}
        for number, log in zip(buildings, logs, strict=True)
        for on in log
    ]
    plan = all_lists(streets)["assign"]
    days = plan[plan["role"] == "primary"].set_index("flat")["not_before"].astype(str)
    proposed = {number: days[f"{number}-201"] for number in buildings if f"{number}-201" in days.index}
    assert [n for n, day in proposed.items() if breaks_the_budget(logs[n - 1], dt.date.fromisoformat(day))] == []
    assert min(proposed.values(), default="2026-11-25") >= TODAY.isoformat()
    # not an empty promise: whoever was not visited for 30 days is proposed
    assert {n for n in buildings if all((TODAY - on).days >= 30 for on in logs[n - 1])} <= set(proposed)


@pytest.mark.parametrize(("days_ago", "not_before"), [(8, "2026-11-25"), (7, "2026-11-25"), (6, "2026-11-26")])
def test_seven_days_lie_between_two_contacts(
    tables: Any, at: Callable[[str], dict[str, str]], all_lists: Lists, days_ago: int, not_before: str
) -> None:
    tables["visits"] = [at("201") | {"date": (TODAY - dt.timedelta(days_ago)).isoformat(), "visitors": "小李"}]
    plan = all_lists(tables)["assign"]
    assert str(plan.loc[plan["flat"] == "1-201", "not_before"].iloc[0]) == not_before


@pytest.mark.parametrize(("days_ago", "proposed"), [((29, 10), False), ((30, 10), True)])
def test_after_two_contacts_in_30_days_nothing_is_proposed(
    tables: Any, at: Callable[[str], dict[str, str]], all_lists: Lists, days_ago: tuple[int, ...], proposed: bool
) -> None:
    days = [(TODAY - dt.timedelta(back)).isoformat() for back in days_ago]
    tables["visits"] = [at("201") | {"date": on, "visitors": "小李"} for on in days]
    plan = all_lists(tables)["assign"]
    assert (plan.loc[plan["flat"] == "1-201", "role"].iloc[0] == "primary") == proposed


@pytest.mark.parametrize(("days_ago", "proposed"), [(89, False), (90, True)])
def test_who_declined_contact_stands_in_no_list_for_90_days(
    tables: Any, at: Callable[[str], dict[str, str]], all_lists: Lists, days_ago: int, proposed: bool
) -> None:
    declined_on = (TODAY - dt.timedelta(days_ago)).isoformat()
    tables["stances"].append(at("201") | {"giver": "owner", "stance": "declined_contact", "date": declined_on})
    plan = all_lists(tables)["assign"]
    assert (plan.loc[plan["flat"] == "1-201", "role"].iloc[0] == "primary") == proposed

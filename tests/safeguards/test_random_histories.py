"""Safeguard: whatever was said, asked and visited before, no proposed conversation breaks a rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TODAY = dt.date(2026, 11, 25)
STREETS = 25  # drawn together: one town an example
STOPS = ("", "column", "visit", "word", "")
DAYS_AGO = st.integers(0, 400)
STREET = st.fixed_dictionaries(
    {
        "willing": st.sampled_from(["true", "true", "true", "false", ""]),
        "willing_on": st.one_of(st.none(), DAYS_AGO),
        "capacity": st.sampled_from(["", "0", "1", "3"]),
        "stop": st.sampled_from(STOPS),
        "stop_before": st.integers(0, 60),
        "ill": st.booleans(),
        "visits": st.sets(st.integers(0, 70), max_size=4),
        "kind": st.sampled_from(["confidant", "confidant", "kin", "employer_superior"]),
        "wants_nobody": st.booleans(),
    }
)


def ago(days: int) -> str:
    return (TODAY - dt.timedelta(days)).isoformat()


def moved(rows: list[dict[str, str]], number: int) -> list[dict[str, str]]:
    return [{name: str(number) if name.endswith("building") else value for name, value in row.items()} for row in rows]


def town_with(tables: Any, at: Callable[[str], dict[str, str]], histories: list[dict[str, Any]]) -> dict[str, Any]:
    """A street a history, as buildings 1, 2, …: 201 refuses over noise and trusts 101."""
    town: dict[str, list[dict[str, str]]] = {}
    for number, history in enumerate(histories, start=1):
        street = {name: [dict(row) for row in rows] for name, rows in tables.items()}
        willing = history["willing_on"]
        street["people"] = [
            at("101")
            | {"name": "户101", "roles": "volunteer", "willing": history["willing"], "capacity": history["capacity"]}
            | {"willing_on": "" if willing is None else ago(willing)}
        ]
        street["ties"] = [row | {"kind": history["kind"]} for row in street["ties"][:1]]
        street["visits"] = [at("201") | {"date": ago(days), "visitors": "小李"} for days in history["visits"]]
        street["surveys"] = (
            [at("201") | {"respondent": "户201", "asked_on": ago(9), "outcome": "wants_nobody"}]
            if history["wants_nobody"]
            else []
        )
        asked_on = ago(history["stop_before"])
        for row in street["dossiers"]:
            if row["room"] == "201":
                row |= {"flags": "seriously_ill" if history["ill"] else ""}
                row |= {"do_not_contact": "true", "do_not_contact_on": asked_on} if history["stop"] == "column" else {}
        if history["stop"] == "visit":
            street["visits"].append(at("201") | {"date": asked_on, "visitors": "小李", "result": "asked_to_stop"})
        if history["stop"] == "word":
            word = {"giver": "owner", "stance": "respected_refusal", "date": asked_on}
            street["stances"].append(at("201") | word)
        for name, rows in street.items():
            town.setdefault(name, []).extend(moved(rows, number))
    return town


def may_be_proposed(history: dict[str, Any]) -> bool:
    """By the words of the rules, nothing of the program's."""
    opted_in = history["willing"] == "true" and history["willing_on"] is not None and history["willing_on"] <= 180
    return (
        opted_in
        and history["capacity"] != "0"
        and history["stop"] == ""
        and history["kind"] == "confidant"
        and not history["wants_nobody"]
        and sum(days < 30 for days in history["visits"]) < 2
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8)
@given(st.lists(STREET, min_size=STREETS, max_size=STREETS))
def test_no_proposal_breaks_opt_in_stop_budget_or_pause(
    tables: Any,
    at: Callable[[str], dict[str, str]],
    all_lists: Callable[[Any], dict[str, pd.DataFrame]],
    histories: list[dict[str, Any]],
) -> None:
    lists = all_lists(town_with(tables, at, histories))
    plan = lists["assign"]
    days = plan[plan["role"] == "primary"].set_index("flat")["not_before"].astype(str)
    for number, history in enumerate(histories, start=1):
        flat = f"{number}-201"
        if history["stop"]:
            assert [name for name, frame in lists.items() if flat in set(frame["flat"])] == []
        if flat in days.index:
            assert may_be_proposed(history), history
            latest = min(history["visits"], default=400)
            pause = 14 if history["ill"] else 7
            assert dt.date.fromisoformat(days[flat]) >= max(TODAY, TODAY + dt.timedelta(pause - latest)), history
    # not an empty promise: whoever may be spoken to and was left in peace for a month is proposed
    quiet = [n for n, h in enumerate(histories, start=1) if may_be_proposed(h) and min(h["visits"], default=99) >= 30]
    assert {f"{number}-201" for number in quiet} <= set(days.index)

"""Safeguard: who asked not to be contacted, or whose refusal is respected, appears in no list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

Lists = Callable[[Any], dict[str, pd.DataFrame]]
STOPS = {
    "the column": ("dossiers", {"do_not_contact": "true"}),
    "a visit": ("visits", {"date": "2026-08-01", "result": "asked_to_stop"}),
    "an undated visit": ("visits", {"date": "", "result": "asked_to_stop"}),
    "a respected refusal": ("stances", {"giver": "owner", "stance": "respected_refusal", "date": "2026-08-01"}),
    "a respected refusal for one pipe": (
        "stances",
        {"giver": "occupant", "stance": "respected_refusal", "pipe_kind": "supply", "date": "2026-08-01"},
    ),
}


def stopped_by(tables: Any, at: Callable[[str], dict[str, str]], stop: str) -> Any:
    table, row = STOPS[stop]
    tables[table].append(at("201") | row)
    return tables


def named_in(lists: dict[str, pd.DataFrame]) -> list[str]:
    return [name for name, frame in lists.items() if "1-201" in frame.to_csv()]


def test_without_a_stop_the_household_stands_in_every_list(tables: Any, all_lists: Lists) -> None:
    assert named_in(all_lists(tables)) == ["isolated", "suggest", "assign"]


@pytest.mark.parametrize("stop", STOPS)
def test_a_stopped_household_stands_in_no_list(
    tables: Any, all_lists: Lists, at: Callable[[str], dict[str, str]], stop: str
) -> None:
    assert named_in(all_lists(stopped_by(tables, at, stop))) == []


@pytest.mark.parametrize("stop", STOPS)
def test_nothing_said_later_in_a_sheet_lifts_a_stop(
    tables: Any, all_lists: Lists, at: Callable[[str], dict[str, str]], stop: str
) -> None:
    stopped_by(tables, at, stop)
    tables["stances"].append(at("201") | {"giver": "owner", "stance": "hesitant", "date": "2026-11-20"})
    tables["visits"].append(at("201") | {"date": "2026-11-20", "result": "softened"})
    tables["dossiers"].append(at("201") | {"do_not_contact": "false", "survey_date": "2026-11-20"})
    assert named_in(all_lists(tables)) == []


def test_asked_for_by_its_label_a_stopped_household_is_answered_with_stopped_and_no_name(
    tables: Any, suggested: Callable[..., pd.DataFrame], at: Callable[[str], dict[str, str]]
) -> None:
    suggestions = suggested(stopped_by(tables, at, "the column"), flats=["1-201"])
    assert suggestions[["intermediary", "reason"]].to_numpy().tolist() == [["", "stopped"]]


def test_a_household_with_a_stop_is_no_intermediary_either(
    tables: Any, suggested: Callable[..., pd.DataFrame], at: Callable[[str], dict[str, str]]
) -> None:
    tables["ties"] = tables["ties"][:1]
    tables["visits"].append(at("101") | {"date": "2026-08-01", "result": "asked_to_stop"})
    assert suggested(tables)["intermediary"].tolist() == [""]

"""Safeguard: needs never score. Every flag may be turned over; no score and no order moves by a byte."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

VOCABULARY = Path(__file__).parents[2] / "loaders" / "data" / "vocab.csv"
with VOCABULARY.open(encoding="utf-8") as stream:
    FLAGS = sorted({row["canonical_value"] for row in csv.DictReader(stream) if row["field"] == "household_flag"})
TENURES = ("private_commodity", "public_direct", "affordable", "unknown")
SCORED = ["flat", "rank", "intermediary", "trust", "second_path", "experience", "success", "load", "score"]


def with_flags(tables: Any, flags: str, room: str = "") -> Any:
    rows = [row | {"flags": flags} if room in ("", row["room"]) else row for row in tables["dossiers"]]
    return tables | {"dossiers": rows}


def test_the_vocabulary_has_flags() -> None:
    assert len(FLAGS) > 5


@pytest.mark.parametrize("room", ["", "101", "201"])
@pytest.mark.parametrize("flags", [*FLAGS, "|".join(FLAGS)])
def test_flags_move_no_score_and_no_order(
    tables: Any, suggested: Callable[..., pd.DataFrame], flags: str, room: str
) -> None:
    plain, flagged = suggested(tables), suggested(with_flags(tables, flags, room))
    assert flagged[SCORED].to_csv() == plain[SCORED].to_csv()


@pytest.mark.parametrize("flags", [*FLAGS, "|".join(FLAGS)])
def test_flags_move_no_class_and_no_assignment(
    tables: Any, all_lists: Callable[[Any], dict[str, pd.DataFrame]], flags: str
) -> None:
    plain, flagged = all_lists(tables), all_lists(with_flags(tables, flags))
    assert flagged["isolated"].to_csv() == plain["isolated"].to_csv()
    who = ["flat", "intermediary", "role"]
    assert flagged["assign"][who].to_csv() == plain["assign"][who].to_csv()


@pytest.mark.parametrize("tenure", TENURES)
def test_tenure_moves_no_score_and_no_order(tables: Any, suggested: Callable[..., pd.DataFrame], tenure: str) -> None:
    changed = tables | {"dossiers": [row | {"ownership_type": tenure} for row in tables["dossiers"]]}
    assert suggested(changed)[SCORED].to_csv() == suggested(tables)[SCORED].to_csv()


def test_a_flag_moves_the_day_on_which_somebody_may_come(
    tables: Any, at: Callable[[str], dict[str, str]], all_lists: Callable[[Any], dict[str, pd.DataFrame]]
) -> None:
    tables["visits"] = [at("201") | {"date": "2026-11-15", "visitors": "小李"}]
    plain, flagged = (
        all_lists(with_flags(tables, flags, "201"))["assign"].set_index("flat").loc["1-201", "not_before"]
        for flags in ("", "seriously_ill")
    )
    assert str(plain) < str(flagged)

"""Safeguard: needs never score. Every flag may be turned over; no score and no order moves by a byte."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from socialgraph.privacy.keys import Keys
from socialgraph.privacy.pseudonyms import pseudonymise

VOCABULARY = Path(__file__).parents[2] / "loaders" / "data" / "vocab.csv"
with VOCABULARY.open(encoding="utf-8") as stream:
    FLAGS = sorted({row["canonical_value"] for row in csv.DictReader(stream) if row["field"] == "household_flag"})
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


def test_flags_without_a_dated_consent_are_not_kept(tables: Any) -> None:
    rows = [row | {"flags": "disabled|elderly", "flags_consent_on": ""} for row in tables["dossiers"]]
    result = pseudonymise({"dossiers": pd.DataFrame(rows)}, Keys.unkeyed())
    assert set(result.records["dossiers"]["flags"]) == {""}
    assert result.left_out == {"flags_without_consent": len(rows)}
    assert "disabled" not in "".join(frame.to_csv() for frame in result.records.values())


def test_flags_with_a_dated_consent_are_kept(tables: Any) -> None:
    rows = pd.DataFrame(with_flags(tables, "disabled")["dossiers"])
    assert set(pseudonymise({"dossiers": rows}, Keys.unkeyed()).records["dossiers"]["flags"]) == {"disabled"}

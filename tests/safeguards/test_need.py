"""Safeguard: no conversation without a concern and an offer; where none is known, the conversation is to hear it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

Suggested = Callable[..., pd.DataFrame]


def test_a_suggestion_names_the_concern_and_the_offer(tables: Any, suggested: Suggested) -> None:
    suggestions = suggested(tables).iloc[0]
    assert (suggestions["concern"], suggestions["measure"]) == ("noise_dust_water", "临时用水点")


def test_a_concern_without_an_offer_leads_to_no_suggestion(tables: Any, suggested: Suggested) -> None:
    tables["measures"] = []
    assert suggested(tables)["reason"].tolist() == ["no_measure"]


def test_an_offer_that_was_declined_is_not_repeated(tables: Any, suggested: Suggested) -> None:
    tables["measures"][0]["accepted"] = "false"
    assert suggested(tables)["reason"].tolist() == ["no_measure"]


def test_where_no_concern_is_known_the_conversation_is_to_hear_it(tables: Any, suggested: Suggested) -> None:
    tables["measures"] = []
    tables["stances"] = [row | {"reasons": ""} for row in tables["stances"]]
    suggestions = suggested(tables).iloc[0]
    assert (suggestions["concern"], suggestions["measure"]) == ("not_yet_heard", "listen")


@pytest.mark.parametrize(
    "concern", ["elderly_or_ill", "title_issue", "neighbour_conflict", "official_distrust", "infant_pregnancy", "exam"]
)
def test_a_private_concern_stands_in_no_list(
    tables: Any, all_lists: Callable[[Any], dict[str, pd.DataFrame]], concern: str
) -> None:
    tables["measures"][0]["concern"] = concern
    tables["stances"] = [row | {"reasons": concern} if row.get("reasons") else row for row in tables["stances"]]
    lists = all_lists(tables)
    assert "1-201" in lists["suggest"]["flat"].tolist()
    assert [name for name, frame in lists.items() if concern in frame.to_csv()] == []

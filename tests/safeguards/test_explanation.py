"""Safeguard: every score is the sum of parts that are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

PARTS = ["trust", "second_path", "experience", "success", "load", "stance"]


def test_the_parts_of_a_score_add_up_to_it(tables: Any, suggested: Callable[..., pd.DataFrame]) -> None:
    suggestions = suggested(tables)
    assert suggestions["score"].tolist() == pytest.approx(suggestions[PARTS].sum(axis=1).tolist())


def test_no_column_gives_a_probability_of_refusal(
    tables: Any, all_lists: Callable[[Any], dict[str, pd.DataFrame]]
) -> None:
    columns = {column for frame in all_lists(tables).values() for column in frame.columns}
    assert [column for column in columns if "refus" in column or "probab" in column] == []


@pytest.mark.parametrize("nobody", [(), ("--confirmed-by", ""), ("--confirmed-by", "-"), ("--confirmed-by", "\u200b")])
def test_nothing_is_given_out_that_no_person_confirmed(office: Any, nobody: tuple[str, ...]) -> None:
    assert office.run("export", *nobody).exit_code != 0
    assert not list(office.project.folder.rglob("*.xlsx"))

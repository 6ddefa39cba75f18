"""Questionnaires that ask who fills them in, in words of the form; worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths

Sheets = Callable[..., Path]


def stances(reading: Reading) -> list[tuple[str, ...]]:
    columns = ["room", "giver", "stance"]
    return sorted(map(tuple, reading.tables["stances"][columns].fillna("").astype(str).to_numpy().tolist()))


@pytest.mark.parametrize(
    ("identity", "giver"),
    [
        ("租户", "occupant"),
        ("B.租客", "occupant"),
        ("业主本人", "owner"),
        ("A.业主（含同住家人）", "owner"),
        ("业主家属代填", "owner"),
    ],
)
def test_whoever_a_questionnaire_says_filled_it_in_is_whose_word_it_is(
    identity: str, giver: str, write_xlsx: Sheets
) -> None:
    rows = [["登记日期", "房号", "您的身份", "是否同意改造"]]
    rows += [["2025-06-03 19:45", "3-1-201", identity, "同意"]]
    rows += [["2025-06-03 20:45", "3-1-301", "业主本人", "不同意"]]
    assert stances(read_paths([write_xlsx(rows)])) == [("201", giver, "verbal"), ("301", "owner", "refused")]


def test_a_word_for_who_answered_that_nobody_knows_makes_it_nobodys_word(write_xlsx: Sheets) -> None:
    rows = [["登记日期", "房号", "您的身份", "是否同意改造"]]
    rows += [["2025-06-03 19:45", "3-1-201", "打麻将的", "同意"]]
    rows += [["2025-06-03 20:45", "3-1-301", "业主（租客代填）", "同意"]]
    rows += [["2025-06-03 21:45", "3-1-401", "业主本人", "不同意"]]
    assert stances(read_paths([write_xlsx(rows)])) == [("401", "owner", "refused")]


def test_how_somebody_is_called_is_not_the_owners_name(write_xlsx: Sheets) -> None:
    rows = [["填写时间", "房号", "姓名", "您的身份", "您的意见"]]
    rows += [["2025-06-03 19:45", "3-1-201", "李女士", "业主", "同意"]]
    rows += [["2025-06-03 20:45", "3-1-301", "王小禾", "业主", "不同意"]]
    named = read_paths([write_xlsx(rows)]).tables["dossiers"][["room", "owner_name"]].fillna("").astype(str)
    assert sorted(map(tuple, named.to_numpy().tolist())) == [("201", ""), ("301", "王小禾")]

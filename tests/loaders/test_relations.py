"""A table that asks for several relations, each in a column of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialgraph.loaders import read_paths

HEAD = ["填写人", "房号", "换管的事您愿意听哪位邻居的", "信任程度", "备用钥匙放在谁家", "补充"]
ROWS = [
    ["测试甲", "3-1-101", "3-1-202佘试", "很信任", "3-1-102勾试", None],
    ["测试乙", "3-1-102", "3-1-202佘试", "一般", "3-1-301孟试", None],
    ["测试丙", "3-1-301", "3-1-202佘试", "很信任", "3-1-102勾试", None],
    ["测试丁", "3-1-302", "没有", None, None, "请勿再上门"],
]


def test_each_answer_is_a_tie_of_the_kind_that_its_column_asks_for(write_xlsx: Callable[..., Path]) -> None:
    ties = read_paths([write_xlsx([HEAD, *ROWS])]).tables["ties"]
    assert set(zip(ties["ego_room"], ties["alter_room"], ties["kind"], ties["strength"], strict=True)) == {
        ("101", "202", "nominated", "3"),
        ("101", "102", "key_holding", ""),
        ("102", "202", "nominated", "1"),
        ("102", "301", "key_holding", ""),
        ("301", "202", "nominated", "3"),
        ("301", "102", "key_holding", ""),
    }


def test_who_names_nobody_is_an_answer_too(write_xlsx: Callable[..., Path]) -> None:
    surveys = read_paths([write_xlsx([HEAD, *ROWS])]).tables["surveys"]
    assert list(zip(surveys["room"], surveys["outcome"], strict=True)) == [("302", "named_nobody")]


def test_a_wish_beside_the_answers_still_holds_the_household(write_xlsx: Callable[..., Path]) -> None:
    reading = read_paths([write_xlsx([HEAD, *ROWS])])
    assert "protective_word" in {finding.reason for finding in reading.findings}

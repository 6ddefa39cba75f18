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


def test_a_title_that_asks_whom_one_hears_says_what_the_only_answers_are(write_xlsx: Callable[..., Path]) -> None:
    table = [
        ["“遇上换管这种事你信谁的话”（2025年3月问的）"],
        ["房号", "姓名", "他自己说的", "那人住", "多近", "日子", "备注"],
    ]
    table += [
        ["7-1-201", "勾银杏", "暴铁壶", "7-1-301", "♥♥♥", "3.12", ""],
        ["7-1-401", "亓高粱", "暴铁壶", "7-1-301", "♥", "3.12", "在楼下碰到问的"],
        ["7-2-202", "逯豆角", "蔺窗花", "7-2-501", "♥♥", "3.13", ""],
        ["7-2-502", "乌拉草", "没有", "", "", "3.13", ""],
        ["8-1-302", "聂火墙", "亓大酱", "8-1-101", "♥♥", "3.15", ""],
        ["8-2-302", "勾梨膏", "不愿答", "", "", "3.18", ""],
    ]
    reading = read_paths([write_xlsx(table, name="听谁的.xlsx")])
    ties = reading.tables["ties"][["ego_room", "alter_name", "kind", "strength", "observed_on"]]
    assert sorted(map(tuple, ties.to_numpy().tolist())) == [
        ("201", "暴铁壶", "nominated", "3", "2025-03-12"),
        ("202", "蔺窗花", "nominated", "2", "2025-03-13"),
        ("302", "亓大酱", "nominated", "2", "2025-03-15"),
        ("401", "暴铁壶", "nominated", "1", "2025-03-12"),
    ]
    surveys = reading.tables["surveys"][["building", "room", "outcome"]]
    assert sorted(map(tuple, surveys.to_numpy().tolist())) == [("7", "502", "named_nobody"), ("8", "302", "declined")]

"""Opinions on one pipe, which the heading names in a bracket; worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialgraph.loaders import Reading, read_paths

Sheets = Callable[..., Path]


def stances(reading: Reading) -> list[tuple[str, ...]]:
    columns = ["room", "pipe_kind", "giver", "stance"]
    return sorted(map(tuple, reading.tables["stances"][columns].astype(str).to_numpy().tolist()))


def test_a_pipe_in_the_bracket_of_a_heading_of_opinions_is_what_the_opinion_is_on(write_xlsx: Sheets) -> None:
    rows = [["幢", "单元", "室", "业主意见（厨）", "业主意见(卫)", "业主(给水)意见", "租户意见", "登记日期"]]
    rows += [["5", "1", "201", "同意", "不同意", "同意", "", "2025-06-11"]]
    rows += [["5", "1", "202", "", "犹豫", "", "不同意", "2025-06-12"]]
    assert stances(read_paths([write_xlsx(rows)])) == [
        ("201", "sewage_bath", "owner", "refused"),
        ("201", "sewage_kitchen", "owner", "verbal"),
        ("201", "supply", "owner", "verbal"),
        ("202", "", "occupant", "refused"),
        ("202", "sewage_bath", "owner", "hesitant"),
    ]


def test_both_sewage_pipes_in_a_bracket_are_no_word_on_the_supply(write_xlsx: Sheets) -> None:
    rows = [["幢", "单元", "室", "业主意见（厨卫）", "登记日期"], ["5", "1", "201", "同意", "2025-06-11"]]
    rows += [["5", "1", "202", "不同意", "2025-06-11"]]
    assert stances(read_paths([write_xlsx(rows)])) == [
        ("201", "sewage_bath", "owner", "verbal"),
        ("201", "sewage_kitchen", "owner", "verbal"),
        ("202", "sewage_bath", "owner", "refused"),
        ("202", "sewage_kitchen", "owner", "refused"),
    ]


def test_what_a_tenant_says_of_one_pipe_is_the_occupants_word_on_that_pipe_only(write_xlsx: Sheets) -> None:
    rows = [["幢", "单元", "室", "业主意见(厨)", "业主意见(卫)", "租户意见(厨)", "租户意见(卫)", "登记日期"]]
    rows += [["5", "1", "201", "同意", "同意", "同意", "不同意", "2025-06-11"]]
    rows += [["5", "1", "202", "同意", "", "", "没意见", "2025-06-11"]]
    assert stances(read_paths([write_xlsx(rows)])) == [
        ("201", "sewage_bath", "occupant", "refused"),
        ("201", "sewage_bath", "owner", "verbal"),
        ("201", "sewage_kitchen", "occupant", "verbal"),
        ("201", "sewage_kitchen", "owner", "verbal"),
        ("202", "sewage_bath", "occupant", "no_objection"),
        ("202", "sewage_kitchen", "owner", "verbal"),
    ]


def test_a_word_of_a_tenant_on_one_pipe_that_nobody_knows_is_a_finding(write_xlsx: Sheets) -> None:
    rows = [["幢", "单元", "室", "业主意见(厨)", "租户意见(厨)", "登记日期"]]
    rows += [["5", "1", "201", "同意", "呜哩哇啦", "2025-06-11"], ["5", "1", "202", "同意", "同意", "2025-06-11"]]
    reading = read_paths([write_xlsx(rows)])
    assert ("201", "sewage_kitchen", "occupant", "verbal") not in stances(reading)
    assert any("呜哩哇啦" in str(finding) for finding in reading.findings)


def test_an_opinion_on_a_pipe_that_is_none_of_ours_is_no_opinion_on_the_works(write_xlsx: Sheets) -> None:
    rows = [["幢", "单元", "室", "业主意见(厨)", "业主意见(燃气)", "登记日期"]]
    rows += [["5", "1", "201", "同意", "不同意", "2025-06-11"], ["5", "1", "202", "同意", "不同意", "2025-06-11"]]
    assert {row[1:] for row in stances(read_paths([write_xlsx(rows)]))} == {("sewage_kitchen", "owner", "verbal")}


def test_the_pipe_may_stand_in_the_second_line_of_the_heading(write_xlsx: Sheets) -> None:
    rows = [["幢", "单元", "室", "业主意见\n厨房立管", "业主意见\n卫生间立管", "登记日期"]]
    rows += [["5", "1", "201", "已签", "不同意", "2025-06-11"], ["5", "1", "202", "", "没意见", "2025-06-11"]]
    assert stances(read_paths([write_xlsx(rows)])) == [
        ("201", "sewage_bath", "owner", "refused"),
        ("201", "sewage_kitchen", "owner", "signed"),
        ("202", "sewage_bath", "owner", "no_objection"),
    ]

"""A day written in several columns, or as a bare number on the sheet of a month."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialgraph.loaders import read_paths

VISITS = [["聂某", "3-1-101", "没人"], ["聂某", "3-1-102", "同意了"], ["聂某", "3-1-201", "没松口"]]


def test_year_month_and_day_in_three_columns_are_one_day_and_blanks_repeat(write_xlsx: Callable[..., Path]) -> None:
    days = [["2026", "9", "23"], ["", "", "28"], ["", "10", "4"]]
    rows = [
        ["年", "月", "日", "谁去的", "门牌", "结果"],
        *(day + visit for day, visit in zip(days, VISITS, strict=True)),
    ]
    visits = read_paths([write_xlsx({"走访": rows})]).tables["visits"]
    assert list(visits["date"]) == ["2026-09-23", "2026-09-28", "2026-10-04"]


def test_a_bare_day_is_of_the_month_that_the_sheet_is_called(write_xlsx: Callable[..., Path]) -> None:
    rows = [["2026年走访记录"], ["日", "谁去的", "门牌", "结果"]]
    rows += [[day, *visit] for day, visit in zip(("3", "8日", "13"), VISITS, strict=True)]
    visits = read_paths([write_xlsx({"9月": rows})]).tables["visits"]
    assert list(visits["date"]) == ["2026-09-03", "2026-09-08", "2026-09-13"]


def test_a_year_and_a_day_are_of_the_month_that_the_sheet_is_called(write_xlsx: Callable[..., Path]) -> None:
    days = [["2026", "23"], ["", "28"], ["2026年", "30"]]
    rows = [["年", "日", "谁去的", "门牌", "结果"], *(day + visit for day, visit in zip(days, VISITS, strict=True))]
    visits = read_paths([write_xlsx({"9月": rows})]).tables["visits"]
    assert list(visits["date"]) == ["2026-09-23", "2026-09-28", "2026-09-30"]

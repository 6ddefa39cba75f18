"""Sheets of one workbook that share a number."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialgraph.loaders.opening import open_sheets

HOUSES = [["户编号", "楼号", "单元", "房号"], ["H1", "5", "1", "101"], ["H2", "5", "1", "102"]]
VISITS = [
    ["户编号", "走访时间", "走访人", "走访结果"],
    ["H2", "2026.5.1", "王某", "同意"],
    ["H9", "2026.5.2", "王某", "同意"],
]


def test_an_address_is_taken_over_by_the_number_of_the_house(write_xlsx: Callable[..., Path]) -> None:
    _, visits = open_sheets(write_xlsx({"房屋": HOUSES, "走访": VISITS}))
    assert (visits.kind, [row.text("room") for row in visits.rows]) == ("visits", ["102", ""])
    assert visits.fields["room"] == "房号"


def test_a_number_with_two_addresses_gives_none(write_xlsx: Callable[..., Path]) -> None:
    _, visits = open_sheets(write_xlsx({"房屋": [*HOUSES, ["H2", "6", "1", "102"]], "走访": VISITS}))
    assert [row.text("room") for row in visits.rows] == ["", ""]


def test_an_owners_number_stays_on_both_sheets(write_xlsx: Callable[..., Path]) -> None:
    houses = [["房屋编号", "楼号", "单元", "房号", "业主编号"], ["H1", "5", "1", "101", "Y1"]]
    owners = [["业主编号", "业主姓名", "身份证号"], ["Y1", "甲", "990101"]]
    register, names = open_sheets(write_xlsx({"房屋信息": houses, "业主信息": owners}))
    assert (register.rows[0].text("room"), register.rows[0].text("owner_no")) == ("101", "Y1")
    assert (names.kind, names.rows[0].text("owner_no"), names.rows[0].text("owner_name")) == ("owners", "Y1", "甲")

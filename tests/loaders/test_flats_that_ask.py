"""A wish in a row that is read holds who asks: the flat that it names itself, else the row's own household."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths

Sheets = Callable[..., Path]
REGISTER = [
    ["楼号", "单元", "房号", "产权人"],
    *([building, door, f"{floor}01", "席六"] for building in (3, 5) for door in (1, 2) for floor in range(1, 6)),
]


def held(reading: Reading) -> list[tuple[str, ...]]:
    table = reading.tables["holds"]
    return sorted(zip(table["building"], table["door"], table["room"], strict=True))


@pytest.mark.parametrize(
    ("remark", "home"),
    [
        ("401家不让他再敲门了，包户里划掉", ("5", "1", "401")),
        ("5#401不用再包，本人说过别登门", ("5", "1", "401")),
        ("3-2-501说以后别再来", ("3", "2", "501")),
    ],
    ids=["a room", "a building and a room", "another building"],
)
def test_a_wish_beside_a_helper_holds_the_flat_that_it_names(
    remark: str, home: tuple[str, str, str], write_xlsx: Sheets
) -> None:
    roster = [
        ["姓名", "住址", "身份", "包联户", "备注"],
        ["席一", "5号楼1单元101室", "楼门长", "5号楼1单元201、301", remark],
        ["席二", "5号楼2单元101室", "楼门长", "5号楼2单元201、301", ""],
    ]
    reading = read_paths([write_xlsx(REGISTER, name="户.xlsx"), write_xlsx(roster, name="门长.xlsx")])
    assert held(reading) == [home]


def test_of_a_round_of_a_door_only_the_flat_that_asks_is_held(write_xlsx: Sheets) -> None:
    visits = [
        ["日期", "地址", "走访人", "结果"],
        ["2026-09-10", "5号楼1单元", "席一", "201在家签了。401门开一条缝，说你们以后不要再来敲门。"],
        ["2026-09-11", "5号楼2单元101室", "席一", "没变化"],
    ]
    reading = read_paths([write_xlsx(REGISTER, name="户.xlsx"), write_xlsx(visits, name="走访记录.xlsx")])
    assert held(reading) == [("5", "1", "401")]


def test_a_remark_of_a_sign_in_sheet_holds_whoever_came_or_did_not(write_xlsx: Sheets) -> None:
    sheet = [
        ["楼下茶座签到 2026.10.17、2026.11.14"],
        ["姓名", "住址", "10.17茶座", "11.14茶座", "备注"],
        ["席一", "5-1-101", "√", "√", ""],
        ["席二", "5-1-201", "√", "", "说来看完这回就算，往后别找她了"],
        ["席三", "5-1-301", "", "", "换管的事不用叫他，名字都不想签"],
        ["席四", "5-2-101", "√", "√", ""],
        ["席五", "5-2-201", "", "√", ""],
    ]
    reading = read_paths([write_xlsx(REGISTER, name="户.xlsx"), write_xlsx(sheet, name="签到.xlsx")])
    assert held(reading) == [("5", "1", "201"), ("5", "1", "301")]


def test_a_building_in_a_remark_of_the_title_is_not_that_of_rows_of_others(write_xlsx: Sheets) -> None:
    asked = [
        ["未签户复问记录（5号楼只问厨房下水）"],
        ["户号", "户主", "日期", "答复"],
        *([f"3-1-{floor}01", "席六", f"2026-10-1{floor}", "同意"] for floor in range(1, 5)),
        ["3-1-501", "席六", "2026-10-16", "坚决不做，并说以后不必再来了"],
        ["5-1-101", "席六", "2026-10-17", "同意"],
    ]
    reading = read_paths([write_xlsx(REGISTER, name="户.xlsx"), write_xlsx(asked, name="复问.xlsx")])
    assert held(reading) == [("3", "1", "501")]

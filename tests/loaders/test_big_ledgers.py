"""Ledgers that hold all of a household in one row: words by pipe and speaker, visits in a cell, codes side by side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths

Write = Callable[..., Path]


def rows(load: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in load.tables[table][list(columns)].itertuples(index=False)]


PIPES = [
    ["测试里3号楼管线改造意见征询表"],
    ["房号", "姓名", "上水", "", "", "厨房下水", "", "", "征询日期"],
    ["", "", "业主", "租户", "顾虑", "业主", "租户", "顾虑", ""],
    ["3-1-101", "聂某", "A", "", "", "A", "", "", "2025-03-10"],
    ["3-1-102", "勾某", "A", "B", "", "F", "", "02", "2025-03-11"],
    ["3-1-201", "逄某", "B", "", "", "", "", "", "2025-03-11"],
    ["3-1-202", "昝某", "F", "", "01", "F", "", "01", "2025-03-12"],
]
CODES: list[list[str]] = [
    [],
    [],
    ["态度（下拉）", "", "顾虑（可写几个）", ""],
    ["代码", "含义", "代码", "含义"],
    ["A", "已签字", "01", "噪音、灰尘、停水"],
    ["B", "口头同意，还没签", "02", "刚装修"],
    ["F", "不同意", "03", "家有老人病人"],
]
MERGED = ("C2:E2", "F2:H2")


@pytest.fixture
def by_pipe(write_xlsx: Write) -> Reading:
    return read_paths([write_xlsx({"3号楼": PIPES, "代码表": CODES}, merges=MERGED)])


def test_whoever_speaks_below_a_pipe_speaks_of_that_pipe(by_pipe: Reading) -> None:
    said = {tuple(row) for row in rows(by_pipe, "stances", "room", "pipe_kind", "giver", "stance")}
    assert said == {
        *(("101", pipe, "owner", "signed") for pipe in ("supply", "sewage_kitchen")),
        *(("102", "supply", "owner", "signed"), ("102", "supply", "occupant", "verbal")),
        *(("102", "sewage_kitchen", "owner", "refused"), ("201", "supply", "owner", "verbal")),
        *(("202", pipe, "owner", "refused") for pipe in ("supply", "sewage_kitchen")),
    }


def test_lists_of_codes_side_by_side_are_of_what_stands_above_each(by_pipe: Reading) -> None:
    because = {
        (room, pipe): reasons for room, pipe, reasons in rows(by_pipe, "stances", "room", "pipe_kind", "reasons")
    }
    assert (because["102", "sewage_kitchen"], because["202", "supply"]) == ("new_fitout", "noise_dust_water")


LEDGER = [
    ["测试院换下水管大台账(2025年)"],
    ["栋", "单元", "室", "房主", "房主意见", "上门情况(哪天、哪个去的、怎么讲的)"],
    ["1栋", "1单元", "101", "聂某", "同意", ""],
    ["1栋", "1单元", "102", "勾某", "不换", "3.14 谌铜铃、郏油灯上门:还是不换；\n4.20 谌铜铃微信:松了口,讲再想想看"],
    ["1栋", "1单元", "201", "逄某", "同意", "3.15 谌铜铃打电话:没人接"],
    ["1栋", "1单元", "202", "昝某", "还在想", "3.18 谌铜铃、眭扁担上门:隔着门讲莫再来了"],
]


def test_visits_in_one_cell_are_visits_of_their_days(write_xlsx: Write) -> None:
    load = read_paths([write_xlsx({"大台账": LEDGER})])
    assert rows(load, "visits", "date", "room", "visitors", "mode", "result") == [
        ("2025-03-14", "102", "谌铜铃|郏油灯", "home", "unchanged"),
        ("2025-04-20", "102", "谌铜铃", "wechat", "softened"),
        ("2025-03-15", "201", "谌铜铃", "phone", "no_contact"),
        ("2025-03-18", "202", "谌铜铃|眭扁担", "home", "asked_to_stop"),
    ]


def test_a_wish_in_a_cell_of_visits_holds_its_household(write_xlsx: Write) -> None:
    load = read_paths([write_xlsx({"大台账": LEDGER})])
    asked = {room for room, result in rows(load, "visits", "room", "result") if result == "asked_to_stop"}
    assert asked | {room for (room,) in rows(load, "holds", "room")} == {"202"}


def test_a_cell_may_say_who_and_where_of_the_one_listened_to(write_xlsx: Write) -> None:
    ties = [
        ["换管这个事你最愿意听哪个讲?"],
        ["哪一户", "户主", "他讲听哪个的", "亲疏", "哪天问的"],
        ["1栋1单元102室", "佘某", "郏油灯(1-1-302)", "3", "2025-03-12"],
        ["1栋1单元301室", "缑某", "勾银杏(1-1-101)", "2", "2025-03-14"],
        ["1栋2单元201室", "甯某", "茹雨靴(2-1-201)", "2", "2025-03-20"],
    ]
    load = read_paths([write_xlsx({"问话": ties})])
    assert rows(load, "ties", "ego_room", "alter_name", "alter_room")[0] == ("102", "郏油灯", "302")


def test_the_names_beside_a_column_of_addresses_are_those_who_live_there(write_xlsx: Write) -> None:
    ties = [
        ["谁家听谁的话（2024年7月问的）"],
        ["房号", "姓名", "听谁的（房号）", "那人姓名", "啥关系", "哪天问的"],
        ["1-1-101", "聂某", "1-1-201", "仝某", "老同事", "2024-07-23"],
        ["1-1-102", "勾某", "1-1-202", "逄某", "互相帮忙", "2024-07-23"],
        ["1-2-102", "麻某", "1-2-101", "佘某", "啥话都说", "2024-07-24"],
        ["1-2-202", "昝某", "没谁", "", "", "2024-07-24"],
    ]
    load = read_paths([write_xlsx({"信谁听谁": ties})])
    assert rows(load, "ties", "ego_room", "alter_name", "alter_room") == [
        ("101", "仝某", "201"),
        ("102", "逄某", "202"),
        ("102", "佘某", "101"),
    ]
    assert rows(load, "surveys", "room", "outcome") == [("202", "named_nobody")]


@pytest.mark.parametrize("title", ["大门装道闸征求意见（2024年4月）", "北门新建凉亭意见征集", "粉刷楼道表决结果"])
def test_opinions_on_what_is_to_be_built_are_no_words_on_the_pipes(write_xlsx: Write, title: str) -> None:
    sheet = [[title], ["房号", "姓名", "意见"]]
    sheet += [[f"1-1-{floor}01", f"聂{floor}", "同意"] for floor in "123456"]
    pipes = [
        ["换管意见征询"],
        ["房号", "姓名", "意见"],
        *([f"1-1-{floor}02", f"勾{floor}", "不同意"] for floor in "123456"),
    ]
    load = read_paths([write_xlsx({"门": sheet, "管": pipes})])
    assert {stance for (stance,) in rows(load, "stances", "stance")} == {"refused"}


def test_a_pipe_that_a_flat_does_not_have_takes_no_reason(write_xlsx: Write) -> None:
    sheet = [
        ["换管意见登记"],
        ["房号", "姓名", "厨房下水", "上水", "为啥"],
        ["1-1-101", "聂某", "不同意", "不涉及", "要补偿"],
        ["1-1-102", "勾某", "签了", "签了", ""],
        ["1-1-201", "逄某", "签了", "签了", ""],
    ]
    said = rows(read_paths([write_xlsx({"意见": sheet})]), "stances", "room", "stance", "reasons")
    assert {row for row in said if row[0] == "101"} == {
        ("101", "refused", "compensation"),
        ("101", "not_applicable", ""),
    }


def test_a_map_of_risers_under_headings_in_spoken_words_is_found_by_its_lists_of_rooms(write_xlsx: Write) -> None:
    sheet = [
        ["测试新村立管图（照施工队草图抄）"],
        ["哪根管子带哪几家"],
        ["5幢1单元"],
        ["串号", "管子", "带哪几家"],
        ["5-1厨东", "厨房下水", "101、201、301、401"],
        ["5-1厨西", "厨房下水", "102、202、302、402"],
        ["5幢2单元"],
        ["串号", "管子", "带哪几家"],
        ["5-2厨东", "厨房下水", "101、201、301、401"],
    ]
    load = read_paths([write_xlsx({"立管图": sheet}, merges=("A3:C3", "A7:C7"))])
    passed = {tuple(row) for row in rows(load, "flats", "door", "room", "stack")}
    assert passed == {
        *(("1", f"{floor}01", "5-1厨东") for floor in "1234"),
        *(("1", f"{floor}02", "5-1厨西") for floor in "1234"),
        *(("2", f"{floor}01", "5-2厨东") for floor in "1234"),
    }


TRUSTED = [
    ["各家听谁的话(摸底)2025年3月"],
    ["住户", "听谁的", "啥关系", "哪天问的"],
    ["5幢", "", "", ""],
    ["5-1-102 佘某", "101聂某", "老同事", "2025-03-17"],
    ["5-2-102 郏某", "101郗某", "老同事", "2025-03-18"],
    ["女工楼", "", "", ""],
    ["7-301 殳某", "201储某", "老同事", "2025-03-20"],
    ["7-102 芮某", "201储某", "老同事", "2025-03-20"],
]


def test_a_room_alone_beside_somebodys_flat_is_of_the_same_door(write_xlsx: Write) -> None:
    load = read_paths([write_xlsx({"摸底": TRUSTED}, merges=("A3:D3", "A6:D6"))])
    ends = rows(load, "ties", "ego_building", "ego_door", "alter_building", "alter_door", "alter_room")
    assert ends[:2] == [("5", "1", "5", "1", "101"), ("5", "2", "5", "2", "101")]


def test_a_building_called_by_its_nickname_is_not_the_one_above(write_xlsx: Write) -> None:
    load = read_paths([write_xlsx({"摸底": TRUSTED}, merges=("A3:D3", "A6:D6"))])
    assert {building for (building,) in rows(load, "ties", "ego_building")} == {"5", "7"}

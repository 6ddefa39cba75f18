"""Sheets with a row a riser and a column a floor, as contractors keep them: which rooms it passes, what they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialgraph.loaders import Reading, read_paths

WriteXlsx = Callable[..., Path]
FLOORS = ["1层", "2层", "3层", "4层", "5层"]
RISERS = [
    ["启工里7#楼 立管编号及楼层户号对照"],
    ["单元", "立管", "部位", *FLOORS, "户数", "备注"],
    ["1", "FL-1", "厨房下水", "101门市", "201", "301", "401", "501", "5", "101店里没厨房"],
    ["1", "WL-1", "卫生间下水", "101门市", "201", "301", "401", "501", "5", ""],
    ["1", "JL-1", "上水", "101、102", "201、202", "301、302", "401、402", "501、502", "10", ""],
    ["2", "FL-3", "厨房下水", "101", "201", "301", "401", "501", "5", ""],
]
OPINIONS = [
    ["启工里7#楼 立管×楼层 入户意见（2025年3月第一轮）"],
    ["单元", "立管", "部位", "户别", *FLOORS, "备注"],
    ["1", "FL-1", "厨房下水", "01户", "见出租户页", "签 3/12", "签 3/10", "随大流", "没意见", ""],
    ["1", "WL-1", "卫生间下水", "01户", "见出租户页", "同上", "同上", "不同意，跟302闹矛盾", "", "501家说别再来敲门了"],
    ["2", "FL-3", "厨房下水", "02户", "签 3/12", "犹豫，孩子要高考", "口头同意", "", "没意见", ""],
]


def rows(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, reading.tables[table][list(columns)].to_numpy().tolist()))


def test_a_riser_passes_the_rooms_of_its_row(write_xlsx: WriteXlsx) -> None:
    reading = read_paths([write_xlsx(RISERS, name="立管对照.xlsx")])
    flats = rows(reading, "flats", "building", "door", "room", "stack", "pipe_kind")
    assert [flat for flat in flats if flat[3] == "FL-1"] == [
        ("7", "1", room, "FL-1", "sewage_kitchen") for room in ("101", "201", "301", "401", "501")
    ]
    assert len([flat for flat in flats if flat[3] == "JL-1"]) == 10
    assert ("7", "2", "301", "FL-3", "sewage_kitchen") in flats


def test_what_a_cell_says_is_said_of_the_flat_on_that_floor(write_xlsx: WriteXlsx) -> None:
    reading = read_paths([write_xlsx(OPINIONS, name="入户意见.xlsx")])
    said = rows(reading, "stances", "door", "room", "pipe_kind", "stance", "reasons", "date")
    assert [row for row in said if row[:2] in (("1", "201"), ("1", "401"))] == [
        ("1", "201", "sewage_bath", "signed", "", "2025-03-12"),
        ("1", "201", "sewage_kitchen", "signed", "", "2025-03-12"),
        ("1", "401", "sewage_bath", "refused", "neighbour_conflict", "2025-03"),
        ("1", "401", "sewage_kitchen", "conditional", "", "2025-03"),
    ]
    assert ("2", "202", "sewage_kitchen", "hesitant", "exam", "2025-03") in said
    assert not [row for row in said if row[:2] == ("1", "101")]
    assert ("7", "1", "501") in rows(reading, "holds", "building", "door", "room")


def test_names_that_differ_in_every_row_are_visited_and_visit_nobody(write_xlsx: WriteXlsx) -> None:
    table = [["第二轮没签的再问一遍（2025年4月）"], ["序号", "门牌", "姓名", "这次咋说", "日期"]]
    words = ["口头同意", "再想想", "签了", "不同意", "随大流", "没意见", "签了"]
    table += [
        [str(n), f"7#1-{n}02", name, word, f"4月1{n}日"]
        for n, (name, word) in enumerate(
            zip(["宓搪瓷", "乜冻梨", "皮弯头", "逯豆角", "乌拉草", "缑炉钩", "漆棉裤"], words, strict=True), 1
        )
    ]
    reading = read_paths([write_xlsx(table, name="意见表.xlsx")])
    assert reading.tables["visits"].empty
    assert rows(reading, "stances", "room", "stance", "date")[0] == ("102", "verbal", "2025-04-11")


def test_a_riser_reaches_a_room_below_ground_and_a_total_is_no_flat(write_xlsx: WriteXlsx) -> None:
    register = [["7#楼住户台账"], ["序号", "单元", "房号", "房主", "居住情况"]]
    register += [["1", "1", "001", "", ""], ["2", "1", "101", "亓大酱", "门市"], ["3", "1", "201", "郄冰车", "自住"]]
    register += [["4", "1", "301", "聂火墙", "自住"], ["小计", "", "1单元4户", "", ""]]
    risers = [["7#楼 立管对照"], ["单元", "立管", "部位", "地下", "1层", "2层", "3层"]]
    risers += [
        ["1", "FL-1", "厨房下水", "001地下室", "101", "201", "301"],
        ["1", "JL-1", "上水", "", "101", "201", "301"],
    ]
    files = [write_xlsx(register, name="台账.xlsx"), write_xlsx(risers, name="立管.xlsx")]
    flats = rows(read_paths(files), "flats", "room", "floor", "stack", "kind")
    assert [flat for flat in flats if flat[2] == "FL-1"] == [
        ("001", "-1", "FL-1", "basement"),
        ("101", "1", "FL-1", "shop"),
        ("201", "2", "FL-1", "dwelling"),
        ("301", "3", "FL-1", "dwelling"),
    ]
    assert len(flats) == 7


def test_the_day_beside_a_status_that_all_is_done_is_when(write_xlsx: WriteXlsx) -> None:
    table = [["上下水立管更换日进度（2025年5月）"], ["楼号", "立管", "部位", "状态"]]
    table += [
        ["7#", "FL-1", "厨房下水", "完（4/11）"],
        ["7#", "WL-1", "卫生间下水", "在施"],
        ["7#", "JL-1", "上水", "未开"],
    ]
    done = rows(read_paths([write_xlsx(table, name="进度.xlsx")]), "works", "stack", "status", "done_on")
    assert done == [("FL-1", "done", "2025-04-11"), ("JL-1", "not_started", ""), ("WL-1", "in_progress", "")]


def test_words_under_nothing_but_tenants_are_theirs_beside_the_owners(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "房号", "房东", "房东-厨房下水", "房东-卫生间下水", "租客", "租客（总的）", "日期"]
    lines = [
        ["7#", "1", "202", "佘风匣", "签", "签", "郄豆包", "犹豫，怕脏怕吵", "2025-03-13"],
        ["7#", "2", "102", "璩暖瓶", "口头同意", "口头同意", "仉电镐", "没意见", "2025-03-13"],
        ["8#", "1", "202", "逄白菜", "不同意", "不同意", "雒电扇", "随大流", "2025-03-15"],
    ]
    said = rows(
        read_paths([write_xlsx([head, *lines], name="出租户.xlsx")]), "stances", "building", "door", "giver", "stance"
    )
    assert [row for row in said if row[2] == "occupant"] == [
        ("7", "1", "occupant", "hesitant"),
        ("7", "2", "occupant", "no_objection"),
        ("8", "1", "occupant", "conditional"),
    ]


def test_a_no_with_what_it_takes_is_never_read_as_its_condition(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "房号", "房主", "意见"]
    lines = [["7#", "1", f"{n}02", f"佘风{n}", "不同意，要先赔橱柜"] for n in (1, 2, 3)] + [
        ["7#", "1", "402", "佘匣", "同意"]
    ]
    said = rows(read_paths([write_xlsx([head, *lines], name="意见.xlsx")]), "stances", "room", "stance")
    assert ("402", "verbal") in said
    assert not [row for row in said if row[1] == "conditional"]


def test_a_sheet_of_a_pipe_without_columns_of_ours_is_no_fault(write_xlsx: WriteXlsx) -> None:
    gas = [["7#楼 入户意见（2025年3月）"], ["单元", "立管", "部位", "户别", *FLOORS]]
    gas += [["1", f"RL-{n}", "燃气", f"0{n}户", "同意", "不同意", "同意", "没意见", "同意"] for n in (1, 2)]
    kitchens = [*gas[:2], *([*row[:1], f"FL-{row[3][1]}", "厨房下水", *row[3:]] for row in gas[2:])]
    reading = read_paths([write_xlsx(gas, name="燃气.xlsx"), write_xlsx(kitchens, name="厨房.xlsx")])
    assert set(reading.tables["stances"]["pipe_kind"]) == {"sewage_kitchen"}


def test_a_wish_that_begins_as_a_pointer_does_holds_its_flat_beside_another_wish(write_xlsx: WriteXlsx) -> None:
    table = [
        *OPINIONS[:2],
        ["1", "FL-1", "厨房下水", "01户", "同意", "见人就骂，别再来敲门", "同意", "没意见", "", "401说别再来敲门了"],
        ["1", "FL-2", "厨房下水", "02户", "同意", "不同意", "同意", "没意见", "", ""],
    ]
    held = rows(read_paths([write_xlsx(table, name="入户意见.xlsx")]), "holds", "building", "door", "room")
    assert held == [("7", "1", "201"), ("7", "1", "401")]

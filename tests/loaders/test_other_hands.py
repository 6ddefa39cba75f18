"""Sheets of other hands: what cells, title or the rest of the office say of what the headings leave open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.values.words.lexicon import Words

Sheets = Callable[..., Path]

MAP = [
    ["立管系统"],
    ["立管", "JL-1", "WL-1", "JL-2", "WL-2"],
    ["系统", "JL", "WL(厨)", "JL", "WL(厨)"],
    ["3F", "301", "301", "302", "302"],
    ["2F", "201", "201", "202", "202"],
    ["1F", "101", "—", "102", "—"],
]


def values(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, reading.tables[table][list(columns)].astype(str).to_numpy().tolist()))


def test_a_riser_that_passes_a_floor_by_is_drawn_with_a_dash_and_its_pipe_by_the_trades_letters(
    write_xlsx: Sheets,
) -> None:
    reading = read_paths([write_xlsx({"6号楼1单元": MAP})])
    assert values(reading, "flats", "room", "stack", "pipe_kind") == [
        ("101", "JL-1", "supply"),
        ("102", "JL-2", "supply"),
        *(
            (f"{floor}0{place}", f"{letters}-{place}", pipe)
            for floor in (2, 3)
            for place in (1, 2)
            for letters, pipe in (("JL", "supply"), ("WL", "sewage_kitchen"))
        ),
    ]


def test_cells_that_are_pipes_make_no_riser_of_a_heading_that_may_mean_one(write_xlsx: Sheets) -> None:
    rows = [[f"{place}-1", pipe, "完工"] for place in range(1, 7) for pipe in ("给水", "厨房污水")]
    reading = read_paths([write_xlsx({"进度": [["6号楼立管更换进度"], ["立管号", "系统", "状态"], *rows]})])
    assert set(reading.tables["works"]["pipe_kind"]) == {"supply", "sewage_kitchen"}


def test_where_public_lessees_are_marked_a_name_without_the_mark_is_the_owners(write_xlsx: Sheets) -> None:
    rows = [
        ["楼号", "单元", "房号", "权属人", "电话", "房屋性质", "态度"],
        ["6", "1", "101", "甲一（承租）", "13900000001", "单位自管", "同意"],
        ["6", "1", "102", "乙二", "13900000002", "单位自管", "不同意"],
        ["6", "1", "201", "丙三", "13900000003", "商品房", "同意"],
    ]
    reading = read_paths([write_xlsx({"总表": rows})])
    assert values(reading, "dossiers", "room", "owner_name", "public_lessee_name") == [
        ("101", "", "甲一"),
        ("102", "乙二", ""),
        ("201", "丙三", ""),
    ]


def test_whoever_writes_the_log_is_named_where_its_title_says_so(write_xlsx: Sheets) -> None:
    rows = [
        ["走访记录 2026年10月 我=甲一"],
        ["日期", "住址", "走访人", "结果"],
        ["10.3", "6-1-101", "我、乙二", "没人"],
        ["10.4", "6-1-102", "我", "同意"],
    ]
    reading = read_paths([write_xlsx({"走访": rows})])
    assert values(reading, "visits", "visitors") == [("甲一",), ("甲一|乙二",)]


SURVEY = [
    ["楼号", "单元", "房号", "户主", "电话", "态度"],
    *(["7", str(door), f"{floor}01", f"户{floor}{door}甲", "", "同意"] for door in (1, 2) for floor in (1, 2, 3)),
]
TIES = [
    ["姓名", "住址", "信任的人", "信任的人住址", "关系"],
    ["户21甲", "1-201", "户32甲", "2-301", "老同事"],
]


def test_two_numbers_are_door_and_room_where_the_town_has_one_building(write_xlsx: Sheets) -> None:
    reading = read_paths([write_xlsx({"户情": SURVEY, "信任": TIES})])
    columns = ("ego_building", "ego_door", "ego_room", "alter_building", "alter_door", "alter_room")
    assert values(reading, "ties", *columns) == [("7", "1", "201", "7", "2", "301")]


def test_two_numbers_stay_building_and_room_where_the_town_has_two_buildings(write_xlsx: Sheets) -> None:
    more = [*SURVEY, ["8", "1", "101", "户八甲", "", "同意"], ["8", "2", "101", "户八乙", "", "同意"]]
    reading = read_paths([write_xlsx({"户情": more, "信任": TIES})])
    assert "7" not in set(reading.tables["ties"].get("ego_building", ()))


def test_a_tie_has_no_kind_by_default_while_a_column_of_words_is_not_read(write_xlsx: Sheets) -> None:
    rows = [
        ["姓名", "住址", "信谁", "那人住哪", "熟不熟", "絮语若干"],
        ["甲一", "6-1-101", "乙二", "6-1-102", "很熟", "从来不说一句话的"],
        ["丙三", "6-1-201", "乙二", "6-1-102", "一般", "楼道里常常碰到"],
        ["丁四", "6-1-202", "乙二", "6-1-102", "很熟", "年轻时就在一处"],
    ]
    reading = read_paths([write_xlsx({"信任": rows})])
    assert not len(reading.tables["ties"])
    assert set(reading.quarantine["reason"]) >= {"unknown_tie_kind"}


def test_a_month_in_the_title_is_the_day_of_words_in_rows_without_one(write_xlsx: Sheets) -> None:
    rows = [["6号楼换管意见（2026年9月）"], ["单元", "房号", "业主", "意见"], ["1", "101", "甲一", "同意"]]
    reading = read_paths([write_xlsx(rows)])
    assert list(reading.tables["stances"]["date"]) == ["2026-09"]


def test_the_day_of_a_plan_or_a_printout_is_no_day_of_words(write_xlsx: Sheets) -> None:
    rows = [["6号楼换管意见 打印于2026年9月3日"], ["单元", "房号", "业主", "意见"], ["1", "101", "甲一", "同意"]]
    reading = read_paths([write_xlsx(rows)])
    assert list(reading.tables["stances"]["date"]) == [""]


def test_the_occupants_opinion_stands_beside_the_owners_with_its_own_day(write_xlsx: Sheets) -> None:
    rows = [
        ["楼号", "单元", "房号", "产权人", "租客", "改造意愿", "原因", "日期", "住户意愿", "住户原因", "住户表态日"],
        ["6", "1", "101", "甲一", "乙二", "同意", "", "2026-09-01", "不同意", "怕吵", "2026-09-05"],
        ["6", "1", "102", "丙三", "", "不同意", "怕花钱", "2026-09-02", "", "", ""],
    ]
    reading = read_paths([write_xlsx(rows)])
    assert values(reading, "stances", "room", "giver", "stance", "reasons", "date") == [
        ("101", "occupant", "refused", "noise_dust_water", "2026-09-05"),
        ("101", "owner", "verbal", "", "2026-09-01"),
        ("102", "owner", "refused", "cost", "2026-09-02"),
    ]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("同意，征询表已经签好", "signed"),
        ("已签确认单", "signed"),
        ("已签名按手印", "signed"),
        ("没意见（不算同意）", "no_objection"),
        ("同意（要先补砖）", "conditional"),
        ("同意，字还没签", "verbal"),
    ],
)
def test_a_stance_says_whether_the_paper_is_signed(text: str, stance: str | None) -> None:
    cell = Words().stance_cell(text)
    assert (cell.stances.get("") if cell is not None else None) == stance


def test_a_survey_that_says_who_went_and_what_came_of_it_is_a_visit_log_too(write_xlsx: Sheets) -> None:
    rows = [["入户踏勘表 2026年"], ["日期", "户号", "踏勘人", "给水意见", "厨房下水意见", "结果"]]
    rows += [[f"9.{day}", f"6-1-{day}01", "甲一", "同意", "不同意", "没松口"] for day in (1, 2, 3)]
    reading = read_paths([write_xlsx(rows)])
    assert len(reading.tables["stances"]) == 6
    assert values(reading, "visits", "date", "visitors", "mode") == [
        (f"2026-09-0{day}", "甲一", "home") for day in (1, 2, 3)
    ]


def test_a_result_that_names_another_way_leaves_open_how_it_was(write_xlsx: Sheets) -> None:
    rows = [["电话回访登记 2026年"], ["日期", "住址", "走访人", "结果"]]
    rows += [["9.1", "6-1-101", "甲一", "没接"], ["9.2", "6-1-102", "甲一", "微信上说不同意"]]
    reading = read_paths([write_xlsx(rows)])
    assert values(reading, "visits", "room", "mode") == [("101", "phone"), ("102", "")]

"""What a tidy clerk's files say in few signs: pairs of numbers, questionnaires with a neighbour, wishes by risers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths

WriteXlsx = Callable[..., Path]
RISERS = [
    ["栋号", "立管编号", "管别", "串到的房号"],
    ["甲栋", "FL-1", "厨房", "1-101、1-201、1-301"],
    ["甲栋", "FL-2", "厨房", "2-101至2-301（01这一路）"],
]
FLATS = [
    ["栋", "单元", "房号", "产权人", "联系电话", "居住状态"],
    *(
        [building, f"{door}单元", f"{floor}01", name, f"1390000{number:04d}", "自住"]
        for number, (building, door, floor, name) in enumerate(
            [
                ("甲栋", 1, 1, "谭簸箕"),
                ("甲栋", 1, 2, "文竹篙"),
                ("甲栋", 2, 3, "邬针线"),
                ("2栋", 1, 1, "廖竹耙"),
                ("2栋", 2, 3, "简烟斗"),
            ]
        )
    ),
]
ASKED = [
    "序号",
    "提交答卷时间",
    "1、您住哪一栋",
    "2、几单元",
    "3、房号",
    "4、您的姓名",
    "5、您是这套房的",
    "6、换下水立管，您家的意见",
    "7、院子里这类事您最信得过哪位邻居（写姓名、房号，没有就写没有）",
    "8、您和TA主要是",
    "9、您和TA的亲近程度（0-3分，3分最亲）",
]


def rows(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, reading.tables[table][list(columns)].to_numpy().tolist()))


def answer(building: str, door: str, room: str, name: str, *trust: str) -> list[str]:
    return ["1", "2025/4/9 09:00", building, door, room, name, "产权人或承租人", "同意", *trust]


def test_flats_of_a_riser_may_each_be_written_with_their_door(write_xlsx: WriteXlsx) -> None:
    reading = read_paths([write_xlsx(RISERS, name="立管对照.xlsx")])
    of_risers = rows(reading, "flats", "building", "door", "room", "stack")
    assert of_risers == [("甲", door, f"{floor}01", f"FL-{door}") for door in ("1", "2") for floor in (1, 2, 3)]


def test_pairs_that_all_begin_with_their_building_name_no_door(write_xlsx: WriteXlsx) -> None:
    listed = [RISERS[0], ["5栋", "FL-1", "厨房", "5-101、5-201、5-301"], ["6栋", "FL-1", "厨房", "6-101、6-201、6-301"]]
    reading = read_paths([write_xlsx(listed, name="立管对照.xlsx")])
    assert {door for _, door in rows(reading, "flats", "building", "door")} == {""}


def test_households_behind_a_building_are_of_it(write_xlsx: WriteXlsx) -> None:
    links = [["党员", "住址", "联系户"], ["文竹篙", "甲栋1单元201", "甲栋1-101、2-301"]]
    reading = read_paths([write_xlsx(links, name="包户联系表.xlsx")])
    assert rows(reading, "links", "building", "door", "room") == [("甲", "1", "101"), ("甲", "2", "301")]


@pytest.fixture
def questionnaire(write_xlsx: WriteXlsx) -> Reading:
    asked = [
        ASKED,
        answer("甲栋", "1单元", "101", "谭簸箕", "邬针线 2-301", "以前一个车间的", "3"),
        answer("甲栋", "1单元", "201", "文竹篙", "谭簸箕，1-101", "亲戚", "2"),
        answer("甲栋", "2单元", "301", "邬针线", "没有", "(跳过)", "(跳过)"),
        answer("2栋", "1单元", "101", "廖竹耙", "简烟斗（2单元301）", "说不清的那种", "1"),
        answer("2栋", "2单元", "301", "简烟斗", "不用来", "(跳过)", "(跳过)"),
    ]
    return read_paths([write_xlsx(FLATS, name="住户.xlsx"), write_xlsx(asked, name="278_按文本_问卷_5_5.xlsx")])


def test_a_questionnaire_says_whom_one_hears_what_the_two_are_and_how_close(questionnaire: Reading) -> None:
    ties = rows(questionnaire, "ties", "ego_name", "alter_name", "alter_building", "alter_door", "kind", "strength")
    assert ties == [
        ("文竹篙", "谭簸箕", "甲", "1", "kin", "2"),
        ("谭簸箕", "邬针线", "甲", "2", "former_colleague", "3"),
    ]
    assert ("甲", "301", "named_nobody") in rows(questionnaire, "surveys", "building", "room", "outcome")


def test_an_unknown_word_for_what_two_are_to_each_other_gives_no_tie(questionnaire: Reading) -> None:
    assert "简烟斗" not in questionnaire.tables["ties"]["alter_name"].tolist()
    assert any(finding.field == "kind" for finding in questionnaire.findings)


def test_a_short_answer_that_nobody_should_come_holds(questionnaire: Reading) -> None:
    assert ("2", "2", "301") in rows(questionnaire, "holds", "building", "door", "room")


def test_a_flat_that_only_a_form_knows_beyond_every_storey_is_none(write_xlsx: WriteXlsx) -> None:
    listed = [
        FLATS[0],
        *(["2栋", "3单元", f"{floor}01", "唐门闩", f"139000010{floor:02d}", "自住"] for floor in range(1, 6)),
    ]
    asked = [ASKED, answer("2栋", "3单元", "302", "吴煤钩", "(空)", "(空)", "(空)")]
    reading = read_paths([write_xlsx(listed, name="住户.xlsx"), write_xlsx(asked, name="问卷.xlsx")])
    assert "302" not in reading.tables["flats"]["room"].tolist()


def test_a_pair_in_a_risers_row_is_of_that_building_where_it_wishes_to_be_left_alone(write_xlsx: WriteXlsx) -> None:
    works = [
        ["栋号", "立管编号", "管别", "进度", "备注"],
        ["甲栋", "FL-3", "厨房", "未开工", "2-301家属来讲：换管的事请莫再登门"],
    ]
    reading = read_paths([write_xlsx(FLATS, name="住户.xlsx"), write_xlsx(works, name="进度.xlsx")])
    assert rows(reading, "holds", "building", "door", "room") == [("甲", "2", "301")]


def test_a_pair_that_begins_with_its_building_is_a_door_where_others_do_not(write_xlsx: WriteXlsx) -> None:
    offers = [
        ["栋", "单元房号", "顾虑", "答复的办法", "住户认不认"],
        ["甲栋", "1-101", "怕吵", "午休停工", "认"],
        ["甲栋", "2-301", "怕吵", "午休停工", "认"],
        ["2栋", "1-101", "怕吵", "午休停工", "认"],
        ["2栋", "2-301", "怕吵", "午休停工", "认"],
    ]
    reading = read_paths([write_xlsx(FLATS, name="住户.xlsx"), write_xlsx(offers, name="对策.xlsx")])
    assert ("2", "2", "301") in rows(reading, "measures", "building", "door", "room")

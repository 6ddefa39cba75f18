"""Ledgers that a newcomer took over: appointments, who answered in a remark, doors below a title, progress."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths

WriteXlsx = Callable[..., Path]


def rows(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    frame = reading.tables[table]
    return sorted(map(tuple, frame[list(columns)].to_numpy().tolist()))


HOMES = [
    ["楼栋", "单元", "房号", "产权人", "居住情况"],
    *[
        [f"{b}栋", f"{d}单元", f"{f}0{p}", "", "自住"]
        for b in (4, 6)
        for d in (1, 2)
        for f in (1, 2, 3)
        for p in (1, 2)
    ],
]
CALLS = [
    ["进场预约登记（2026年）"],
    ["联系日期", "栋号", "户号", "约定进场", "联系人", "方式", "住户答复"],
    ["2026-05-11", "4#", "1-101", "5.14上午", "席螺帽", "电话", "同意进场"],
    ["2026-05-11", "4#", "1-102", "5.14下午", "席螺帽", "电话", "无人接听"],
    ["2026-05-12", "4#", "2-201", "5.15上午", "关扳手", "上门", "同意进场"],
    ["2026-05-12", "4#", "2-202", "5.15下午", "关扳手", "上门", "同意进场"],
]


def test_whom_somebody_rang_and_what_was_answered_is_a_log_of_visits(write_xlsx: WriteXlsx) -> None:
    reading = read_paths([write_xlsx(CALLS)])
    assert rows(reading, "visits", "room", "date", "visitors", "mode", "result") == [
        ("101", "2026-05-11", "席螺帽", "phone", "agreed"),
        ("102", "2026-05-11", "席螺帽", "phone", "no_contact"),
        ("201", "2026-05-12", "关扳手", "home", "agreed"),
        ("202", "2026-05-12", "关扳手", "home", "agreed"),
    ]


def test_a_yes_to_the_day_of_an_appointment_is_no_word_on_the_works(write_xlsx: WriteXlsx) -> None:
    calls = [*CALLS[:5], ["2026-05-12", "4#", "2-202", "5.15下午", "关扳手", "上门", "可以，改到5.16"]]
    assert len(read_paths([write_xlsx(calls)]).tables["stances"]) == 0


def test_beside_a_phone_number_a_contact_is_of_the_household_and_went_nowhere(write_xlsx: WriteXlsx) -> None:
    calls = [
        [*line[:5], phone, *line[5:]] for line, phone in zip(CALLS[1:], ["联系电话", *["13900004001"] * 4], strict=True)
    ]
    visitors = set(read_paths([write_xlsx([CALLS[0], *calls])]).tables["visits"]["visitors"])
    assert visitors <= {""}


@pytest.mark.parametrize("heading", ["预约进场", "约定时间", "拟进场"])
def test_days_and_hours_of_what_is_to_come_are_no_visits(write_xlsx: WriteXlsx, heading: str) -> None:
    lines = [["4-1-101", "已签", "5.14上午"], ["4-1-102", "同意", "5.14上午"], ["4-1-201", "同意", "5.15上午"]]
    path = write_xlsx([["换管意见 2026年"], ["门牌", "意见", heading], *lines])
    assert len(read_paths([path]).tables["visits"]) == 0


def test_pairs_below_a_titled_building_are_its_doors_where_as_many_are_of_another_number(write_xlsx: WriteXlsx) -> None:
    pairs = [[f"{door}-{room}", "已签"] for door in (1, 2) for room in (101, 102, 201, 202)]
    reading = read_paths([write_xlsx([["1栋换管意见 2026年5月"], ["门牌", "意见"], *pairs])])
    assert {(building, door) for building, door in rows(reading, "stances", "building", "door")} == {
        ("1", "1"),
        ("1", "2"),
    }


def test_ticks_below_answers_are_one_answer_in_a_sheet_known_by_evidence(write_xlsx: WriteXlsx) -> None:
    lines = [
        ["4-1-101", "席螺帽", "√", None, None, None, None, "5.11"],
        ["4-1-102", "关扳手", None, "√", None, None, "才装修", "5.11"],
        ["4-1-201", "查水桶", None, None, "√", None, None, "5.12"],
        ["4-1-202", "习钢尺", None, None, None, "√", None, "5.12"],
    ]
    head = ["门牌", "户名", "同意", "不同意", "考虑", "没找到人", "说的啥", "日期"]
    reading = read_paths([write_xlsx([["更换立管摸底表"], ["摸底时间：2026年5月"], head, *lines])])
    assert rows(reading, "stances", "room", "stance", "date") == [
        ("101", "verbal", "2026-05-11"),
        ("102", "refused", "2026-05-11"),
        ("201", "hesitant", "2026-05-12"),
        ("202", "unreached", "2026-05-12"),
    ]


def survey(remark: str) -> list[list[str]]:
    return [
        ["换管意见登记（2026年5月）"],
        ["门牌", "意见", "日期", "备注"],
        ["4-1-101", "同意", "5.11", remark],
        ["4-1-102", "不同意", "5.12", ""],
        ["4-1-201", "同意", "5.12", ""],
    ]


@pytest.mark.parametrize(
    ("remark", "giver"),
    [
        ("租客说的，下周再问", "occupant"),
        ("租客答的", "occupant"),
        ("儿子说的，厨房堵了", "owner"),
        ("听租客说的", "owner"),
    ],
)
def test_a_remark_that_begins_with_who_said_it_tells_whose_word_it_is(
    write_xlsx: WriteXlsx, remark: str, giver: str
) -> None:
    reading = read_paths([write_xlsx(survey(remark))])
    assert ("101", giver) in rows(reading, "stances", "room", "giver")


def test_a_relative_speaks_for_the_occupants_whom_another_sheet_names_as_who_lives_there(
    write_xlsx: WriteXlsx,
) -> None:
    homes = [
        ["门牌", "产权人", "居住情况", "租客/实住人"],
        ["4-1-101", "席螺帽", "子女住", "女儿席螺钉"],
        ["4-1-102", "关扳手", "自住", ""],
    ]
    both = [write_xlsx(survey("女儿说的"), name="a.xlsx"), write_xlsx(homes, name="b.xlsx")]
    assert ("101", "occupant") in rows(read_paths(both), "stances", "room", "giver")


def test_of_two_sheets_of_progress_the_one_titled_with_the_later_day_counts(write_xlsx: WriteXlsx) -> None:
    def progress(day: str, status: str) -> list[list[str]]:
        return [
            [f"立管更换进度表（截至2026年{day}）"],
            ["立管编号", "栋号", "类别", "状态"],
            ["CL1", "4#", "厨房", status],
        ]

    path = write_xlsx({"进度一": progress("5月20日", "未开工"), "进度二": progress("6月3日", "不做")})
    assert rows(read_paths([path]), "works", "stack", "status") == [("CL1", "not_doing")]


def test_what_is_held_for_a_flat_without_its_door_hides_no_door_that_nobody_else_knows(write_xlsx: WriteXlsx) -> None:
    stray = [["换管意见 2026年"], ["门牌", "意见"], ["4-9-201", "同意"]]
    remarks = [["立管编号", "栋号", "状态", "备注"], ["CL1", "4#", "施工中", "202不要再来找他"]]
    path = write_xlsx({"住户": HOMES, "意见": stray, "进度": remarks})
    assert "9" not in set(read_paths([path]).tables["flats"]["door"])


def test_households_called_by_name_are_no_addresses(write_xlsx: WriteXlsx) -> None:
    names = ["席螺帽", "关扳手", "查水桶", "习钢尺", "钱铁锹", "孙木梯"]
    homes = [["门牌", "产权人"], *([f"4-1-{n}0{p}", names[2 * (n - 1) + p - 1]] for n in (1, 2, 3) for p in (1, 2))]
    ties = [
        ["哪家", "跟哪个", "咋个好法"],
        *([one, other, "老同事"] for one, other in zip(names, names[1:] + names[:1], strict=True)),
    ]
    reading = read_paths([write_xlsx({"住户": homes, "哪个跟哪个好": ties})])
    assert ("席螺帽", "101", "关扳手", "102") in rows(
        reading, "ties", "ego_name", "ego_room", "alter_name", "alter_room"
    )


def test_a_title_that_asks_who_should_come_and_talk_asks_for_nominations(write_xlsx: WriteXlsx) -> None:
    head = [["换管子的事，想请哪个来跟您谈？（2026年）"], ["门牌", "住户", "提名", "日期"]]
    line = ["4-1-101", "席螺帽", "关扳手(4-1-102)", "5.11"]
    reading = read_paths([write_xlsx([*head, line])])
    assert rows(reading, "ties", "alter_name", "kind") == [("关扳手", "nominated")]


def test_words_may_follow_a_tenants_bracket_without_a_space(tmp_path: Path) -> None:
    lines = ["席螺帽 同意", "关扳手（租的）没意见", "查水桶 同意", "习钢尺 同意", "钱铁锹 已签"]
    numbered = [
        f"{n}. {room} {said}" for n, (room, said) in enumerate(zip((101, 102, 201, 202, 301), lines, strict=True), 1)
    ]
    chain = "\n".join(["#接龙", "4栋各家换管子的请接一下，同意就写同意 2026年5月15日", *numbered])
    path = tmp_path / "接龙.txt"
    path.write_text(chain, encoding="utf-8")
    assert ("102", "occupant", "no_objection") in rows(read_paths([path]), "stances", "room", "giver", "stance")


def test_who_looks_after_which_flats_may_be_called_who_keeps_which_doors(write_xlsx: WriteXlsx) -> None:
    roster = [["姓名", "身份", "住哪"], ["席螺帽", "党员", "4-1-101"], ["关扳手", "党员", "4-1-102"]]
    kept = [["包户安排"], ["包户人", "包的门牌"], ["席螺帽", "4-1-201、4-1-202"], ["关扳手", "4-2-101"]]
    reading = read_paths([write_xlsx({"名单": roster, "包户": kept})])
    assert rows(reading, "links", "member_name", "door", "room") == [
        ("关扳手", "2", "101"),
        ("席螺帽", "1", "201"),
        ("席螺帽", "1", "202"),
    ]

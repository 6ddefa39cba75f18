"""Sheets of a lane's director and helpers: rounds side by side, doors written once, whose relation lives there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.values.words.outcomes import survey_outcome
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone

WriteXlsx = Callable[..., Path]


def rows(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    frame = reading.tables[table]
    return sorted(map(tuple, frame[list(columns)].to_numpy().tolist()))


@pytest.mark.parametrize("text", ["房客讲协议里没这个事，往后请勿再联系他们", "讲没有的事，今后不要再上门"])
def test_a_wish_behind_a_denial_of_something_else_is_a_wish(text: str) -> None:
    assert asks_to_be_left_alone(text)


@pytest.mark.parametrize("text", ["不要再来是误会", "没这个事，没说以后别来", "误传，说以后别来的是隔壁"])
def test_a_denial_of_the_wish_itself_takes_it_back(text: str) -> None:
    assert not asks_to_be_left_alone(text)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("没有，楼里谁都不认得", "named_nobody"),
        ("讲不上来，没谁", "named_nobody"),
        ("这个我不回答", "declined"),
        ("谁也不要来，让我安静过日子", "wants_nobody"),
        ("不用派人，我自己去居委会说", "wants_nobody"),
    ],
)
def test_an_answer_of_two_parts_may_name_nobody(text: str, outcome: str) -> None:
    assert survey_outcome(text) == outcome


ROUNDS = [
    ["3幢征求意见表（2026年）"],
    ["室号", "表态人", "第一轮", "原因", "日期", "第二轮", "原因", "日期"],
    ["1-101", "本人", "犹豫", "怕停水", "4.2", "已签", "", "10.8"],
    ["1-102", "本人", "已签", "", "4.2", "", "", ""],
    ["1-201", "本人", "不同意", "孩子高考", "4.3", "口头同意", "", "10.9"],
    ["1-202", "女儿（住这）", "犹豫", "怕吵", "4.3", "有条件", "怕吵", "10.9"],
    ["1-301", "本人", "口头同意", "", "4.3", "已签", "", "10.9"],
    ["1-302", "儿子（住这）", "口头同意", "", "4.4", "", "", ""],
]
HOMES = [
    ["3幢住户底册 2026.1"],
    ["单元", "室号", "户主", "房屋性质", "居住情况", "租客或现住人", "联系电话"],
    ["1单元", "101", "席门环", "房改房", "自住", "", "13900002001"],
    ["1单元", "102", "甘灯罩", "商品房", "自住", "", "13900002002"],
    ["1单元", "201", "桂木勺", "房改房", "自住", "", "13900002003"],
    ["1单元", "202", "乐水缸", "房改房", "子女住", "女儿 乐草帽", "13900002004"],
    ["1单元", "301", "申竹椅", "商品房", "自住", "", "13900002005"],
    ["1单元", "302", "艾铜盆", "房改房", "自住", "", "13900002006"],
]


@pytest.fixture(name="asked_twice")
def _asked_twice(write_xlsx: WriteXlsx) -> Reading:
    return read_paths([write_xlsx({"底册": HOMES, "3幢": ROUNDS})])


def test_rounds_beside_each_other_are_words_of_their_own_days(asked_twice: Reading) -> None:
    said = rows(asked_twice, "stances", "room", "stance", "date")
    assert {("101", "hesitant", "2026-04-02"), ("101", "signed", "2026-10-08")} <= set(said)
    assert ("201", "verbal", "2026-10-09") in said
    assert sum(room == "102" for room, *_ in said) == 1


def test_a_relative_who_is_on_record_as_living_there_speaks_as_occupant(asked_twice: Reading) -> None:
    givers = {giver for room, giver in rows(asked_twice, "stances", "room", "giver") if room == "202"}
    assert givers == {"occupant"}


def test_a_door_stands_once_before_the_first_flat_of_a_riser(write_xlsx: WriteXlsx) -> None:
    risers = [
        ["枇杷里小区 3#~5# 立管清单  物业工程部"],
        ["序", "楼号", "立管编号", "用途", "经过户"],
        ["1", "3#", "WL3-1", "厨房污水", "1-101、201、301"],
        ["2", "3#", "WL3-2", "卫生间污水", "1-101~301（01室）"],
        ["3", "3#", "WL3-3", "厨房污水", "2-101、201、301"],
        ["4", "3#", "WL3-4", "卫生间污水", "2-102、202、302"],
        ["5", "5#", "WL5-1", "厨房污水", "2-102、202、302"],
        ["6", "5#", "WL5-2", "卫生间污水", "1-101、201、301"],
    ]
    flats = rows(
        read_paths([write_xlsx({"立管清单": risers}, name="book.xlsx")]), "flats", "building", "door", "room", "stack"
    )
    assert {("3", "1", "101", "WL3-1"), ("3", "1", "201", "WL3-2"), ("5", "2", "302", "WL5-1")} <= set(flats)


def test_the_day_in_the_bracket_of_a_yes_is_when_it_was_given(write_xlsx: WriteXlsx) -> None:
    people = [
        ["党员、墙门组长名单（2026年8月整理）"],
        ["姓名", "身份", "住址", "管哪里", "愿不愿去做工作"],
        ["席门环", "党员、墙门组长", "3-1-101", "3幢1单元", "愿意（8.20问的）"],
        ["甘灯罩", "志愿者", "3-1-102", "", "不愿意（8.21问的）"],
    ]
    read = rows(read_paths([write_xlsx({"名单": people})]), "people", "name", "roles", "willing_on")
    assert ("甘灯罩", "volunteer", "2026-08-21") in read
    assert ("席门环", "door_captain|party_member", "2026-08-20") in read


def test_a_riser_whose_number_names_another_building_is_not_put_into_the_one_above(write_xlsx: WriteXlsx) -> None:
    works = [
        ["施工进度表（2026年）"],
        ["楼", "立管", "类别", "状态", "完工日期"],
        *[["3#" if n == 1 else "", f"WL3-{n}", "厨房", "已完成", "10.8"] for n in range(1, 5)],
        *[["5#" if n == 1 else "", f"WL5-{n}", "厨房", "未开工", ""] for n in range(1, 5)],
        ["", "WL9-2", "厨房", "已完成", "10.9"],
    ]
    stacks = {stack for (stack,) in rows(read_paths([write_xlsx({"进度": works})]), "works", "stack")}
    assert stacks == {f"WL{building}-{n}" for building in (3, 5) for n in range(1, 5)}

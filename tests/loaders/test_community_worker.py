"""Conventions of an ordinary community worker's sheets; every expectation is worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.layout.forms.sign_in import activity_of
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone

Sheets = Callable[..., Path]


def rows(load: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return list(load.tables[table][list(columns)].itertuples(index=False, name=None))


def test_whom_a_member_looks_after_is_no_survey_although_the_householders_stand_beside(write_xlsx: Sheets) -> None:
    looked_after = {"龚一|1-1-301": ("102", "401", "402", "501"), "殷二|1-1-202": ("101", "302", "502", "602")}
    lines = [
        [
            *(who.split("|") if place == 0 else ("", "")),
            f"1-1-{room}",
            f"柯{room}",
            "逢年过节看看" if place == 1 else "",
        ]
        for who, rooms in looked_after.items()
        for place, room in enumerate(rooms)
    ]
    sheet = [["党员联户分工表（2024.3.28）"], ["党员", "党员住址", "联系户", "户主", "备注"], *lines]
    load = read_paths([write_xlsx(sheet)])
    assert sorted(rows(load, "links", "member_name", "member_room", "room")) == sorted(
        (*who.replace("1-1-", "").split("|"), room) for who, rooms in looked_after.items() for room in rooms
    )
    assert not len(load.tables["dossiers"])


def test_where_only_other_owners_are_written_the_householder_owns_the_rest(write_xlsx: Sheets) -> None:
    sheet = [
        ["楼栋", "单元", "房号", "户主", "产权人（跟户主不是一个人才填）", "房屋性质", "居住情况"],
        ["1栋", "1单元", "101", "柳一", "", "房改房", "自住"],
        ["1栋", "1单元", "102", "万二", "万三", "房改房", "亲属住"],
    ]
    load = read_paths([write_xlsx(sheet)])
    assert rows(load, "dossiers", "room", "owner_name", "occupant_name") == [
        ("101", "柳一", ""),
        ("102", "万三", "万二"),
    ]


def test_kin_whom_somebody_trusts_stay_kin_beside_a_second_question(write_xlsx: Sheets) -> None:
    sheet = [
        ["住户", "填表人", "最信得过的人", "住哪", "什么关系", "亲近程度", "改管子愿意听哪个讲", "填表日期"],
        ["1-1-101", "柯一", "殷二", "1-1-202", "老同事", "3", "殷二", "2024-04-13"],
        ["1-1-102", "舒三", "池四", "1-1-302", "亲戚", "3", "", "2024-04-13"],
        ["1-1-201", "秦五", "邹六", "1-1-301", "″", "2", "", "2024-04-13"],
        ["1-1-302", "池四", "舒三", "1-1-102", "", "2", "舒三", "2024-04-13"],
        ["1-1-401", "马七", "殷二", "1-1-202", "老同事", "3", "殷二", "2024-04-13"],
    ]
    load = read_paths([write_xlsx(sheet)])
    assert rows(load, "ties", "ego_name", "alter_name", "alter_room", "kind") == [
        ("柯一", "殷二", "202", "former_colleague"),
        ("柯一", "殷二", "202", "nominated"),
        ("舒三", "池四", "302", "kin"),
        ("秦五", "邹六", "301", "kin"),
        *[("池四", "舒三", "102", "nominated")] * 2,  # with how close, and without
        ("马七", "殷二", "202", "former_colleague"),
        ("马七", "殷二", "202", "nominated"),
    ]


def test_building_and_door_beside_a_whole_address_are_what_a_captain_looks_after(write_xlsx: Sheets) -> None:
    sheet = [
        ["楼栋长、门栋长名单"],
        ["楼栋", "单元", "职务", "姓名", "住址"],
        ["1栋", "", "楼栋长", "龚一", "1-1-301"],
        ["1栋", "2单元", "门栋长", "殷二", "1-2-202"],
    ]
    load = read_paths([write_xlsx(sheet)])
    assert sorted(rows(load, "people", "name", "door", "room", "scope")) == [
        ("殷二", "2", "202", "1/2"),
        ("龚一", "1", "301", "1"),
    ]


def test_a_word_at_a_second_visit_is_a_second_word(write_xlsx: Sheets) -> None:
    sheet = [
        ["立管改造意见征求表（2024年）"],
        ["楼栋", "房号", "表态人", "意见", "签字", "日期", "原因", "复核意见", "复核日期"],
        ["1栋", "1单元101", "柳一", "不同意", "", "3.10", "怕吵", "同意，已签", "4.20"],
        ["1栋", "1单元102", "柳二（租户）", "同意", "已签", "3.10", "", "", ""],
        ["1栋", "1单元201", "柳三", "同意", "已签", "3.10", "", "", ""],
    ]
    load = read_paths([write_xlsx(sheet)])
    assert rows(load, "stances", "room", "giver", "stance", "date") == [
        ("101", "owner", "refused", "2024-03-10"),
        ("101", "owner", "signed", "2024-04-20"),
        ("102", "occupant", "signed", "2024-03-10"),
        ("201", "owner", "signed", "2024-03-10"),
    ]


def test_a_list_of_problems_with_what_was_done_tells_offers(write_xlsx: Sheets) -> None:
    sheet = [
        ["居民问题清单（2024年）"],
        ["编号", "日期", "住户", "反映的问题", "怎么答复、帮了什么", "住户接不接受", "备注"],
        ["1", "3.26", "2栋1单元202", "怕停水没水用", "停水那天送两桶水上门", "接受", ""],
        ["2", "4.8", "1栋2单元501", "搞坏了东西哪个赔", "施工队签损坏赔付承诺书", "没接受", ""],
        ["3", "4.12", "1栋2单元502", "怕自己出钱", "书面说明居民不出钱", "接受", ""],
        ["4", "4.15", "1栋2单元401", "明管不好看", "施工队愿意包管", "不要", ""],
        ["5", "4.20", "1栋1单元501", "女儿高三", "高考完再进场", "接受", ""],
    ]
    load = read_paths([write_xlsx(sheet)])
    assert ("502", "书面说明居民不出钱", "true") in rows(load, "measures", "room", "measure", "accepted")
    assert sorted(load.tables["measures"]["accepted"]) == ["false", "false", "true", "true", "true"]


def test_whoever_can_help_is_willing_and_whoever_cannot_is_not(write_xlsx: Sheets) -> None:
    sheet = [
        ["社区志愿者名单（2024年3月）"],
        ["序号", "姓名", "住址", "能不能上门帮忙讲改管子", "哪天答应/回的", "最多几户"],
        ["1", "涂一", "1-2-302", "能", "3.20", "3"],
        ["2", "秦二", "2-1-102", "不能", "3.20", ""],
    ]
    load = read_paths([write_xlsx(sheet)])
    assert rows(load, "people", "name", "willing", "willing_on") == [
        ("涂一", "true", "2024-03-20"),
        ("秦二", "false", "2024-03-20"),
    ]


def test_how_many_came_to_a_meeting_is_not_its_name() -> None:
    minutes = "居民恳谈会纪要\n时间：2024年4月12日下午3点\n到会居民12人，施工队来了两个人。先看了样管：\n签到："
    assert activity_of(minutes) == "居民恳谈会"


@pytest.mark.parametrize("text", ["前年才装修完，舍不得敲，不同意", "巴不得你们早点来联系", "怪不得没人打电话"])
def test_a_no_that_is_part_of_another_word_asks_nobody_to_stay_away(text: str) -> None:
    assert not asks_to_be_left_alone(text)


@pytest.mark.parametrize(("door", "is_kept"), [("2", True), ("4", False)])
def test_a_door_with_one_flat_between_two_others_exists(door: str, is_kept: bool, write_xlsx: Sheets) -> None:
    homes = [(at, f"{floor}0{side}") for at in "13" for floor in range(1, 5) for side in (1, 2)]
    sheet = [["楼号", "单元", "房号", "产权人"], *(["2", at, room, f"柳{i}"] for i, (at, room) in enumerate(homes))]
    load = read_paths([write_xlsx([*sheet, ["2", door, "301", "甘一"]])])
    assert ((door, "301") in rows(load, "flats", "door", "room")) is is_kept


def test_numbers_that_name_their_pipe_are_risers_and_spans_of_storeys_their_flats(write_xlsx: Sheets) -> None:
    sheet = [
        ["立管明细表"],
        ["序号", "编号", "楼门", "管", "带哪些户", "户数"],
        *[[str(n), f"3-2上{n}", "3号楼2门", "上水", f"1-{n}至4-{n}", "4"] for n in (1, 2, 3)],
        *[[str(n + 3), f"3-2厨{n}", "3号楼2门", "厨房下水", f"2-{n}至4-{n}", "3"] for n in (1, 2, 3)],
    ]
    load = read_paths([write_xlsx(sheet)])
    assert len(load.tables["flats"]) == 3 * 4 + 3 * 3
    assert ("202", "3-2厨2", "sewage_kitchen") in rows(load, "flats", "room", "stack", "pipe_kind")


@pytest.mark.parametrize("text", ["不同意再上门", "不愿来人", "不答应再来", "不肯再让来", "嫌打扰"])
def test_whoever_does_not_agree_to_be_visited_again_asks_to_be_left_alone(text: str) -> None:
    assert asks_to_be_left_alone(text)


@pytest.mark.parametrize("text", ["不同意，下周再来", "不同意，让儿子来谈", "不愿意再等", "不肯签，叫他儿子来"])
def test_whoever_does_not_agree_to_something_else_does_not(text: str) -> None:
    assert not asks_to_be_left_alone(text)


@pytest.mark.parametrize(
    ("cell", "is_held"), [("不详", True), ("未知", True), ("☒", True), ("否", False), ("无", False), ("☐", False)]
)
def test_only_a_clear_no_below_leave_alone_holds_nobody(cell: str, is_held: bool, write_xlsx: Sheets) -> None:
    sheet = [
        ["楼号", "单元", "房号", "产权人", "免打扰"],
        ["5", "1", "101", "柳一", cell],
        ["5", "1", "102", "柳二", "是"],
    ]
    load = read_paths([write_xlsx(sheet, name="免打扰表.xlsx")])
    assert (("101",) in rows(load, "holds", "room")) is is_held

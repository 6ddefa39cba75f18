"""Headings in an office's words become our fields, exactly or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.opening import open_sheets
from socialgraph.loaders.values.words.dictionary import heading_dictionary
from socialgraph.loaders.values.words.headings import FORBIDDEN_FIELDS

DICTIONARY = heading_dictionary()
ADDRESS = ["楼号", "单元", "房号"]


@pytest.fixture
def read(write_xlsx: Callable[..., Path]) -> Callable[..., Sheet]:
    """The only sheet of a workbook with these rows."""

    def only(rows: object, merges: tuple[str, ...] = ()) -> Sheet:
        (sheet,) = open_sheets(write_xlsx(rows, merges))
        return sheet

    return only


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("联系\n电话", "phone"),
        ("序\n号", "seq_no"),
        ("家庭  类型", "flags"),
        ("* 房　号：", "room"),
        ("（1）户主", "head_name"),
        ("建筑面积(必填)", "area_m2"),
        ("房间号码(条件)\n说明", "room"),
        ("产权人（与房本一致）", "owner_name"),
        ("承租人（公房）", "public_lessee_name"),
        ("ＮＯ．", "seq_no"),
        ("提名人楼号", "ego_building"),
        ("信任的人的住址", "alter_address"),
        ("owner_name", "owner_name"),
    ],
)
def test_a_heading_is_found_whatever_breaks_blanks_and_rules_stand_in_it(heading: str, field: str) -> None:
    assert DICTIONARY.look_up(heading) == (field,)


@given(
    st.sampled_from(sorted(DICTIONARY.names.values())), st.lists(st.sampled_from([" ", "\n", "\u3000", "\t", "\xa0"]))
)
def test_whitespace_inside_a_heading_never_changes_its_meaning(heading: str, blanks: list[str]) -> None:
    spread = heading
    for place, blank in enumerate(blanks):
        spread = spread[: place * 2 + 1] + blank + spread[place * 2 + 1 :]
    assert DICTIONARY.look_up(spread) == DICTIONARY.look_up(heading) != ()


@pytest.mark.parametrize("heading", ["产权人\n身份证号", "业主(身份证号)", "户主年龄", "被访人民族", "租户工作单位"])
def test_a_personal_number_under_a_persons_heading_is_not_the_person(heading: str) -> None:
    assert set(DICTIONARY.look_up(heading)) <= FORBIDDEN_FIELDS


def test_an_ambiguous_heading_means_all_it_may_mean() -> None:
    assert set(DICTIONARY.look_up("承租人")) == {"public_lessee_name", "tenant_name"}


def test_an_unclear_lessee_stands_under_both_fields_and_is_named(read: Callable[..., Sheet]) -> None:
    sheet = read([[*ADDRESS, "承租人"], ["5", "1", "101", "甲"]])
    assert sheet.ambiguous == {"承租人": ("public_lessee_name", "tenant_name")}
    assert sheet.rows[0].text("tenant_name") == sheet.rows[0].text("public_lessee_name") == "甲"


def test_an_ambiguous_heading_is_what_no_other_column_is(read: Callable[..., Sheet]) -> None:
    sheet = read([[*ADDRESS, "承租人", "租户姓名"], ["5", "1", "101", "甲", "乙"]])
    assert sheet.ambiguous == {}
    assert (sheet.rows[0].text("public_lessee_name"), sheet.rows[0].text("tenant_name")) == ("甲", "乙")


@pytest.mark.parametrize(("number", "field"), [("301", "room"), ("5号楼2门301", "address_full")])
def test_a_door_plate_is_a_room_or_an_address_as_its_cells_say(
    read: Callable[..., Sheet], number: str, field: str
) -> None:
    assert read([["门牌号", "户主", "意见"], [number, "甲", "同意"]]).rows[0].text(field) == number


def test_a_near_miss_is_suggested_and_never_taken(read: Callable[..., Sheet]) -> None:
    sheet = read([[*ADDRESS, "联系电活"], ["5", "1", "101", "13900000001"]])
    assert (sheet.near_misses, sheet.dropped_columns) == ({"联系电活": "联系电话"}, ["联系电活"])
    assert "phone" not in sheet.fields


def test_no_value_of_a_forbidden_or_unknown_column_is_in_any_row(read: Callable[..., Sheet]) -> None:
    banned = [
        "身份证号",
        "民族",
        "婚姻状况",
        "学历",
        "工作单位",
        "户籍地址",
        "年龄",
        "性别",
        "出生日期",
        "备注",
        "血型",
        "单位",
    ]
    sheet = read([[*ADDRESS, "户主", *banned], ["5", "1", "101", "甲", *["不可留"] * len(banned)]])
    assert sheet.dropped_columns == banned
    assert "不可留" not in repr(sheet.rows)


def test_running_numbers_are_no_column_worth_naming(read: Callable[..., Sheet]) -> None:
    sheet = read([["序号", *ADDRESS], [1, "5", "1", "101"]])
    assert (sheet.dropped_columns, list(sheet.fields)) == ([], ["building", "door", "room"])


def test_the_header_is_found_below_titles(read: Callable[..., Sheet]) -> None:
    title = [["某社区摸排表(截至6月30日)"], ["填报单位:", None, "单位:户"], []]
    sheet = read([*title, [*ADDRESS, "户主"], ["5", "1", "101", "甲"]], ("A1:D1",))
    assert (sheet.title.split("\n")[0], sheet.rows[0].number, sheet.skipped["title"]) == (
        "某社区摸排表(截至6月30日)",
        5,
        2,
    )


def test_a_sheet_with_two_columns_needs_two_headings(read: Callable[..., Sheet]) -> None:
    assert [row.text("room") for row in read([["房号", "意见"], ["101", "同意"]]).rows] == ["101"]


def test_two_tiers_are_joined_under_real_merges(fixtures: Path) -> None:
    (sheet,) = open_sheets(fixtures / "workbooks" / "single_traps" / "two_tier_pipes.xlsx")
    assert sheet.fields["stance_supply"] == "上下水意见-上水"
    assert sheet.fields["stance_bathroom"] == "立管意见-卫生间"
    assert sheet.extra["stance_kitchen"] == ("立管意见", "厨房")


def test_two_tiers_of_a_csv_are_joined_over_its_blanks(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "序号,住户,,信任的人,,关系类型\n,姓名,住址,姓名,住址,\n1,甲,1-1-101,乙,1-1-102,棋友\n", encoding="utf-8"
    )
    (sheet,) = open_sheets(path)
    cells = {name: cell.text for name, cell in sheet.rows[0].cells.items()}
    assert cells == {
        "ego_name": "甲", "ego_address": "1-1-101", "alter_name": "乙", "alter_address": "1-1-102", "kind": "棋友"
    }  # fmt: skip
    assert sheet.fields["alter_address"] == "信任的人-住址"


def test_the_upper_cell_says_whose_date_it_is(read: Callable[..., Sheet]) -> None:
    sheet = read(
        [
            ["姓名", "住址", "愿意帮忙调解", None, "可联系户数"],
            [None, None, "是否愿意", "登记日期", None],
            ["甲", "5-1-101", "是", "2026-09-01", 3],
        ],
        ("A1:A2", "B1:B2", "C1:D1", "E1:E2"),
    )
    assert (sheet.kind, sheet.rows[0].text("willing"), sheet.rows[0].text("willing_on")) == (
        "people_roster",
        "是",
        "2026-09-01",
    )


def test_names_of_groups_above_the_header_change_nothing(read: Callable[..., Sheet]) -> None:
    groups = ["基本信息", None, None, "居住信息", None]
    sheet = read(
        [["台账"], groups, [*ADDRESS, "户主", "居住状态"], ["5", "1", "101", "甲", "自住"]], ("A1:E1", "A2:C2", "D2:E2")
    )
    assert sheet.fields == {
        "building": "楼号",
        "door": "单元",
        "room": "房号",
        "head_name": "户主",
        "occupancy": "居住状态",
    }
    assert [row.number for row in sheet.rows] == [4]


def test_a_second_phone_is_kept_beside_the_first(read: Callable[..., Sheet]) -> None:
    sheet = read([[*ADDRESS, "联系电话", "手机"], ["5", "1", "101", "1", "2"]])
    assert (sheet.rows[0].text("phone"), sheet.rows[0].text("phone_alt")) == ("1", "2")


def test_a_heading_that_stands_twice_gives_the_first_filled_cell_and_says_so(read: Callable[..., Sheet]) -> None:
    sheet = read([[*ADDRESS, "意见", "意见"], ["5", "1", "101", None, "同意"], ["5", "1", "102", "拒绝", "同意"]])
    assert [row.text("stance") for row in sheet.rows] == ["同意", "拒绝"]
    assert "report.heading_twice" in [note.code for note in sheet.notes]


def test_a_second_address_of_a_tie_is_the_other_persons(read: Callable[..., Sheet]) -> None:
    sheet = read(
        [["姓名", *ADDRESS, "信任的人", *ADDRESS, "关系"], ["甲", "1", "1", "101", "乙", "1", "1", "102", "棋友"]]
    )
    row = sheet.rows[0]
    assert (sheet.kind, row.text("ego_room"), row.text("alter_room")) == ("ties", "101", "102")


def test_a_sheet_without_a_header_gives_no_row_and_shows_no_value(read: Callable[..., Sheet]) -> None:
    sheet = read([["随便", "写写"], ["甲", "13900000001"]])
    assert (sheet.kind, sheet.rows, sheet.skipped) == ("unknown", [], {"unread": 2})

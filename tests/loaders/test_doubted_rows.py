"""What a remark, a name or a heading beside a value says against it: the row waits, instead of being read wrongly."""

from __future__ import annotations

from pathlib import Path

from one_sheet import reading_of, rows_of

_SURVEY = ["房号", "户主", "居住情况", "谁答的", "态度", "备注"]


def test_a_row_whose_remark_doubts_its_address_is_a_finding_and_no_flat(tmp_path: Path) -> None:
    rows = [
        _SURVEY,
        ["3-1-101", "王甲", "自住", "本人", "已签", ""],
        ["3-1-505", "李乙", "自住", "本人", "已签", "没有5楼呀，抄错了？"],
    ]
    reading = reading_of(tmp_path, rows)
    assert rows_of(reading, "flats", "room") == [("101",)]
    assert [finding.reason for finding in reading.findings] == ["doubted"]


def test_a_stance_by_somebody_whom_no_word_explains_is_nobodys_stance(tmp_path: Path) -> None:
    rows = [
        _SURVEY,
        ["3-1-101", "王甲", "自住", "本人", "已签", ""],
        ["3-1-201", "李乙", "自住", "打麻将的", "同意", ""],
    ]
    reading = reading_of(tmp_path, rows)
    assert rows_of(reading, "stances", "room", "giver") == [("101", "owner")]
    assert ("respondent_relation", "unknown_value") in {(f.field, f.reason) for f in reading.findings}


def test_relatives_who_have_the_flat_to_themselves_speak_as_its_occupants(tmp_path: Path) -> None:
    rows = [
        _SURVEY,
        ["3-1-101", "王甲", "自住", "儿子", "同意", ""],
        ["3-1-201", "李乙", "子女居住", "女儿", "同意", ""],
    ]
    assert rows_of(reading_of(tmp_path, rows), "stances", "room", "giver") == [("101", "owner"), ("201", "occupant")]


def test_somebody_who_tried_the_form_is_no_household(tmp_path: Path) -> None:
    rows = [_SURVEY, ["3-1-101", "王甲", "自住", "本人", "已签", ""], ["3-1-101", "测试", "自住", "本人", "不同意", ""]]
    assert rows_of(reading_of(tmp_path, rows), "stances", "room", "stance") == [("101", "signed")]


def test_a_shop_that_only_a_remark_names_is_one_on_the_ground_floor(tmp_path: Path) -> None:
    rows = [
        _SURVEY,
        ["3-1-101", "王甲", "", "本人", "已签", "底商，理发店"],
        ["3-1-201", "李乙", "", "本人", "已签", "门面在楼下"],
    ]
    assert rows_of(reading_of(tmp_path, rows), "flats", "room", "kind") == [("101", "shop"), ("201", "dwelling")]


def test_what_a_household_says_to_an_offer_is_no_stance(tmp_path: Path) -> None:
    rows = [
        ["房号", "户主", "想给的办法", "他肯不肯", "原因"],
        ["3-1-101", "王甲", "砖坏了原样补", "肯", "怕瓷砖补不好"],
        ["3-1-201", "李乙", "停水前一天送水", "不肯", "怕停水"],
    ]
    reading = reading_of(tmp_path, rows, "三号楼未谈拢户情况")
    assert reading.tables["stances"].empty
    assert rows_of(reading, "measures", "room", "accepted") == [("101", "true"), ("201", "false")]


def test_the_title_gives_nobody_a_role_where_a_column_of_codes_is_unread(tmp_path: Path) -> None:
    people = [[f"王{name}", "1", "1", f"{floor}01", "1;2", "是"] for floor, name in enumerate("甲乙丙丁", 1)]
    rows = [["姓名", "楼", "单元", "室", "SF", "愿意带户"], *people]
    reading = reading_of(tmp_path, rows, "骨干名单")
    assert not any("backbone" in roles for roles in reading.tables["people"]["roles"])


def test_works_without_a_status_are_named_and_not_recorded(tmp_path: Path) -> None:
    rows = [["楼号", "立管编号", "状态", "完工日期"], ["3", "JL-1", "已完工", "2026-10-01"], ["3", "JL-2", "", ""]]
    reading = reading_of(tmp_path, rows)
    assert rows_of(reading, "works", "stack") == [("JL-1",)]
    assert [finding.reason for finding in reading.findings] == ["no_status"]

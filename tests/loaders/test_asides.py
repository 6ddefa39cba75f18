"""Bits beside a row and whose words a column holds: what is only planned, an owner nobody knows, occupants' columns."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from one_sheet import reading_of, rows_of

from socialgraph.loaders import read_paths

_VISITS = ["日期", "楼号", "门号", "室号", "走访人", "走访结果", "备注"]


def test_a_visit_that_a_remark_calls_a_plan_did_not_take_place(tmp_path: Path) -> None:
    rows = [
        _VISITS,
        ["2026-10-12", "3", "1", "101", "王小禾", "同意", ""],
        ["2026-10-13", "3", "1", "201", "王小禾", "", "（计划）带样品去"],
    ]
    reading = reading_of(tmp_path, rows)
    assert rows_of(reading, "visits", "room") == [("101",)]
    assert [finding.reason for finding in reading.findings] == ["planned"]


def test_short_names_of_a_log_are_the_people_its_title_says(tmp_path: Path) -> None:
    rows = [_VISITS, ["2026-10-12", "3", "1", "101", "祁、宗", "同意", ""]]
    reading = reading_of(tmp_path, rows, "走访记录 “祁”=祁半夏，“宗”=宗小禾")
    assert rows_of(reading, "visits", "visitors") == [("祁半夏|宗小禾",)]


def test_a_surname_alone_names_no_visitor(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, [_VISITS, ["2026-10-12", "3", "1", "101", "宗、王小禾", "同意", ""]])
    assert rows_of(reading, "visits", "visitors") == [("王小禾",)]
    assert [finding.field for finding in reading.findings] == ["visitors"]


@pytest.mark.parametrize("remark", ["公房，承租人王甲，自住", "兄妹三人争产，房主之名未定"])
def test_an_owner_whom_a_remark_doubts_is_named_and_not_recorded(tmp_path: Path, remark: str) -> None:
    rows = [
        ["房号", "业主姓名", "居住情况", "态度", "备注"],
        ["3-1-101", "王甲", "自住", "已签", remark],
        ["3-1-201", "李乙", "自住", "已签", ""],
    ]
    reading = reading_of(tmp_path, rows)
    assert rows_of(reading, "dossiers", "room", "owner_name") == [("101", ""), ("201", "李乙")]
    assert rows_of(reading, "stances", "room") == [("201",)]
    assert [finding.reason for finding in reading.findings] == ["owner_unclear"]


def test_occupants_have_their_own_words_reasons_and_day(tmp_path: Path) -> None:
    rows = [
        ["房号", "业主姓名", "业主意愿", "业主表态日期", "住户意愿", "住户原因", "住户表态日期"],
        ["3-1-101", "王甲", "已签", "2026-10-02", "不同意", "怕吵", "2026-10-09"],
    ]
    stances = rows_of(reading_of(tmp_path, rows), "stances", "giver", "stance", "reasons", "date")
    assert ("occupant", "refused", "noise_dust_water", "2026-10-09") in stances
    assert {giver for giver, *_ in stances} == {"owner", "occupant"}


def test_a_room_of_two_figures_among_rooms_of_three_was_cut_off(tmp_path: Path) -> None:
    rooms = ["101", "102", "201", "202", "301", "302", "401", "402", "501", "50"]
    rows = [["楼号", "门号", "室号", "户主", "态度"], *[["3", "1", room, "王甲", "已签"] for room in rooms]]
    reading = reading_of(tmp_path, rows)
    assert [room for (room,) in rows_of(reading, "flats", "room")] == rooms[:-1]
    assert [finding.reason for finding in reading.findings] == ["stray_address"]


def test_a_kind_of_pipe_is_no_riser(tmp_path: Path) -> None:
    rows = [["楼号", "立管编号", "状态"], ["3", "JL-1", "已完工"], ["3", "粪管", "已完工"]]
    reading = reading_of(tmp_path, rows)
    assert rows_of(reading, "works", "stack") == [("JL-1",)]
    assert [finding.reason for finding in reading.findings if finding.row_lost] == ["missing_stack"]


@pytest.mark.parametrize(("remark", "giver"), [("系租户签，房东还没联系上", "occupant"), ("等租客签约", "owner")])
def test_a_remark_that_the_tenant_signed_makes_it_the_occupants_word(tmp_path: Path, remark: str, giver: str) -> None:
    rows = [["房号", "业主姓名", "态度", "备注"], ["3-1-101", "王甲", "已签", remark]]
    assert rows_of(reading_of(tmp_path, rows), "stances", "giver") == [(giver,)]


def test_nobody_at_home_in_a_log_of_visits_is_nobodys_stance(tmp_path: Path) -> None:
    rows = [["户号", "见着谁", "态度"], ["3-1-101", "", "没人"], ["3-1-201", "户主", "不同意"]]
    reading = reading_of(tmp_path, rows, "十月走访流水")
    assert rows_of(reading, "stances", "room", "stance") == [("201", "refused")]


def test_a_title_about_another_building_places_no_riser_whose_code_begins_with_its_own(tmp_path: Path) -> None:
    rows = [["立管编号", "状态"], ["7A1", "已完工"], ["9A1", "已完工"]]
    reading = reading_of(tmp_path, rows, "换管进度（9号楼图纸还没给）")
    assert rows_of(reading, "works", "building", "stack") == [("9", "9A1")]
    assert [finding.reason for finding in reading.findings] == ["missing_building"]


def test_the_same_as_the_owner_is_the_owner_and_no_name(tmp_path: Path) -> None:
    rows = [["房号", "业主姓名", "居住人", "态度"], ["3-1-101", "王甲", "同产权人", "已签"]]
    reading = reading_of(tmp_path, rows)
    assert rows_of(reading, "dossiers", "owner_name", "occupant_name") == [("王甲", "王甲")]


def test_the_householder_of_one_sheet_is_the_public_lessee_of_another(tmp_path: Path) -> None:
    for name, rows in {
        "底册": [["房号", "户主", "产权性质", "居住情况"], ["3-1-101", "王甲（承租）", "房管站公产", "自住"]],
        "意见": [["房号", "户主", "态度"], ["3-1-101", "王甲", "已签"]],
    }.items():
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / f"{name}.xlsx")
    reading = read_paths([tmp_path])
    assert rows_of(reading, "dossiers", "owner_name", "public_lessee_name") == [("", "王甲")]


def test_numbered_parts_of_a_roster_give_each_part_its_own_role(tmp_path: Path) -> None:
    header = ["姓名", "房号", "负责范围", "是否愿意"]
    rows = [
        ["一、楼门长"],
        header,
        ["王甲", "3-1-101", "3号楼", "是"],
        ["李乙", "3-2-201", "3号楼2门", "是"],
        ["二、党员"],
        header,
        ["张丙", "3-1-301", "", "是"],
        ["三、志愿者、代表"],
        header,
        ["周丁", "3-1-401", "", "是"],
    ]
    reading = reading_of(tmp_path, rows)
    assert rows_of(reading, "people", "name", "roles") == [
        ("张丙", "party_member"),
        ("李乙", "door_captain"),
        ("王甲", "building_captain"),
    ]
    assert [finding.reason for finding in reading.findings] == ["missing_role"]


def test_a_lone_flat_of_a_building_that_no_dossier_knows_is_named(tmp_path: Path) -> None:
    homes = [[building, "", f"{floor}0{place}"] for building in "34" for floor in range(1, 7) for place in (1, 2)]
    rows = [
        ["楼号", "门号", "室号", "业主姓名", "态度"],
        *[[*home, "王甲", "已签"] for home in homes],
        ["9", "", "201", "", "不同意"],
    ]
    reading = reading_of(tmp_path, rows)
    assert {building for (building,) in rows_of(reading, "flats", "building")} == {"3", "4"}
    assert [finding.reason for finding in reading.findings] == ["stray_address"]

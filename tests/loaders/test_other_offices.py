"""Sheets as other offices make them: groups of columns, translations, captions side by side, legends in headings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.layout.explained.legends import read_listed_legend
from socialgraph.loaders.values.addresses import parse_address
from socialgraph.loaders.values.scopes import parse_scope
from socialgraph.loaders.values.words.dictionary import heading_dictionary

WriteXlsx = Callable[..., Path]
HEAD = ["楼号", "单元", "房号", "业主", "意见"]


def rows(load: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return list(load.tables[table][list(columns)].itertuples(index=False, name=None))


def test_a_group_of_columns_says_whose_name_and_phone_stand_below_it(write_xlsx: WriteXlsx) -> None:
    head = [
        ["楼号", "单元", "房号", "业主信息", None, "租户信息", None],
        [None, None, None, "姓名", "电话", "姓名", "电话"],
    ]
    path = write_xlsx(
        [*head, ["5", "1", "101", "甲一", "13900000001", "乙一", "13900000002"]],
        merges=["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1"],
    )
    assert rows(read_paths([path]), "dossiers", "owner_name", "tenant_name", "phone") == [
        ("甲一", "乙一", "13900000001|13900000002")
    ]


@pytest.mark.parametrize("merges", [["A1:C1", "D1:F1"], []])
def test_tables_side_by_side_have_the_door_above_them(write_xlsx: WriteXlsx, merges: list[str]) -> None:
    captions = ["5号楼1单元", None, None, "5号楼2单元", None, None]
    head = ["房号", "业主", "意见"] * 2
    path = write_xlsx([captions, head, ["101", "甲一", "同意", "101", "乙一", "反对"]], merges=merges)
    assert rows(read_paths([path]), "stances", "building", "door", "room", "stance") == [
        ("5", "1", "101", "verbal"),
        ("5", "2", "101", "refused"),
    ]


@pytest.mark.parametrize("heading", ["楼号 Building", "楼号/Bldg. No.", "Building 楼号"])
def test_a_heading_beside_its_translation_is_known(heading: str) -> None:
    assert heading_dictionary().look_up(heading) == ("building",)


def test_a_heading_may_list_its_codes_without_signs(write_xlsx: WriteXlsx) -> None:
    head = [*HEAD[:-1], "意见(1同意 2不同意)"]
    path = write_xlsx([head, ["5", "1", "101", "甲", 1], ["5", "1", "102", "乙", 2]])
    assert rows(read_paths([path]), "stances", "stance") == [("verbal",), ("refused",)]


def test_signs_without_a_meaning_are_no_legend() -> None:
    assert read_listed_legend("意见(√/×)") == {}


def test_numbered_sentences_are_no_legend() -> None:
    assert read_listed_legend("1本表由社区填写 3不得涂改") == {}


def test_identity_beside_a_name_says_owner_or_tenant(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "房号", "身份", "姓名", "意见"]
    path = write_xlsx([head, ["5", "1", "101", "业主", "甲", "同意"], ["5", "1", "101", "租户", "乙", "不同意"]])
    load = read_paths([path])
    assert rows(load, "dossiers", "owner_name", "tenant_name") == [("甲", "乙")]
    assert rows(load, "stances", "giver", "stance") == [("owner", "verbal"), ("occupant", "refused")]


def test_a_colour_legend_may_stand_below_its_word(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (["图例"], ["不同意", "已签字"], HEAD, ["5", "1", "101", "甲", None], ["5", "1", "102", "乙", None]):
        sheet.append(row)
    for cells, colour in (("A2:A2", "FF0000"), ("B2:B2", "00B050"), ("A4:E4", "FF0000"), ("A5:E5", "00B050")):
        for cell in sheet[cells][0]:
            cell.fill = PatternFill("solid", fgColor=f"FF{colour}")
    book.save(tmp_path / "图例.xlsx")
    assert rows(read_paths([tmp_path / "图例.xlsx"]), "stances", "room", "stance") == [
        ("101", "refused"),
        ("102", "signed"),
    ]


@pytest.mark.parametrize(
    ("text", "building", "door"),
    [("B栋2单元301室", "B", "2"), ("C2号楼1单元101", "C2", "1"), ("C2-1-101", "C2", "1"), ("6号塔楼1204", "6", "")],
)
def test_buildings_with_letters_and_forms(text: str, building: str, door: str) -> None:
    address = parse_address(text)
    assert (address.building, address.door) == (building, door)


def test_a_door_may_be_counted_in_a_scope() -> None:
    assert parse_scope("第2单元", "5") == ["5/2"]
    assert parse_scope("甲3", "甲4") == ["甲3"]
    assert parse_scope("甲4 2门", "甲3") == ["甲4/2"]


def test_an_assigned_household_may_stand_behind_a_name(write_xlsx: WriteXlsx) -> None:
    path = write_xlsx([["党员姓名", "住址", "包联户"], ["甲", "1-1-101", "乙(1-1-102)、丙(1-2-201)"]])
    assert rows(read_paths([path]), "links", "building", "door", "room") == [("1", "1", "102"), ("1", "2", "201")]


@pytest.mark.parametrize("group", [["改造意见", None, None], [None, None, None]])
def test_a_column_of_ticks_for_each_answer(write_xlsx: WriteXlsx, group: list[str | None]) -> None:
    answers = ["同意", "不同意", "未表态"]
    two_tiers = group[0] is not None
    upper = [*HEAD[:-1], *(group if two_tiers else answers)]
    lower = [[None, None, None, None, *answers]] if two_tiers else []
    data = [
        ["5", "1", "101", "甲", "√", None, None],
        ["5", "1", "102", "乙", None, "√", None],
        ["5", "1", "201", "丙", "×", "×", "1"],
        ["5", "1", "202", "丁", "√", "√", None],
    ]
    load = read_paths([write_xlsx([upper, *lower, *data], merges=["E1:G1"] if two_tiers else [])])
    assert rows(load, "stances", "room", "stance") == [("101", "verbal"), ("102", "refused"), ("201", "hesitant")]
    assert list(load.quarantine["reason"]) == ["unknown_value"]  # two answers at once


def test_ticked_needs_are_all_kept(write_xlsx: WriteXlsx) -> None:
    head = [["楼号", "单元", "房号", "特殊情况", None, None], [None, None, None, "老人", "残疾", "低保"]]
    path = write_xlsx([*head, ["5", "1", "101", "√", None, "√"]], merges=["D1:F1"])
    assert rows(read_paths([path]), "dossiers", "flags") == [("elderly|low_income",)]


def test_a_yes_under_a_heading_that_is_an_answer_means_it(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "房号", "业主", "是否出租"]
    load = read_paths([write_xlsx([head, ["5", "1", "101", "甲", "是"], ["5", "1", "102", "乙", "否"]])])
    assert rows(load, "dossiers", "occupancy") == [("rented",), ("",)]
    assert load.quarantine.empty


def test_old_and_alone_are_two_questions(write_xlsx: WriteXlsx) -> None:
    path = write_xlsx([["楼号", "单元", "房号", "有无老人", "是否独居老人"], ["5", "1", "101", "有", "是"]])
    assert rows(read_paths([path]), "dossiers", "flags") == [("elderly|elderly_alone",)]


@pytest.mark.parametrize("with_building", [True, False])
def test_a_caption_of_the_door_completes_the_building(write_xlsx: WriteXlsx, with_building: bool) -> None:
    building = ["6"] if with_building else []
    title = ["意见台账"] if with_building else ["6号楼意见台账"]
    head = [*(["楼号"] if with_building else []), "房号", "业主", "意见"]
    data = [[*building, "101", "甲", "同意"], [*building, "102", "乙", "反对"]]
    load = read_paths([write_xlsx([title, head, ["1单元"], *data, ["2单元"], *data])])
    assert rows(load, "flats", "building", "door", "room") == [
        ("6", door, room) for door in ("1", "2") for room in ("101", "102")
    ]


def test_a_rule_in_front_of_a_heading_is_cut_off(write_xlsx: WriteXlsx) -> None:
    path = write_xlsx([["【必填】楼号", "(选填)单元", "*房号", "业主"], ["5", "1", "101", "甲"]])
    assert rows(read_paths([path]), "flats", "building", "door", "room") == [("5", "1", "101")]


def test_numbers_that_a_program_wrote_as_fractions(write_xlsx: WriteXlsx) -> None:
    path = write_xlsx([["楼号", "单元", "房号", "业主"], ["5.0", "2.0", "301.0", "甲"]])
    assert rows(read_paths([path]), "flats", "building", "door", "room") == [("5", "2", "301")]


def test_letters_of_a_legend_need_no_sign(write_xlsx: WriteXlsx) -> None:
    data = [["5", "1", "101", "甲", "A"], ["5", "1", "102", "乙", "B"], ["注：A 已签字，B 不同意"]]
    assert rows(read_paths([write_xlsx([HEAD, *data])]), "stances", "stance") == [("signed",), ("refused",)]


def test_a_short_table_above_a_wider_one_is_read_too(write_xlsx: WriteXlsx) -> None:
    visits = [
        ["走访日期", "楼号", "单元", "房号", "走访人", "走访结果"],
        ["2026-05-01", "1", "1", "102", "小王", "松口"],
    ]
    survey = [["一、入户摸排"], HEAD, ["1", "1", "101", "甲", "同意"], ["1", "1", "102", "乙", "反对"]]
    load = read_paths([write_xlsx([*survey, [], ["二、走访记录"], *visits])])
    assert rows(load, "stances", "room", "stance") == [("101", "verbal"), ("102", "refused")]
    assert rows(load, "visits", "room", "result") == [("102", "softened")]
    assert load.quarantine.empty


def test_a_header_below_a_page_of_notes_is_found(write_xlsx: WriteXlsx) -> None:
    notes = [[f"{number}、请认真填写本表"] for number in range(1, 25)]
    load = read_paths([write_xlsx([*notes, HEAD, ["1", "1", "101", "甲", "同意"]])])
    assert rows(load, "stances", "room", "stance") == [("101", "verbal")]


def test_works_with_a_column_for_each_pipe(write_xlsx: WriteXlsx) -> None:
    head = [["楼号", "串号", "施工情况", None], [None, None, "上水", "厨房下水"]]
    path = write_xlsx([*head, ["1", "K1", "完工", None], ["1", "K2", "完工", "施工中"]], merges=["C1:D1"])
    assert rows(read_paths([path]), "works", "stack", "pipe_kind", "status") == [
        ("K1", "supply", "done"),
        ("K2", "sewage_kitchen", "in_progress"),
        ("K2", "supply", "done"),
    ]


def test_the_column_of_roles_wins_over_the_heading_of_captains(write_xlsx: WriteXlsx) -> None:
    head = ["楼门长姓名", "身份", "住址"]
    path = write_xlsx([head, ["甲", "楼长", "1-1-101"], ["乙", "党员", "1-1-102"], ["丙", None, "1-1-201"]])
    assert rows(read_paths([path]), "people", "name", "roles") == [
        ("甲", "building_captain"),
        ("乙", "door_captain|party_member"),
        ("丙", "door_captain"),
    ]


def test_a_number_of_an_id_card_is_no_name(write_xlsx: WriteXlsx) -> None:
    number = "990101196001019912"
    path = write_xlsx([HEAD, ["1", "1", "101", number, "同意"], ["1", "1", "102", f"乙{number}", "同意"]])
    load = read_paths([path])
    assert rows(load, "dossiers", "owner_name") == [("",), ("乙",)]
    assert list(load.quarantine["reason"]) == ["damaged_name"]
    assert number not in load.quarantine.to_csv() + load.tables["dossiers"].to_csv()


def test_invisible_characters_are_no_part_of_a_name(write_xlsx: WriteXlsx) -> None:
    path = write_xlsx([HEAD, ["1", "1", "101", "甲\u200b一", "同意"]])
    assert rows(read_paths([path]), "dossiers", "owner_name") == [("甲一",)]


def test_the_error_of_a_formula_is_no_value(write_xlsx: WriteXlsx) -> None:
    data = [["1", "1", "101", "#N/A", "同意"], ["1", "1", "#REF!", "乙", "同意"]]
    load = read_paths([write_xlsx([HEAD, *data])])
    assert rows(load, "dossiers", "room", "owner_name") == [("101", "")]
    assert list(load.quarantine["reason"]) == ["formula_no_value", "formula_no_value"]


@pytest.mark.parametrize("room", ["301(A)", "301室A", "301-A", "301A室"])
def test_a_part_of_a_split_flat_may_stand_behind_the_room(write_xlsx: WriteXlsx, room: str) -> None:
    load = read_paths([write_xlsx([HEAD, ["1", "1", room, "甲", "同意"]])])
    assert rows(load, "dossiers", "room") == [("301A",)]


def test_a_ticked_cell_is_a_yes(write_xlsx: WriteXlsx) -> None:
    load = read_paths([write_xlsx([HEAD, ["1", "1", "101", "甲", True], ["1", "1", "102", "乙", False]])])
    assert rows(load, "stances", "stance") == [("verbal",), ("refused",)]


def test_a_sum_word_in_another_column_does_not_cost_a_row_without_room(write_xlsx: WriteXlsx) -> None:
    data = [["1", "1", "101", "甲", "同意"], [None, None, None, "总计", "同意"]]
    assert list(read_paths([write_xlsx([HEAD, *data])]).quarantine["row"]) == ["3"]


def test_a_note_in_the_column_of_addresses_is_no_address(write_xlsx: WriteXlsx) -> None:
    rows_ = [["地址", "业主", "意见"], ["1-1-101", "甲", "同意"], ["注：本表一式两份"]]
    assert read_paths([write_xlsx(rows_)]).quarantine.empty


@pytest.mark.parametrize("gap", ["住户", ""])
def test_a_two_tier_header_whose_merges_a_program_wrote_out(tmp_path: Path, gap: str) -> None:
    upper = f"序号,住户,{gap},信任的人,{'信任的人' if gap else ''},关系类型\n"
    lower = "序号,姓名,住址,姓名,住址,关系类型\n"
    (tmp_path / "信任.csv").write_text(f"{upper}{lower}1,甲,1-1-101,乙,1-1-102,棋友\n", encoding="utf-8")
    load = read_paths([tmp_path / "信任.csv"])
    assert rows(load, "ties", "ego_name", "ego_room", "alter_name", "alter_room") == [("甲", "101", "乙", "102")]


def test_a_cell_may_list_several_signs_of_a_legend(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "房号", "意见", "不同意原因(1怕破坏装修 2嫌麻烦 3补偿)"]
    load = read_paths([write_xlsx([head, ["1", "1", "101", "不同意", "1、3"]])])
    assert rows(load, "stances", "reasons") == [("new_fitout|compensation",)]


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        (["楼栋单元", "房号"], ["5号楼1单元", "101"]),
        (["楼号", "单元房号"], ["5", "1-101"]),
        (["楼-门-房"], ["5-1-101"]),
    ],
)
def test_headings_that_name_several_parts_of_an_address(
    write_xlsx: WriteXlsx, head: list[str], cells: list[str]
) -> None:
    load = read_paths([write_xlsx([[*head, "业主", "意见"], [*cells, "甲", "同意"]])])
    assert rows(load, "flats", "building", "door", "room") == [("5", "1", "101")]

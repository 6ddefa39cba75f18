"""Lanes: their buildings are a 号 with one staircase, and who lives in a flat is named beside how."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.values.addresses import outer_address, parse_address
from socialgraph.loaders.values.residents import resident_in
from socialgraph.loaders.values.room_lists import rooms_of

Sheets = Callable[..., Path]


def values(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, reading.tables[table][list(columns)].astype(str).to_numpy().tolist()))


@pytest.mark.parametrize(
    ("written", "compound", "building", "room"),
    [
        ("2号302室", "", "2", "302"),
        ("88弄1号101", "88弄", "1", "101"),
        ("青石路88弄11号1102室", "88弄", "11", "1102"),
    ],
)
def test_a_building_of_a_lane_is_its_number(written: str, compound: str, building: str, room: str) -> None:
    address = parse_address(written)
    assert address.room is not None
    assert (address.compound, address.building, address.door, address.room.room) == (compound, building, "", room)


def test_a_title_names_a_building_of_a_lane_and_two_name_none() -> None:
    assert outer_address("88弄1号 征询表").building == "1"
    assert outer_address("88弄1号、88弄3号 征询表").building == ""


def test_columns_of_lane_and_number_hold_for_the_rows_below(write_xlsx: Sheets) -> None:
    rows = [["弄", "号", "室", "产权人", "态度"]]
    for lane, number in (("88弄", "1号"), ("96弄", "2号")):
        for place, room in enumerate(("101", "102", "201", "202", "301")):
            rows.append([lane if place == 0 else "", number if place == 0 else "", room, "甲一", "同意"])
    reading = read_paths([write_xlsx({"底册": rows})])
    flats = values(reading, "flats", "compound", "building", "door", "room")
    assert len(flats) == 2 * 5
    assert {flat[:3] for flat in flats} == {("88弄", "1", ""), ("96弄", "2", "")}


def test_rooms_above_each_other_are_a_span_and_neighbours_on_two_floors_are_not() -> None:
    assert rooms_of("102-602") == ("", "", ("102", "202", "302", "402", "502", "602"))
    assert rooms_of("102-202") == ("", "", ("102", "202"))
    assert rooms_of("101-602") == ("", "", ("101", "602"))


def test_a_householder_whom_another_sheet_calls_the_lessee_owns_nothing(write_xlsx: Sheets) -> None:
    base = [["楼号", "单元", "房号", "产权人", "公房承租人", "房屋性质"], ["3", "1", "101", "", "甲一", "直管公房"]]
    survey = [["楼号", "单元", "房号", "户主", "态度"], ["3", "1", "101", "甲一", "同意"]]
    reading = read_paths([write_xlsx({"底册": base, "征询": survey})])
    assert values(reading, "dossiers", "owner_name", "public_lessee_name") == [("", "甲一")]


@pytest.mark.parametrize(
    ("written", "column", "name"),
    [
        ("租给甄橙子了", "tenant_name", "甄橙子"),
        ("租客游雪糕", "tenant_name", "游雪糕"),
        ("闺女苑芦花一家住着", "occupant_name", "苑芦花"),
        ("外甥席秃黄", "occupant_name", "席秃黄"),
        ("女儿一家住", "", ""),
        ("租给学生", "", ""),
        ("租客没意见", "", ""),
        ("借给亲戚", "", ""),
    ],
)
def test_who_lives_there_is_taken_from_the_words_and_no_word_for_a_name(written: str, column: str, name: str) -> None:
    assert resident_in(written) == (column, name)


@pytest.mark.parametrize(
    ("written", "accepted"),
    [("勿接受", "false"), ("愿意接受", "true"), ("接受了", "true"), ("还在考虑", ""), ("接受，但要先补砖", "")],
)
def test_an_answer_to_an_offer_is_a_yes_or_a_no_only_where_nothing_leaves_it_open(
    write_xlsx: Sheets, written: str, accepted: str
) -> None:
    rows = [["楼号", "单元", "房号", "顾虑", "拟采取措施", "是否接受"], ["3", "1", "101", "怕吵", "白天施工", written]]
    reading = read_paths([write_xlsx({"一户一策": rows})])
    assert values(reading, "measures", "accepted") == [(accepted,)]


@pytest.mark.parametrize(
    ("written", "flags"),
    [
        ("小囡6个月", "infant"),
        ("独居阿婆", "elderly_alone"),
        ("肿瘤病人", "seriously_ill"),
        ("孩子今年高三", "exam_candidate"),
        ("没有病人", ""),
        ("老人已去世", ""),
    ],
)
def test_needs_of_a_household_are_read_from_phrases(write_xlsx: Sheets, written: str, flags: str) -> None:
    rows = [["楼号", "单元", "房号", "业主", "特殊情况"], ["3", "1", "101", "甲一", written]]
    reading = read_paths([write_xlsx({"底册": rows})])
    assert values(reading, "dossiers", "flags") == [(flags,)]

"""Rooms, buildings, doors and floors one by one; worked out by hand."""

from __future__ import annotations

import pytest

from socialgraph.loaders.values.numbering import (
    NumberingError,
    parse_building,
    parse_door,
    parse_floor,
    parse_floor_ranges,
    parse_room,
)
from socialgraph.loaders.values.numerals import chinese_number
from socialgraph.schema.addresses import flats_of_room


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("五", 5),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("廿一", 21),
        ("卅", 30),
        ("一百零三", 103),
        ("二百五十", 250),
        ("三〇一", 301),
        ("二〇二六", 2026),
        ("号", None),
        ("", None),
    ],
)
def test_chinese_numerals(written: str, number: int | None) -> None:
    assert chinese_number(written) == number


@pytest.mark.parametrize(
    ("written", "room", "kind", "floor"),
    [
        ("301", "301", "dwelling", 3),
        ("301室", "301", "dwelling", 3),
        ("1204", "1204", "dwelling", 12),
        ("0301", "301", "dwelling", 3),
        ("３０１", "301", "dwelling", 3),
        ("3O1", "301", "dwelling", 3),
        ("30l", "301", "dwelling", 3),
        ("三〇一", "301", "dwelling", 3),
        ("3层01户", "301", "dwelling", 3),
        ("十二层三号", "1203", "dwelling", 12),
        ("501a", "501A", "dwelling", 5),
        ("301甲", "301甲", "dwelling", 3),
        ("301-1", "301-1", "dwelling", 3),
        ("301-302", "301|302", "dwelling", 3),
        ("301—302", "301|302", "dwelling", 3),
        ("301/302", "301|302", "dwelling", 3),
        ("301+302", "301|302", "dwelling", 3),
        ("402、403", "402|403", "dwelling", 4),
        ("7号", "7", "dwelling", None),
        ("底商3", "底商3", "shop", 1),
        ("底商3号", "底商3", "shop", 1),
        ("门脸2", "门脸2", "shop", 1),
        ("-101", "-101", "basement", -1),
        ("负101", "-101", "basement", -1),
        ("B1-03", "B1-03", "basement", -1),
        ("B103", "B1-03", "basement", -1),
        ("地下一层03户", "B1-03", "basement", -1),
        ("地下3号", "地下3", "basement", -1),
        ("半地下2", "半地下2", "basement", 0),
        ("夹层1", "夹层1", "basement", 0),
    ],
)
def test_a_room_cell(written: str, room: str, kind: str, floor: int | None) -> None:
    cell = parse_room(written)
    assert (cell.room, cell.kind, cell.floor) == (room, kind, floor)


@pytest.mark.parametrize(("written", "floor", "room"), [("01", 3, "301"), ("1", 3, "301"), ("12", 16, "1612")])
def test_a_place_on_a_stated_floor_is_a_room(written: str, floor: int, room: str) -> None:
    assert parse_room(written, floor).room == room


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("全楼", "bad_room"),
        ("未知", "bad_room"),
        ("301-305", "bad_room"),
        ("3层402", "bad_room"),
        ("11201", "bad_room"),
        ("", "missing_room"),
        ("1月2日", "date_in_room"),
    ],
)
def test_what_is_no_room_is_refused_with_its_reason(written: str, reason: str) -> None:
    with pytest.raises(NumberingError) as refused:
        parse_room(written)
    assert refused.value.reason == reason


def test_a_room_may_name_its_door() -> None:
    assert (parse_room("1单元101室").door, parse_room("2-301").door) == ("1", "2")


@pytest.mark.parametrize(
    ("written", "building"),
    [
        ("5号楼", "5"),
        ("05", "5"),
        ("４号楼", "4"),
        ("5#", "5"),
        ("12幢", "12"),
        ("廿一号楼", "21"),
        ("甲5号楼", "甲5"),
        ("5号楼甲", "5甲"),
        ("乙9号楼", "乙9"),
        ("西楼", "西"),
        ("A座", "A"),
        ("NA", "NA"),
        ("5号楼(塔楼)", "5"),
        ("5号楼(甲)", "5甲"),
        ("", ""),
    ],
)
def test_a_building_cell(written: str, building: str) -> None:
    assert parse_building(written) == building


@pytest.mark.parametrize(("written", "door"), [("2门", "2"), ("二单元", "2"), ("02", "2"), ("A门", "A"), ("-", "")])
def test_a_door_cell(written: str, door: str) -> None:
    assert parse_door(written) == door


@pytest.mark.parametrize(
    ("written", "floor"),
    [
        ("3层", 3),
        ("三层", 3),
        ("3F", 3),
        ("3/6", 3),
        ("-1", -1),
        ("B1", -1),
        ("地下一层", -1),
        ("顶", None),
        ("", None),
    ],
)
def test_a_floor_cell(written: str, floor: int | None) -> None:
    assert parse_floor(written) == floor


def test_floor_ranges_leave_skipped_floors_out() -> None:
    assert parse_floor_ranges("1-3;5-6层") == [1, 2, 3, 5, 6]
    assert parse_floor_ranges("3") == []
    assert parse_floor_ranges("6-1") == []


def test_the_flats_of_room_of_a_household() -> None:
    assert flats_of_room("302|303") == ["302", "303"]
    assert [flats_of_room(room) for room in ("501A", "301-1", "301甲", "B1-03", "-101")] == [
        ["501"],
        ["301"],
        ["301"],
        ["B1-03"],
        ["-101"],
    ]

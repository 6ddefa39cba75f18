"""Whole addresses in every form, read by their parts; worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.loaders.values.addresses import Address, AddressError, address_of_cells, outer_address, parse_address
from socialgraph.loaders.values.numbering import NumberingError


def parts(address: Address) -> tuple[str, str, str]:
    return address.building, address.door, address.room.room if address.room else ""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("3号楼1门4层02户", ("3", "1", "402")),
        ("3#1-302", ("3", "1", "302")),
        ("3-1-401", ("3", "1", "401")),
        ("新风里3号楼1单元501室", ("3", "1", "501")),
        ("五号楼二单元401", ("5", "2", "401")),
        ("五-二-三〇一", ("5", "2", "301")),
        ("甲5号楼1单元101", ("甲5", "1", "101")),
        ("甲5-1-101", ("甲5", "1", "101")),
        ("甲3 1-302", ("甲3", "1", "302")),
        ("3 1-302", ("3", "1", "302")),
        ("5号楼甲1单元103", ("5甲", "1", "103")),
        ("西楼1单元201", ("西", "1", "201")),
        ("12幢1单元102", ("12", "1", "102")),
        ("十二号楼三单元201", ("12", "3", "201")),
        ("某区12栋三单元1102", ("12", "3", "1102")),
        ("某小区|12栋|305", ("12", "", "305")),
        ("３号楼１单元２０２", ("3", "1", "202")),
        ("5—2—501", ("5", "2", "501")),
        ("5~2~501", ("5", "2", "501")),
        ("5/2/301", ("5", "2", "301")),
        ("5 2 301", ("5", "2", "301")),
        ("4-1201", ("4", "", "1201")),
        ("4#1201", ("4", "", "1201")),
        ("A座1203", ("A", "", "1203")),
        ("3号楼底商3", ("3", "", "底商3")),
        ("10-1-B1-03", ("10", "1", "B1-03")),
        ("10-1--101", ("10", "1", "-101")),
        ("3号楼1单元地下2号", ("3", "1", "地下2")),
        ("2-2-302-303", ("2", "2", "302|303")),
        ("2号楼2门302-303", ("2", "2", "302|303")),
        ("5-2-301/302", ("5", "2", "301|302")),
        ("2#3-501A", ("2", "3", "501A")),
        ("5-2-301-1", ("5", "2", "301-1")),
        ("5号院3号楼2门301", ("3", "2", "301")),
        ("长安街15号1号楼2单元101", ("1", "2", "101")),
    ],
)
def test_an_address_in_one_cell_is_read_by_its_parts(written: str, expected: tuple[str, str, str]) -> None:
    assert parts(parse_address(written)) == expected


@pytest.mark.parametrize(
    ("written", "compound"),
    [
        ("新风里3号楼1单元501室", "新风里"),
        ("三里屯3号楼1单元101", "三里屯"),
        ("某市某某区某街道槐树小区3号楼2单元301", "槐树小区"),
        ("东区3号楼1单元101", "东区"),
        ("长安街15号1号楼2单元101", ""),
        ("3-1-401", ""),
    ],
)
def test_what_stands_before_the_building_is_the_compound(written: str, compound: str) -> None:
    assert parse_address(written).compound == compound


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("东边那个小楼", "bad_address"),
        ("三号楼后面平房", "bad_address"),
        ("301-302", "bad_address"),
        ("2005-02-03", "date_in_room"),
        ("1月2日", "date_in_room"),
        ("-", "missing_room"),
    ],
)
def test_what_is_no_address_is_refused_with_its_reason(written: str, reason: str) -> None:
    with pytest.raises(NumberingError) as refused:
        parse_address(written)
    assert refused.value.reason == reason


def test_an_address_in_two_cells_is_joined() -> None:
    address = address_of_cells(building="某苑1号楼", room="1单元101室")
    assert (address.compound, *parts(address)) == ("某苑", "1", "1", "101")


def test_a_whole_address_in_the_room_column_agrees_with_the_building() -> None:
    assert parts(address_of_cells(building="5号楼", room="5-2-301")) == ("5", "2", "301")


def test_a_room_that_names_another_door_is_refused() -> None:
    with pytest.raises(AddressError) as refused:
        address_of_cells(building="5号楼", door="1门", room="2-301")
    assert refused.value.part == "room"


@pytest.mark.parametrize("cell", ["room", "whole"])
def test_beside_another_building_a_pair_is_door_and_room(cell: str) -> None:
    assert parts(address_of_cells(building="5号楼", **{cell: "2-301"})) == ("5", "2", "301")


@pytest.mark.parametrize("cell", ["room", "whole"])
def test_beside_the_same_building_the_door_of_a_pair_stays_open(cell: str) -> None:
    address = address_of_cells(building="2号楼", **{cell: "2-301"})
    assert (parts(address), address.needs_door) == (("2", "", "301"), True)


def test_a_street_number_beside_building_and_room_is_no_harm() -> None:
    address = address_of_cells(whole="长安街15号", building="1号楼", door="2单元", room="101")
    assert parts(address) == ("1", "2", "101")


def test_the_floor_column_wins_over_the_room() -> None:
    address = address_of_cells(building="5", room="1001", floor="1层")
    assert address.room is not None
    assert (address.room.room, address.room.floor) == ("1001", 1)


@pytest.mark.parametrize(
    ("title", "building", "door"),
    [("5号楼2门", "5", "2"), ("2号楼1门现场", "2", "1"), ("某里4号楼摸排表", "4", ""), ("补录15-16层", "", "")],
)
def test_a_title_may_name_the_building(title: str, building: str, door: str) -> None:
    assert (outer_address(title).building, outer_address(title).door) == (building, door)


@pytest.mark.parametrize("title", ["5号楼、6号楼摸排表", "5号楼1-3门", "5-6号楼"])
def test_a_title_of_several_buildings_or_doors_names_none(title: str) -> None:
    assert outer_address(title).door == ""
    assert outer_address(title).building in ("", "5")


@given(
    building=st.integers(1, 99),
    door=st.integers(1, 12),
    floor=st.integers(1, 33),
    place=st.integers(1, 20),
    form=st.sampled_from(
        ["{b}号楼{d}单元{r}", "{b}-{d}-{r}", "{b}#{d}-{r}", "{b}栋{d}门{r}室", "{b}号楼{d}门{f}层{p:02d}户"]
    ),
)
def test_every_form_of_an_address_says_the_same(building: int, door: int, floor: int, place: int, form: str) -> None:
    room = f"{floor}{place:02d}"
    written = form.format(b=building, d=door, r=room, f=floor, p=place)
    assert parts(parse_address(written)) == (str(building), str(door), room)


@given(st.text(max_size=30))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        address = parse_address(text)
    except NumberingError:
        return
    assert all("\n" not in part for part in parts(address))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("竹林湾2栋5-1", ("2", "", "501")),
        ("竹林湾2栋10-2", ("2", "", "1002")),
        ("2号楼1单元5-1室", ("2", "1", "501")),
    ],
)
def test_storey_and_place_behind_a_building_are_shorthand_for_a_room(
    written: str, expected: tuple[str, str, str]
) -> None:
    address = parse_address(written)
    assert parts(address) == expected
    assert address.brief


def test_storey_and_place_are_a_room_where_the_row_names_the_storey_too() -> None:
    by_room = address_of_cells(building="2栋", floor="5", room="5-1")
    assert (parts(by_room), by_room.brief) == (("2", "", "501"), False)
    by_whole = address_of_cells(floor="5", whole="竹林湾2栋5-1")
    assert (parts(by_whole), by_whole.brief) == (("2", "", "501"), False)
    with pytest.raises(AddressError):
        address_of_cells(floor="3", room="5-1")

"""Stacks are what a map says, else derived by rule, else unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, ReadOptions, read_paths
from socialgraph.loaders.values.numbering import RoomNumbering

WriteXlsx = Callable[..., Path]
HEAD = ["楼号", "单元", "房号", "产权人"]
MAP = ["楼号", "单元", "房号", "立管编号", "管线类型", "来源"]


def stacks(load: Reading) -> dict[str, set[tuple[str, str, str]]]:
    by_room: dict[str, set[tuple[str, str, str]]] = {}
    columns = ["room", "stack", "pipe_kind", "stack_source"]
    for room, *stack in load.tables["flats"][columns].itertuples(index=False, name=None):
        by_room.setdefault(room, set()).add((stack[0], stack[1], stack[2]))
    return by_room


def door(rooms: Iterable[str], number: str = "1") -> list[list[str]]:
    return [["5", number, room, "甲"] for room in rooms]


def test_constant_flats_a_floor_give_stacks_by_place(write_xlsx: WriteXlsx) -> None:
    load = read_paths([write_xlsx([HEAD, *door(["101", "102", "201", "202"])])])
    assert stacks(load)["202"] == {("5/1/2", "", "derived")}


def test_a_tower_has_no_door_in_its_stacks(write_xlsx: WriteXlsx) -> None:
    load = read_paths([write_xlsx([HEAD, *[["4", None, f"{floor}03", "甲"] for floor in (11, 12)]])])
    assert stacks(load)["1203"] == {("4//3", "", "derived")}


@pytest.mark.parametrize(
    "rooms", [["101", "102", "201", "202", "203", "301", "302", "303"], ["101", "102", "201", "202", "301"]]
)
def test_a_set_back_first_or_last_floor_leaves_all_unknown(rooms: list[str], write_xlsx: WriteXlsx) -> None:
    stacks_of_room = stacks(read_paths([write_xlsx([HEAD, *door(rooms)])]))
    assert set().union(*stacks_of_room.values()) == {("", "", "unknown")}


def test_a_flat_missing_from_the_register_is_only_a_hole(write_xlsx: WriteXlsx) -> None:
    stacks_of_room = stacks(read_paths([write_xlsx([HEAD, *door(["101", "102", "201", "301", "302"])])]))
    assert stacks_of_room["302"] == {("5/1/2", "", "derived")}


def test_the_office_may_say_how_many_flats_a_floor_has(write_xlsx: WriteXlsx) -> None:
    path = write_xlsx([HEAD, *door(["101", "102", "201", "202", "203"])])
    reading = read_paths([path], options=ReadOptions(numbering=RoomNumbering(flats_per_floor={"5": 3})))
    assert stacks(reading)["203"] == {("5/1/3", "", "derived")}


def test_a_flat_on_a_map_has_only_the_maps_stacks(write_xlsx: WriteXlsx) -> None:
    register = write_xlsx([HEAD, *door(["101", "102", "201", "202"])], name="a.xlsx")
    risers = write_xlsx(
        [MAP, ["5", "1", "101", "KL-1", "厨房下水", "图纸"], ["5", "1", "101", "WL-1", "卫生间下水", "图纸"]],
        name="b.xlsx",
    )
    stacks_of_room = stacks(read_paths([register, risers]))
    assert stacks_of_room["101"] == {("KL-1", "sewage_kitchen", "drawing"), ("WL-1", "sewage_bath", "drawing")}
    assert stacks_of_room["201"] == {("5/1/1", "", "derived")}


def test_of_two_maps_the_better_source_counts(write_xlsx: WriteXlsx) -> None:
    drawn = write_xlsx([MAP, ["5", "1", "101", "KL-1", "厨房下水", "竣工图"]], name="a.xlsx")
    seen = write_xlsx([MAP, ["5", "1", "101", "KL-2", "厨房下水", "现场核实"]], name="b.xlsx")
    assert stacks(read_paths([drawn, seen]))["101"] == {("KL-2", "sewage_kitchen", "site_verified")}


def test_a_stack_column_of_a_survey_beats_a_derived_one(write_xlsx: WriteXlsx) -> None:
    load = read_paths(
        [
            write_xlsx(
                [[*HEAD, "意见", "串号"], ["5", "1", "101", "甲", "同意", "L-3"], ["5", "1", "201", "乙", "同意", None]]
            )
        ]
    )
    stacks_of_room = stacks(load)
    assert (stacks_of_room["101"], stacks_of_room["201"]) == ({("L-3", "", "sheet")}, {("5/1/1", "", "derived")})


def test_a_merged_flat_stands_on_both_its_stacks(write_xlsx: WriteXlsx) -> None:
    stacks_of_room = stacks(read_paths([write_xlsx([HEAD, *door(["101", "102", "201-202"])])]))
    assert (stacks_of_room["201"], stacks_of_room["202"]) == ({("5/1/1", "", "derived")}, {("5/1/2", "", "derived")})


def test_shops_below_do_not_disturb_the_stacks_above(write_xlsx: WriteXlsx) -> None:
    lines = [["5", None, "底商1", "甲"], *door(["201", "202", "301", "302"])]
    stacks_of_room = stacks(read_paths([write_xlsx([HEAD, *lines])]))
    assert (stacks_of_room["底商1"], stacks_of_room["302"]) == ({("", "", "unknown")}, {("5/1/2", "", "derived")})

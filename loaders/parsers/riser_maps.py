"""Riser maps (串号表): which stack of which pipe serves which flat, and how that is known."""

from __future__ import annotations

import re

from socialgraph.loaders.files.sheets import Row
from socialgraph.loaders.layout.columns.riser_columns import names_a_riser
from socialgraph.loaders.parsers.lines import Context, Line, Parsed, RowLostError, read_lines
from socialgraph.loaders.values.addresses import AddressError, address_of_cells, outer_address
from socialgraph.loaders.values.room_lists import rooms_of, rooms_on_sides, sides_named
from socialgraph.loaders.values.text import compact, squeeze
from socialgraph.loaders.values.words.pipes import SEWAGE_PIPES, letters_of, pipe_named, pipes_of_codes

_WHERE = ("compound", "building", "door")
_DOOR_AHEAD = re.compile(r"^(\d{1,2})(?:单元|门|梯)(.+)$")  # 1单元全部
_PAIR_AHEAD = re.compile(r"(\d{1,2})-(?=\d{3,4}(?!\d))")
_PLACED_CODE = re.compile(r"^(?P<building>[甲乙丙丁]?\d{1,2})-(?P<door>\d{1,2})-?[A-Za-z\u3400-\u9fff]")


def riser_of(line: Line) -> str:
    """The riser that the row names, "" where it has none; a remark among codes (单排) is a finding."""
    text = line.text("stack")
    if text and line.context.riser_codes and not names_a_riser(text, by_codes=True):
        line.find("stack", "unknown_value")
        return ""
    return compact(text)


def pipe_kinds(line: Line) -> tuple[str, ...]:
    """The pipes of a row: both sewage pipes for a plain 下水; for a blank what the riser's number says, its letters as
    the title explains them, or the office of the whole sheet; else ("",)."""
    text = line.text("pipe_kind")
    if not squeeze(text) and (by_number := pipe_named(line.text("stack"))):  # 7A1厨, 二东卫
        return (by_number,)
    if not squeeze(text) and (by_letters := _by_letters(line)):
        return (by_letters,)
    if not squeeze(text):
        return (line.context.sheet.pipe,)
    if squeeze(text) in ("", "上下水", "全部", "所有"):
        return ("",)
    if squeeze(text) in ("下水", "排水", "污水废水"):
        return SEWAGE_PIPES
    known = line.context.words.many("pipe_kind", text, line.context.legend("pipe_kind"))
    if known.unknown and (named := pipe_named(text)):
        return (named,)
    return tuple(line.codes("pipe_kind", "pipe_kind")) or ("",)


def _by_letters(line: Line) -> str:
    """The pipe that the titles give the letters of the riser's code: WL厕所污水; else ""."""
    sheet = line.context.sheet
    return pipes_of_codes(f"{sheet.block_title}\n{sheet.title}").get(letters_of(line.text("stack")), "")


def place_in_code(stack: str) -> tuple[str, str]:
    """The building and door that a riser's number begins with; "" for other numbers.

    >>> place_in_code("3-1-WL2"), place_in_code("甲5-2厨1"), place_in_code("WL-2")
    (('3', '1'), ('甲5', '2'), ('', ''))
    """
    match = _PLACED_CODE.match(stack)
    return (match["building"], match["door"]) if match else ("", "")


def parse_riser_map(context: Context) -> Parsed:
    """A row of flats a pipe; a row without a stack number is lost, since it maps nothing."""
    has_source = context.has("stack_source")

    def read(line: Line) -> None:
        if context.has("stack_rooms"):
            add_flats_of_stack(line)
            return
        household = line.address()
        stack = riser_of(line)
        if not stack:
            raise RowLostError("stack", "missing_stack")
        source = line.code("stack_source", "stack_key_source") if has_source else "sheet"
        for pipe in pipe_kinds(line):
            values = {"stack": stack, "pipe_kind": pipe, "stack_source": source or "sheet"}
            line.add("flats", values, household=household)

    return read_lines(context, read)


def _rooms_beside(line: Line) -> tuple[str, str, tuple[str, ...]] | None:
    """各层01、02室, 全单元: those of the rooms that other risers of this building and door list in the sheet."""
    text = line.row.text("stack_rooms").strip()
    of_door = _DOOR_AHEAD.match(text)
    door, sides = (of_door[1], sides_named(of_door[2])) if of_door else ("", None)
    if sides is None:
        door, sides = "", sides_named(text)
    if sides is None:
        return None
    here = [line.row.text(name) for name in _WHERE]
    beside = [row for row in line.context.sheet.rows if [row.text(name) for name in _WHERE] == here]
    listed = [found for row in beside if (found := rooms_of(row.text("stack_rooms")))]
    rooms = rooms_on_sides((room for found in listed if found[1] == door for room in found[2]), sides)
    return ("", door, rooms) if rooms else None


def _repeats_building(line: Line, door: str) -> bool:
    """Whether 5-101、5-201 beside building 5 may name the building: no row of the sheet names another number so."""
    outer = line.context.outer.building

    def numbers(row: Row) -> tuple[str, str]:
        pair = _PAIR_AHEAD.match(row.text("stack_rooms").strip())
        return (pair[1] if pair else ""), (
            outer_address(row.text("building")).building or row.text("building").strip() or outer
        )

    if numbers(line.row)[0] != door or numbers(line.row)[1] != door:
        return False
    return all(ahead in ("", building) for ahead, building in map(numbers, line.context.sheet.rows))


def add_flats_of_stack(line: Line) -> None:
    """A row a stack, whose flats are in one cell."""
    stack, listed = riser_of(line), rooms_of(line.text("stack_rooms")) or _rooms_beside(line)
    if not stack:
        raise RowLostError("stack", "missing_stack")
    if listed is None:
        raise RowLostError("stack_rooms", "bad_room")
    building, door, rooms = listed
    if not (building or line.row.text("building") or line.context.outer.building):
        building, door = place_in_code(stack)
    elif not building and _repeats_building(line, door):
        door = ""
    for room in rooms:
        try:
            address = address_of_cells(
                compound=line.row.text("compound"),
                building=line.row.text("building") or building,
                door=line.row.text("door") or door,
                room=room,
                outer=line.context.outer,
            )
        except AddressError as error:
            raise RowLostError("stack_rooms", error.reason) from None
        if not address.building:
            raise RowLostError("stack_rooms", "missing_building")
        for pipe in pipe_kinds(line):
            values = {"stack": stack, "pipe_kind": pipe, "stack_source": "sheet"}
            line.add("flats", values, household=(address, "stack_rooms"))

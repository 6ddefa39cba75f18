"""Compact registers: a whole door in one row, `1-5;7-10` floors with the places on a floor."""

from __future__ import annotations

import re
from collections.abc import Sequence

from socialgraph.loaders.parsers.lines import Context, Line, Parsed, RowLostError, read_lines
from socialgraph.loaders.values.numbering import NumberingError, parse_building, parse_floor, parse_floor_ranges
from socialgraph.loaders.values.text import pieces, squeeze

_NUMBER_WORDS = re.compile("[号户室]")


def is_compact_register(line: Line) -> bool:
    """Whether the row stands for several floors."""
    text = line.row.text("floor_range") or line.row.text("floor")
    return bool(text) and len(text) > 2 and bool(parse_floor_ranges(text)) and not line.row.text("address_full")


def parse_flat_register(context: Context) -> Parsed:
    """A sheet of doors: flats only."""
    return read_lines(context, add_register)


def add_register(line: Line) -> None:
    """Every flat of the row; a floor that the ranges leave out is a skipped number."""
    places = _places(line)
    for floor in _floors(line):
        for place in places:
            household = line.address(room=f"{floor}{place:02d}", floor=str(floor))
            line.add("flats", {"stack": "", "pipe_kind": "", "stack_source": "unknown"}, household=household)


def _floors(line: Line) -> list[int]:
    field_name = "floor_range" if line.row.text("floor_range") else "floor"
    text = line.text(field_name)
    single = parse_floor(text)
    floors = parse_floor_ranges(text) or ([single] if single is not None and single > 0 else [])
    if not floors:
        raise RowLostError(field_name, "bad_room" if text else "missing_room")
    return floors


def _places(line: Line) -> Sequence[int]:
    """The places on a floor: 01-03, 01、02 or a count in the cells, else the compound's flats per floor."""
    for field_name in ("room", "flats_per_floor"):
        cell = _NUMBER_WORDS.sub("", squeeze(line.text(field_name)))
        if not cell:
            continue
        bounds = cell.split("-")
        if len(bounds) == 2 and all(bound.isdigit() and len(bound) <= 2 for bound in bounds):
            return range(int(bounds[0]), int(bounds[1]) + 1)
        listed = pieces(cell)
        if not all(piece.isdigit() and len(piece) <= 2 for piece in listed):
            raise RowLostError(field_name, "bad_room")
        if field_name == "flats_per_floor" and len(listed) == 1 and not cell.startswith("0"):
            return range(1, int(cell) + 1)
        return [int(piece) for piece in listed]
    try:
        building = parse_building(line.row.text("building")) or line.context.outer.building
    except NumberingError as error:
        raise RowLostError("building", error.reason) from None
    count = line.context.options.numbering.flats_per_floor.get(building, 0)
    if not count:
        raise RowLostError("room", "missing_room")
    return range(1, count + 1)

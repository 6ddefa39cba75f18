"""Wishes in lines that no parser reads: a line that names a household holds it, the others are said in the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from socialgraph.loaders.files.sheets import WISHES, Sheet
from socialgraph.loaders.layout.kinds import UNKNOWN
from socialgraph.loaders.layout.unread_wishes import NOT_OF_HOUSEHOLDS
from socialgraph.loaders.options import ReadOptions
from socialgraph.loaders.parsers.lines import Context, Line
from socialgraph.loaders.parsers.protection.known_parts import known_address
from socialgraph.loaders.tables.findings import Parsed
from socialgraph.loaders.values.addresses import Address, AddressError, address_of_cells
from socialgraph.loaders.values.room_lists import rooms_of
from socialgraph.loaders.values.text import compact
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.messages import note

_MOST_NAMED = 10


def source_of_wishes(sheet: Sheet) -> str:
    """The source of the holds that a sheet's unread lines give."""
    return replace(sheet, kind=WISHES).source


def holds_of_unread(sheet: Sheet, words: Words, options: ReadOptions) -> Parsed:
    """Holds and findings of the lines of a sheet that no parser reads; a note names the other lines.

    A line of a sheet of unknown kind holds as much as its address says, of other sheets a flat; a line of a riser that
    names no flat holds every flat of that riser, and without its code all that its rooms or its building may mean.
    """
    context = Context(replace(sheet, kind=WISHES, rows=sheet.wishes, unread_rows=[]), words, options)
    nowhere: dict[int, None] = {}
    for row in sheet.wishes:
        line = Line(context, row)
        households = _held(line, sheet.kind)
        for address, field_name, stack in households:
            values = {"name": "", "reason": "protective_word", "held_on": "", "stack": stack}
            line.add("holds", values, household=(address, field_name))
        if households:
            line.find(row.marks[0].heading, "protective_word", value="")
        else:
            nowhere[row.number] = None
    if nowhere and sheet.kind in NOT_OF_HOUSEHOLDS - {"owners"}:  # an owner's row speaks for the flat beside it
        context.parsed.notes.append(note("report.wish_of_nobody_known", rows=_listed(nowhere)))
    return context.parsed


def _held(line: Line, kind: str) -> list[tuple[Address, str, str]]:
    """Whom a line holds: addresses with the field that gave each, and the code of a riser that stands for its flats."""
    address, field_name = known_address(line)
    stack, listed = compact(line.row.text("stack")), rooms_of(line.row.text("stack_rooms"))
    if address.room is not None:
        return [(address, field_name, "")]  # without a building: the only one, else nobody is listed until it is known
    if stack:
        return [(address, "stack", stack)]
    if listed is not None:
        building, door, rooms = listed
        return [(_room(line, building, door, room), "stack_rooms", "") for room in rooms]
    return [(address, field_name, "")] if address.building and kind in (UNKNOWN, "works") else []


def _room(line: Line, building: str, door: str, room: str) -> Address:
    """A room of a riser's list; the building alone where it can't be read."""
    compound, outer = line.row.text("compound"), line.context.outer
    building, door = line.row.text("building") or building, line.row.text("door") or door
    try:
        return address_of_cells(compound=compound, building=building, door=door, room=room, outer=outer)
    except AddressError:
        return known_address(line)[0]


def _listed(rows: Iterable[int]) -> str:
    numbers = [str(row) for row in rows]
    return "、".join(numbers[:_MOST_NAMED]) + (" …" if len(numbers) > _MOST_NAMED else "")

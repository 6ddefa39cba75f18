"""As much of an address or name as a row that is lost still says: each part alone, empty where it can't be read."""

from __future__ import annotations

import re

from socialgraph.loaders.parsers.lines import Line, RowLostError
from socialgraph.loaders.values.addresses import Address, address_of_cells
from socialgraph.loaders.values.households import is_address
from socialgraph.loaders.values.names import name_and_address, parse_name
from socialgraph.loaders.values.numbering import NumberingError, looks_like_date, parse_building, parse_door, parse_room
from socialgraph.loaders.values.text import NOTHING, tidy
from socialgraph.schema.addresses import SEPARATOR

_PARTS = re.compile("[,，;；。]")  # 节后，3-1


def known_address(line: Line, prefix: str = "") -> tuple[Address, str]:
    """The address of one end of a row, whole where it can be read, else its readable parts.

    Nothing is a finding: the row's own parser has told what is wrong.
    """
    written = _beside_name(line.row.text(prefix + "name")) if prefix else ""
    findings, conflicts = len(line.context.parsed.findings), line.context.floor_conflicts
    try:
        if written:
            return line.address_in(prefix + "name", written)
        address, field_name = line.address(prefix, required=False)
    except RowLostError:
        address, field_name = _parts(line, prefix, written), ""
    finally:
        del line.context.parsed.findings[findings:]
        line.context.floor_conflicts = conflicts
    if prefix or address.building or address.room is not None:
        return address, field_name
    return _anywhere(line) or (address, field_name)


def _beside_name(text: str) -> str:
    """The home that the cell of a name has too, or only: 试甲(1-1-201), (1-1-201)."""
    bare = _bare(text)
    return bare if is_address(bare) else name_and_address(text)[1]


def _bare(text: str) -> str:
    return tidy(text).strip("()[] ")


def _anywhere(line: Line) -> tuple[Address, str] | None:
    """The one whole address that a row has in a column of something else: a kind that was taken for another."""
    places = {}
    for name, cell in line.row.cells.items():
        try:
            address = address_of_cells(whole=cell.text) if cell.text and not looks_like_date(cell.text) else Address()
        except NumberingError:
            continue
        if address.building and address.room is not None:
            places[name] = address
    return (next(iter(places.values())), next(iter(places))) if len(places) == 1 else None


def _parts(line: Line, prefix: str, written: str) -> Address:
    whole = _whole(written or line.row.text(prefix + "address" if prefix else "address_full"))
    outer = line.context.outer if not prefix else Address()
    building = _readable(line, prefix + "building") or whole.building or outer.building
    door = _readable(line, prefix + "door") or whole.door or (outer.door if building == outer.building else "")
    compound = tidy(line.row.text("compound"))
    if not compound or SEPARATOR in compound:
        compound = whole.compound
    room = whole.room
    cell = line.row.cell(prefix + "room")
    if cell.text and not cell.is_date and not looks_like_date(cell.text):
        try:
            room = parse_room(cell.text)
        except NumberingError:
            room = None
    return Address(compound, building, door, room)


def _whole(text: str) -> Address:
    try:
        return address_of_cells(whole=text) if text else Address()
    except NumberingError:
        pass
    for cut in range(len(text) - 1, 1, -1):  # the building and door that a damaged room follows
        try:
            address = address_of_cells(whole=text[:cut])
        except NumberingError:
            continue
        if address.room is None and address.building:
            return address
    parts = [part for part in _PARTS.split(text) if part.strip()]
    read = [address for part in parts if len(parts) > 1 and (address := _whole(part)).building]
    return read[0] if len(read) == 1 else Address()


def _readable(line: Line, field_name: str) -> str:
    cell = line.row.cell(field_name)
    if not cell.text or cell.formula_without_value or cell.is_date or looks_like_date(cell.text):
        return ""
    try:
        return parse_door(cell.text) if field_name.endswith("door") else parse_building(cell.text)
    except NumberingError:
        return ""


def known_name(line: Line, field_name: str) -> str:
    """The name in a cell, also of somebody marked as gone."""
    name, _ = name_and_address(line.row.text(field_name))
    return "" if tidy(name) in NOTHING or is_address(_bare(name)) else parse_name(name).text

"""Pairs of numbers (1-301) in a list that leaves the building out, because whoever keeps the file writes of one.

The other tables of the file write whole addresses; where most of the pairs, and who is named beside them, stand there
behind one building only, and no building there has the number of a pair, that building is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from socialgraph.loaders.files.sheets import Row, Sheet
from socialgraph.loaders.layout.written_out.own_doors import building_of_title
from socialgraph.loaders.values.addresses import Address, parse_address
from socialgraph.loaders.values.numbering import NumberingError, parse_building, parse_door, parse_room
from socialgraph.loaders.values.text import squeeze

_PAIR = re.compile(r"^(?P<door>\d{1,2})-(?P<room>\d{3,4})(?:室|户|号|房)?$")
_ADDRESSES = {"address_full": "", "room": "", "ego_address": "ego_", "ego_room": "ego_"}
_NAMES = ("name", "ego_name", "head_name", "owner_name", "respondent_name", "visitors")
_LEAST, _HALF = 3, 0.5


@dataclass(frozen=True)
class _Home:
    building: str
    door: str
    room: str
    name: str


def write_out_buildings(sheets: Sequence[Sheet]) -> None:
    """Write the building of such pairs out, in place, where the file's other tables tell it."""
    homes = [list(_homes(sheet)) for sheet in sheets]
    for place, sheet in enumerate(sheets):
        others = [home for at, listed in enumerate(homes) if at != place for home in listed]
        for name, prefix in _ADDRESSES.items():
            if others and name in sheet.fields and not _names_buildings(sheet, prefix):
                _write_out(sheet, name, others)


def _names_buildings(sheet: Sheet, prefix: str) -> bool:
    """Whether the list says of which building, or which door, it is."""
    beside = {f"{prefix}building", f"{prefix}door"} & sheet.fields.keys()
    return bool(beside or sheet.place[0] or building_of_title(sheet))


def _write_out(sheet: Sheet, name: str, others: Sequence[_Home]) -> None:
    filled = [row for row in sheet.rows if row.text(name)]
    pairs = [(row, match) for row in filled if (match := _PAIR.match(squeeze(row.text(name))))]
    buildings = {home.building for home in others}
    if len(pairs) < max(_LEAST, len(filled)) or any(match["door"] in buildings for _, match in pairs):
        return
    meant = [_buildings_of(_name_in(row), match["door"], match["room"], others) for row, match in pairs]
    found = [one for one in meant if one]
    if len(found) < max(_LEAST, _HALF * len(pairs)) or len(set().union(*found)) != 1:
        return
    building = next(iter(found[0]))
    for row, match in pairs:
        text = f"{building}号楼{match['door']}单元{match['room']}"
        row.cells[name] = replace(row.cells[name], text=text, raw=text)


def _buildings_of(name: str, door: str, room: str, homes: Sequence[_Home]) -> set[str]:
    """The buildings that have such a flat, of the same person where both name one."""
    return {
        home.building
        for home in homes
        if (home.door, home.room) == (door, room) and (not name or not home.name or name == home.name)
    }


def _homes(sheet: Sheet) -> Iterator[_Home]:
    for row in sheet.rows:
        address = _address(row)
        if address.building and address.door and address.room is not None:
            yield _Home(address.building, address.door, address.room.room, _name_in(row))


def _address(row: Row) -> Address:
    try:
        if whole := row.text("address_full") or row.text("ego_address"):
            return parse_address(whole)
        parts = [row.text(part) for part in ("building", "door", "room")]
        if not all(parts):
            return Address()
        return Address(building=parse_building(parts[0]), door=parse_door(parts[1]), room=parse_room(parts[2]))
    except NumberingError:
        return Address()


def _name_in(row: Row) -> str:
    return next((squeeze(row.text(name)) for name in _NAMES if row.text(name)), "")

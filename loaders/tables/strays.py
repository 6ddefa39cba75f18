"""Addresses that the rest of the office contradicts: a door, a storey or a place on it that no other row knows.

Door 4 of a building whose twenty other flats lie behind doors 1 and 2, or flat 606 where every storey has three, is a
slip of the pen until somebody has looked: a finding, not a new flat.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from socialgraph.loaders.tables.doors import settle_doors, settle_only_building
from socialgraph.loaders.tables.findings import Finding, TableRow
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.numbering import register_flats
from socialgraph.schema.addresses import place_of

_LEAST_FLATS = 10  # of the building, or behind the door, that say how it is built
_LEAST_OF_DOOR = 3
_LEAST_BUILDINGS = 2
_SHORT, _LEAST_LONG = 2, 8  # figures of a room; rooms behind one door that have more
_FAR = 2  # storeys, or places on a storey, beyond all others
_REGISTERS = frozenset(("flats", "dossiers"))
_KEPT = frozenset(("holds", "closed_pairs"))

Door = tuple[str, str, str]


def settle_places(rows: list[TableRow]) -> tuple[list[TableRow], list[Finding], list[TableRow]]:
    """Doors filled where one answer is left, then addresses that all others contradict taken out."""
    settle_only_building(rows)
    rows, doorless, without_door = settle_doors(rows)
    kept, stray, strays = without_strays(rows)
    return kept, [*doorless, *stray], [*without_door, *strays]


def without_strays(rows: Sequence[TableRow]) -> tuple[list[TableRow], list[Finding], list[TableRow]]:
    """The rows that are kept, the findings, and the rows that are lost; what protects somebody is never lost."""
    flats: dict[Door, set[str]] = defaultdict(set)
    for row in rows:
        for address, _ in row.addresses.values():
            if address.room is not None and address.room.kind == "dwelling":
                flats[address.compound, address.building, address.door] |= set(register_flats(address.room.room))
    strays = {*_stray_doors(flats), *_stray_rooms(flats), *_cut_off_rooms(flats), *_stray_buildings(flats, rows)}
    strays |= {*_beyond_register(flats, rows)}
    if not strays:
        return list(rows), [], []
    kept: list[TableRow] = []
    lost: list[TableRow] = []
    findings: dict[tuple[int, str], Finding] = {}
    for row in rows:
        at = next((name for address, name in row.addresses.values() if _is_stray(address, strays)), None)
        if at is None or row.table in _KEPT:
            kept.append(row)
            continue
        lost.append(row)
        text = row.place.row.text(at)
        findings.setdefault((id(row.place.row), at), Finding(row.place, at, text, "stray_address", row_lost=True))
    return kept, list(findings.values()), lost


def _stray_doors(flats: dict[Door, set[str]]) -> Iterable[tuple[Door, str]]:
    """Doors with one flat, in a building whose other doors have many."""
    buildings: dict[tuple[str, str], dict[Door, set[str]]] = defaultdict(dict)
    for door, rooms in flats.items():
        buildings[door[:2]][door] = rooms
    for doors in buildings.values():
        others = [rooms for rooms in doors.values() if len(rooms) >= _LEAST_OF_DOOR]
        if sum(map(len, others)) >= _LEAST_FLATS and all(door[2] for door in doors):
            yield from ((door, room) for door, rooms in doors.items() if len(rooms) == 1 for room in rooms)


def _cut_off_rooms(flats: dict[Door, set[str]]) -> Iterable[tuple[Door, str]]:
    """Rooms of two figures where nearly all others behind their door have more: one was left out."""
    for door, rooms in flats.items():
        short = [room for room in rooms if room.isdecimal() and len(room) <= _SHORT]
        long = sum(1 for room in rooms if len(re.sub(r"\D", "", room)) > _SHORT)
        if long >= _LEAST_LONG and len(short) <= max(1, len(rooms) // 20):
            yield from ((door, room) for room in short)


def _stray_buildings(flats: dict[Door, set[str]], rows: Sequence[TableRow]) -> Iterable[tuple[Door, str]]:
    """Buildings with one flat that nobody owns, beside several whose many flats the office keeps dossiers of."""
    kept_of: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.table == "dossiers" and any(row.values[name] for name in ("owner_name", "public_lessee_name", "phone")):
            address = row.addresses[""][0]
            if address.room is not None:
                kept_of[address.compound, address.building].add(f"{address.door}-{address.room.room}")
    large = {building for building, homes in kept_of.items() if len(homes) >= _LEAST_FLATS}
    if len(large) < _LEAST_BUILDINGS:
        return
    of_building: dict[tuple[str, str], list[Door]] = defaultdict(list)
    for door in flats:
        of_building[door[:2]].append(door)
    for building, doors in of_building.items():
        if building not in kept_of and building[1] and len(doors) == 1 and len(flats[doors[0]]) == 1:
            yield doors[0], next(iter(flats[doors[0]]))


def _beyond_register(flats: Mapping[Door, set[str]], rows: Sequence[TableRow]) -> Iterable[tuple[Door, str]]:
    """Flats that no list of the households has, above all or farther along than all that such lists have of a door."""
    listed: dict[Door, set[str]] = defaultdict(set)
    for row in rows:
        if row.table in _REGISTERS and (address := row.addresses[""][0]).room is not None:
            listed[address.compound, address.building, address.door] |= set(register_flats(address.room.room))
    for door, known in listed.items():
        places = [place for room in known if (place := place_of(room)) is not None]
        if len(places) < _LEAST_FLATS:
            continue
        most = [max(place[part] for place in places) for part in (0, 1)]
        for room in flats[door] - known:
            if (place := place_of(room)) is not None and (place[0] > most[0] or place[1] > most[1]):
                yield door, room


def _stray_rooms(flats: dict[Door, set[str]]) -> Iterable[tuple[Door, str]]:
    """Flats on a storey, or at a place on it, far beyond all others behind their door."""
    for door, rooms in flats.items():
        placed = {room: place for room in rooms if (place := place_of(room)) is not None}
        if len(placed) < _LEAST_FLATS:
            continue
        for part in (0, 1):
            ordered = sorted(placed, key=lambda room: placed[room][part])
            last, before = ordered[-1], ordered[-2]
            if placed[last][part] >= placed[before][part] + _FAR:
                yield door, last
        yield from ((door, room) for room in placed if _is_beyond(room, placed))


def _is_beyond(room: str, placed: dict[str, tuple[int, int]]) -> bool:
    """Whether a flat lies above all others and farther along than all of them: 606 in a house of five times three."""
    others = [place for other, place in placed.items() if other != room]
    return all(placed[room][part] > max(place[part] for place in others) for part in (0, 1))


def _is_stray(address: Address, strays: set[tuple[Door, str]]) -> bool:
    if address.room is None:
        return False
    door = (address.compound, address.building, address.door)
    return any((door, room) in strays for room in register_flats(address.room.room))

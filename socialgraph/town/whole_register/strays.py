"""Flats that all other addresses contradict: a door, a storey or a place on it that no other row knows.

Door 4 of a building whose twenty other flats lie behind doors 1 and 2, or flat 606 where every storey has three, is a
slip of the pen until somebody has looked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from socialgraph.schema.addresses import place_of

_LEAST_FLATS = 10  # of the building, or behind the door, that say how it is built
_LEAST_OF_DOOR = 3
_LEAST_BUILDINGS = 2
_SHORT, _LEAST_LONG = 2, 8  # figures of a room; rooms behind one door that have more
_LEAST_STOREYS, _LEAST_WHOLE = 4, 8  # of a door of which a list has every flat
_FAR = 2  # storeys, or places on a storey, beyond all others

Building = tuple[str, str]  # compound, building
Door = tuple[str, str, str]  # compound, building, door
Flats = Mapping[Door, Set[str]]


def stray_flats(flats: Flats, kept_of: Mapping[Building, set[str]], listed: Flats) -> set[tuple[Door, str]]:
    """The flats, as door and room, that are strays.

    Parameters
    ----------
    flats : door → rooms of dwellings that any row names.
    kept_of : building → households of which the office keeps a dossier with an owner, a lessee or a phone.

    listed : door → rooms that lists of the households have.

    Returns
    -------
    set of (door, room)
    """
    strays = {*_stray_doors(flats), *_stray_rooms(flats), *_cut_off_rooms(flats), *_stray_buildings(flats, kept_of)}
    return strays | {*_beyond_register(flats, listed)}


def _stray_doors(flats: Flats) -> Iterable[tuple[Door, str]]:
    """Doors with one flat, in a building whose other doors have many; a door between two of them is none."""
    buildings: dict[Building, dict[Door, Set[str]]] = defaultdict(dict)
    for door, rooms in flats.items():
        buildings[door[:2]][door] = rooms
    for doors in buildings.values():
        others = [rooms for rooms in doors.values() if len(rooms) >= _LEAST_OF_DOOR]
        if sum(map(len, others)) >= _LEAST_FLATS and all(door[2] for door in doors):
            certain = [int(door[2]) for door, rooms in doors.items() if len(rooms) > 1 and door[2].isdecimal()]
            alone = [door for door, rooms in doors.items() if len(rooms) == 1 and not _lies_between(door[2], certain)]
            yield from ((door, room) for door in alone for room in doors[door])


def _lies_between(door: str, certain: Sequence[int]) -> bool:
    return bool(certain) and door.isdecimal() and min(certain) < int(door) < max(certain)


def _cut_off_rooms(flats: Flats) -> Iterable[tuple[Door, str]]:
    """Rooms of two figures where nearly all others behind their door have more: one was left out."""
    for door, rooms in flats.items():
        short = [room for room in rooms if room.isdecimal() and len(room) <= _SHORT]
        long = sum(1 for room in rooms if len(re.sub(r"\D", "", room)) > _SHORT)
        if long >= _LEAST_LONG and len(short) <= max(1, len(rooms) // 20):
            yield from ((door, room) for room in short)


def _stray_buildings(flats: Flats, kept_of: Mapping[Building, set[str]]) -> Iterable[tuple[Door, str]]:
    """Buildings with one flat that nobody owns, beside several whose many flats the office keeps dossiers of."""
    large = {building for building, homes in kept_of.items() if len(homes) >= _LEAST_FLATS}
    if len(large) < _LEAST_BUILDINGS:
        return
    of_building: dict[Building, list[Door]] = defaultdict(list)
    for door in flats:
        of_building[door[:2]].append(door)
    for building, doors in of_building.items():
        if building not in kept_of and building[1] and len(doors) == 1 and len(flats[doors[0]]) == 1:
            yield doors[0], next(iter(flats[doors[0]]))


def _stray_rooms(flats: Flats) -> Iterable[tuple[Door, str]]:
    """Flats on a storey, or at a place on it, far beyond all others behind their door."""
    for door, rooms in flats.items():
        placed = {room: place for room in rooms if (place := place_of(room)) is not None}
        if len(placed) < _LEAST_FLATS:
            yield from _above_whole(door, placed)
            continue
        for part in (0, 1):
            ordered = sorted(placed, key=lambda room: placed[room][part])
            last, before = ordered[-1], ordered[-2]
            if placed[last][part] >= placed[before][part] + _FAR:
                yield door, last
        yield from _beyond_all(door, placed)


def _above_whole(door: Door, placed: Mapping[str, tuple[int, int]]) -> Iterable[tuple[Door, str]]:
    """A flat storeys above a small door that is whole without it: 702 over four storeys of two flats each."""
    top = max(placed, key=lambda room: placed[room], default="")
    others = [placed[room] for room in placed if room != top]
    if _is_whole(others, _LEAST_WHOLE) and placed[top][0] >= max(storey for storey, _ in others) + _FAR:
        yield door, top


def _beyond_all(door: Door, placed: Mapping[str, tuple[int, int]]) -> Iterable[tuple[Door, str]]:
    """A flat that lies above all others and farther along than all of them: 606 in a house of five times three."""
    top = max(placed, key=lambda room: placed[room])
    rivals = [sum(place[part] >= placed[top][part] for place in placed.values()) for part in (0, 1)]
    if rivals == [1, 1]:
        yield door, top


def beyond_houses(flats: Flats, registered: Flats) -> set[tuple[Door, str]]:
    """Strays beyond what riser maps and dossiers have of a door, of one flat a storey too.

    Such lists leave hardly a flat out: what a form says of another place on a storey is a slip.
    """
    return {*_beyond_register(flats, registered, least=_LEAST_STOREYS)}


def _is_whole(places: Sequence[tuple[int, int]], least: int) -> bool:
    """Whether a list has every place on every storey of a small door, so that hardly one can be left out."""
    storeys, sides = {storey for storey, _ in places}, {side for _, side in places}
    unbroken = max(storeys, default=0) - min(storeys, default=0) + 1 == len(storeys)
    return unbroken and len(storeys) >= _LEAST_STOREYS and len(set(places)) == len(storeys) * len(sides) >= least


def _beyond_register(flats: Flats, listed: Flats, least: int = _LEAST_WHOLE) -> Iterable[tuple[Door, str]]:
    """Flats that no list of the households has, above all or farther along than all that such lists have of a door."""
    for door, known in listed.items():
        places = [place for room in known if (place := place_of(room)) is not None]
        if len(places) < _LEAST_FLATS and not _is_whole(places, least):
            continue
        most = [max(place[part] for place in places) for part in (0, 1)]
        for room in flats.get(door, frozenset()) - known:
            if (place := place_of(room)) is not None and (place[0] > most[0] or place[1] > most[1]):
                yield door, room

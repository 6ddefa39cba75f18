"""The register of flats and their stacks: as a riser map says, else derived by rule, else unknown.

`data/stack_rules.csv` has the rules. A stack is derived only where every floor behind a door repeats the same
places (R1, R2, R3), also where numbers run on across doors (R4); never for shops, basements (R11), a set-back top
or ground floor (R6), or running room numbers (R5) unless the office says how many flats a floor has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from socialgraph.loaders.tables.doors import MENDED_CODE
from socialgraph.loaders.tables.findings import TableRow
from socialgraph.loaders.tables.merging import CanonicalRow
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.numbering import RoomNumbering, place_of, register_flats
from socialgraph.schema.addresses import natural_order
from socialgraph.schema.tables import SOURCE_SEPARATOR

_TRUST = ("site_verified", "drawing", "sheet", "derived", "unknown")
Door = tuple[str, str, str]  # compound, building, door


@dataclass
class _Flat:
    """A register flat while all its rows are gathered."""

    door: Door
    room: str
    kind: str
    floor: int | None
    surveyed: bool = False  # a survey, a riser map or a register lists it; no source is said of the others
    whole: bool = False  # a sheet that was read whole lists it; a quarantine workbook shows too little to derive from
    sources: dict[str, None] = field(default_factory=dict)
    # (stack, pipe, source) -> the sheets that say so
    mapped: dict[tuple[str, str, str], dict[str, None]] = field(default_factory=dict)

    @property
    def place(self) -> tuple[int, int] | None:
        """Floor and place by its number, where it is a dwelling."""
        return place_of(self.room) if self.kind == "dwelling" else None


def register(rows: Iterable[TableRow], numbering: RoomNumbering) -> list[CanonicalRow]:
    """One record a flat and stack; a flat that a map names has only the map's stacks.

    What no survey, riser map or register lists has no source: it counts until one of them comes (`town.register`).
    """
    flats = _gather(rows)
    derived = _derive(flats.values(), numbering)
    derived |= _derive((flat for flat in flats.values() if flat.surveyed), numbering)
    records: list[CanonicalRow] = []
    for key, flat in flats.items():
        stacks = _best(flat.mapped) or [(*derived[key], dict(flat.sources))]
        for stack, pipe, source, sources in stacks:
            source = source if flat.surveyed else ""
            records.append(_record(flat, stack, pipe, source, sources, numbering))
    return records


def shops_named(flats: list[CanonicalRow], dossiers: Iterable[CanonicalRow]) -> None:
    """A dwelling by its number, on the ground floor, in which somebody trades is a shop, in place."""
    trading = {
        (row["compound"], row["building"], row["door"], room)
        for row in dossiers
        if row["occupancy"] == "commercial"
        for room in register_flats(row["room"])
    }
    for flat in flats:
        on_the_ground = flat["kind"] == "dwelling" and flat["floor"] == "1"
        if on_the_ground and (flat["compound"], flat["building"], flat["door"], flat["room"]) in trading:
            flat["kind"] = "shop"


def _record(
    flat: _Flat, stack: str, pipe: str, source: str, sources: dict[str, None], numbering: RoomNumbering
) -> CanonicalRow:
    floor = _floor(flat, numbering)
    return {
        "compound": flat.door[0],
        "building": flat.door[1],
        "door": flat.door[2],
        "room": flat.room,
        "floor": "" if floor is None else str(floor),
        "stack": stack,
        "pipe_kind": pipe,
        "stack_source": source,
        "kind": flat.kind,
        "sources": SOURCE_SEPARATOR.join(sorted(sources)),
    }


def _gather(rows: Iterable[TableRow]) -> dict[tuple[Door, str], _Flat]:
    flats: dict[tuple[Door, str], _Flat] = {}
    for row in rows:
        address = row.addresses[""][0]
        if address.room is None:
            continue
        door = (address.compound, address.building, address.door)
        source = row.place.sheet.source
        for room in register_flats(address.room.room):
            flat = flats.get((door, room))
            if flat is None:
                flat = flats[door, room] = _Flat(door, room, address.room.kind, _floor_of(address, room))
            elif address.room.kind == "shop":  # one sheet says what is there, the others only its number
                flat.kind = "shop"
            flat.sources[source] = None
            flat.surveyed |= row.values["stack_source"] != ""
            flat.whole |= MENDED_CODE not in row.place.row.cells
            if flat.floor is None:
                flat.floor = address.room.floor
            if row.values["stack"]:
                key = (row.values["stack"], row.values["pipe_kind"], row.values["stack_source"])
                flat.mapped.setdefault(key, {})[source] = None
    return flats


def _floor_of(address: Address, room: str) -> int | None:
    """The stated floor; of a household over two floors (301|401), each flat's own."""
    assert address.room is not None
    own, first = place_of(room), place_of(register_flats(address.room.room)[0])
    if own and first and own[0] != first[0]:
        return own[0]
    return address.room.floor


def _best(mapped: dict[tuple[str, str, str], dict[str, None]]) -> list[tuple[str, str, str, dict[str, None]]]:
    """Of several sources for one pipe only the best; a word on all pipes yields to a better one on single pipes."""
    if not mapped:
        return []
    rank = {source: place for place, source in enumerate(_TRUST)}
    best: dict[str, int] = {}
    for _, pipe, source in mapped:
        best[pipe] = min(best.get(pipe, len(rank)), rank[source])
    singles = [place for pipe, place in best.items() if pipe]
    return [
        (stack, pipe, source, sources)
        for (stack, pipe, source), sources in mapped.items()
        if rank[source] == best[pipe] and not (pipe == "" and singles and min(singles) < rank[source])
    ]


def _derive(flats: Iterable[_Flat], numbering: RoomNumbering) -> dict[tuple[Door, str], tuple[str, str, str]]:
    """(stack, pipe, source) of every flat by rule."""
    behind: dict[Door, list[_Flat]] = {}
    for flat in flats:
        behind.setdefault(flat.door, []).append(flat)
    floors = {door: _places_by_floor(members) for door, members in behind.items()}
    offsets = _offsets(floors)
    stacks: dict[tuple[Door, str], tuple[str, str, str]] = {}
    for door, members in behind.items():
        known_count = numbering.flats_per_floor.get(door[1], 0)
        regular = _is_regular(floors[door], offsets[door])
        for flat in members:
            place = _place(flat, known_count)
            fits = flat.whole and place is not None and (regular or 0 < place - offsets[door] <= known_count)
            stack = f"{door[1]}/{door[2]}/{place - offsets[door]}" if fits and place is not None else ""
            stacks[door, flat.room] = (stack, "", "derived" if fits else "unknown")
    return stacks


def _place(flat: _Flat, flats_per_floor: int) -> int | None:
    """Where on its floor a dwelling lies: by its number, or by a running number where the office gave the count."""
    if flat.place is not None:
        return flat.place[1] if flat.place[0] > 0 else None
    if flat.kind == "dwelling" and flats_per_floor and flat.room.isdigit():
        return (int(flat.room) - 1) % flats_per_floor + 1
    return None


def _floor(flat: _Flat, numbering: RoomNumbering) -> int | None:
    """The physical floor: stated, by the number, or by a running number (R5); skipped numbers are counted out."""
    count = numbering.flats_per_floor.get(flat.door[1], 0)
    if flat.floor is None:
        if flat.kind == "dwelling" and count and flat.room.isdigit() and flat.place is None:
            return (int(flat.room) - 1) // count + 1
        return None
    return numbering.physical_floor(flat.floor) if flat.floor > 0 else flat.floor


def _places_by_floor(members: Iterable[_Flat]) -> dict[int, set[int]]:
    floors: dict[int, set[int]] = {}
    for flat in members:
        if flat.place is not None and flat.place[0] > 0:
            floors.setdefault(flat.place[0], set()).add(flat.place[1])
    return floors


def _offsets(floors: dict[Door, dict[int, set[int]]]) -> dict[Door, int]:
    """Where numbers run on across the doors of a building (101-103, 104-106): what to take off to get the place."""
    offsets = dict.fromkeys(floors, 0)
    buildings: dict[tuple[str, str], list[Door]] = {}
    for door in floors:
        if door[2] and floors[door]:
            buildings.setdefault(door[:2], []).append(door)
    for doors in buildings.values():
        doors.sort(key=lambda door: natural_order(door[2]))
        spans = [(min(map(min, floors[d].values())), max(map(max, floors[d].values()))) for d in doors]
        runs_on = all(later[0] > earlier[1] for earlier, later in pairwise(spans))
        if len(doors) > 1 and runs_on:
            offsets.update({door: span[0] - 1 for door, span in zip(doors, spans, strict=True)})
    return offsets


def _is_regular(floors: dict[int, set[int]], offset: int) -> bool:
    """Whether every floor repeats the same places.

    A lowest or highest floor with fewer places may be set back: its places need not lie in line. A hole elsewhere
    is only a flat that the register does not list.
    """
    if not floors:
        return False
    places = set().union(*floors.values())

    def shorter(floor: int) -> bool:
        here = floors[floor]
        return here != places and here == {p for p in places if p <= max(here)} and min(here) == offset + 1

    return not shorter(min(floors)) and not shorter(max(floors))

"""The register of flats and their stacks: as a riser map says, else derived by rule, else unknown.

`data/stack_rules.csv` has the rules. A stack is derived only where every floor behind a door repeats the same
places (R1, R2, R3), also where numbers run on across doors (R4); never for shops, basements (R11), a set-back top
or ground floor (R6), or running room numbers (R5) unless the office says how many flats a floor has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from socialgraph.loaders.tables.doors import MENDED_CODE
from socialgraph.loaders.tables.findings import TableRow
from socialgraph.loaders.tables.merging import CanonicalRow
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.numbering import RoomNumbering
from socialgraph.schema.addresses import SEPARATOR, flats_of_room, place_of, stated_floor
from socialgraph.schema.constants import BY_NUMBER, STACK_SOURCES
from socialgraph.schema.tables import SOURCE_SEPARATOR
from socialgraph.town.whole_register.places import stacks_by_number
from socialgraph.town.whole_register.shops import shops_by_trade

Door = tuple[str, str, str]  # compound, building, door
_Mapped = dict[tuple[str, str, str], dict[str, None]]  # (stack, pipe, source) -> the sheets that say so


@dataclass
class _Flat:
    """A register flat while all its rows are gathered."""

    door: Door
    room: str
    kind: str
    floor: int | None
    surveyed: bool = False  # a survey, a riser map or a register lists it; no source is said of the others
    listed_by: set[str] = field(default_factory=set)  # the sources that are a survey or a register
    whole: bool = False  # a sheet that was read whole lists it; a quarantine workbook shows too little to derive from
    sources: dict[str, None] = field(default_factory=dict)
    mapped: _Mapped = field(default_factory=dict)


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


def register_as_written(rows: Iterable[TableRow], numbering: RoomNumbering) -> list[CanonicalRow]:
    """One record a flat and stack as each file says it, for a graph to which other files will say more.

    A stack by its number is left to the whole register, but where the office gave the flats of a floor.
    """
    flats = _gather(rows)
    counted = (flat for flat in flats.values() if numbering.flats_per_floor.get(flat.door[1], 0))
    derived = _derive(counted, numbering)
    records: list[CanonicalRow] = []
    for key, flat in flats.items():
        given = _best_of_files(flat.mapped)
        unmapped = set(flat.sources) - {source for sources in flat.mapped.values() for source in sources}
        if unmapped:
            by_rule = derived.get(key, ("", "", BY_NUMBER if unmapped & flat.listed_by else ""))
            given.setdefault(by_rule, {}).update(dict.fromkeys(unmapped))
        records += [_record(flat, *stack, sources, numbering) for stack, sources in given.items()]
    return records


def _best_of_files(mapped: _Mapped) -> _Mapped:
    """What each file maps at its best; which file counts is asked of all of them."""
    by_file: dict[str, _Mapped] = {}
    for key, said_by in mapped.items():
        for source in said_by:
            by_file.setdefault(source.partition("::")[0], {}).setdefault(key, {})[source] = None
    given: _Mapped = {}
    for of_file in by_file.values():
        for stack, pipe, origin, sources in _best(of_file):
            given.setdefault((stack, pipe, origin), {}).update(sources)
    return given


def shops_named(flats: list[CanonicalRow], dossiers: Iterable[CanonicalRow]) -> None:
    """Flats that are shops because somebody trades there, in place."""
    trading = [_key(row) for row in dossiers if row["occupancy"] == "commercial"]
    facts = {name: [row[name] for row in flats] for name in ("kind", "floor")}
    table = pd.DataFrame({"flat": [_key(row) for row in flats], **facts})
    for row in np.flatnonzero(shops_by_trade(table, trading)):
        flats[row]["kind"] = "shop"


def _key(row: CanonicalRow) -> str:
    return SEPARATOR.join(row[name] for name in ("compound", "building", "door", "room"))


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
        for room in flats_of_room(address.room.room):
            flat = flats.get((door, room))
            if flat is None:
                flat = flats[door, room] = _Flat(door, room, address.room.kind, _floor_of(address, room))
            elif address.room.kind == "shop":  # one sheet says what is there, the others only its number
                flat.kind = "shop"
            flat.sources[source] = None
            if row.values["stack_source"]:
                flat.surveyed = True
                flat.listed_by.add(source)
            flat.whole |= MENDED_CODE not in row.place.row.cells
            flat.floor = stated_floor(room, (flat.floor, _floor_of(address, room)))
            if row.values["stack"]:
                key = (row.values["stack"], row.values["pipe_kind"], row.values["stack_source"])
                flat.mapped.setdefault(key, {})[source] = None
    return flats


def _floor_of(address: Address, room: str) -> int | None:
    """The stated floor; of a household over two floors (301|401), each flat's own."""
    assert address.room is not None
    own, first = place_of(room), place_of(flats_of_room(address.room.room)[0])
    if own and first and own[0] != first[0]:
        return own[0]
    return address.room.floor


def _best(mapped: _Mapped) -> list[tuple[str, str, str, dict[str, None]]]:
    """Of several sources for one pipe only the best; a word on all pipes yields to a better one on single pipes."""
    if not mapped:
        return []
    rank = {source: place for place, source in enumerate(STACK_SOURCES)}
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
    listed = list(flats)
    rows = [(*flat.door, flat.room, flat.kind) for flat in listed]
    table = pd.DataFrame(rows, columns=["compound", "building", "door", "room", "kind"], dtype=object)
    stacks, fits = stacks_by_number(table, numbering.flats_per_floor)
    return {
        (flat.door, flat.room): (stack, "", "derived") if known and flat.whole else ("", "", "unknown")
        for flat, stack, known in zip(listed, stacks, fits.tolist(), strict=True)
    }


def _floor(flat: _Flat, numbering: RoomNumbering) -> int | None:
    """The physical floor: stated, by the number, or by a running number (R5); skipped numbers are counted out."""
    count = numbering.flats_per_floor.get(flat.door[1], 0)
    if flat.floor is None:
        if flat.kind == "dwelling" and count and flat.room.isdigit() and place_of(flat.room) is None:
            return (int(flat.room) - 1) // count + 1
        return None
    return numbering.physical_floor(flat.floor) if flat.floor > 0 else flat.floor

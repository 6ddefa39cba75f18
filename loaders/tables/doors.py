"""Doors that a row leaves out: filled only where everything else loaded leaves one answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath

from socialgraph.loaders.files.sheets import Cell, Sheet
from socialgraph.loaders.tables.findings import Finding, TableRow
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.mentions import places_in

Building = tuple[str, str]  # compound, building
_PROTECTING = ("holds", "closed_pairs")
_ON_RECORD = {
    "dossiers": ("owner_name", "public_lessee_name", "tenant_name", "occupant_name"),
    "people": ("name",),
}
_LEAST_REPEATED, _MOSTLY = 4, 0.5  # rooms that a list without doors names more than once
_OF_LOGS = frozenset(("visitors", "result", "mode"))  # a list with these names a household once a visit
_DOOR_AND_ROOM = re.compile(r"(?<![\d-])\d{1,2}\s*[-—–－/]\s*\d{3,4}")  # 2-301 and never 2栋301
SETTLED_DOOR = "settled_door"  # a cell that says which door a row got, for whoever writes the row down again
MENDED_CODE = "origin_code"  # a cell of rows that came back in a quarantine workbook: why they were in it


def settle_only_building(rows: list[TableRow]) -> None:
    """2-301 in a town of one building is its door 2, in place: where that door has such a flat and no building is 2.

    A hold of a door and room without a building (二单元五〇二 in a diary) is of that one too.
    """
    buildings: dict[Building, set[tuple[str, str]]] = {}
    for row in rows:
        if row.table == "flats":
            address = row.addresses[""][0]
            flats = buildings.setdefault((address.compound, address.building), set())
            if address.door and address.room is not None:
                flats.add((address.door, address.room.room))
    whole = {building: flats for building, flats in buildings.items() if flats}
    if len(whole) != 1:
        return
    (compound, building), flats = next(iter(whole.items()))
    for row in rows if len(buildings) == 1 else ():
        if row.table == "holds" and not row.addresses[""][0].building and row.addresses[""][0].room is not None:
            address, field_name = row.addresses[""]
            settled = replace(address, compound=address.compound or compound, building=building)
            row.addresses[""] = (settled, field_name)
    for row in rows:
        for prefix, (address, field_name) in row.addresses.items():
            room = address.room.room if address.room is not None else ""
            if not address.needs_door or address.building == building or (address.building, room) not in flats:
                continue
            if any(_DOOR_AND_ROOM.search(cell.text) for cell in row.place.row.cells.values()):
                settled = replace(address, compound=address.compound or compound, building=building)
                row.addresses[prefix] = (replace(settled, door=address.building), field_name)


def settle_named_building(rows: list[TableRow]) -> None:
    """A hold of 2-602 in a file or sheet of building 3, in place: its door 2, if it has that flat and nothing is 2-602.

    The chat of a building is signed by door and room; a wish in it must not be one of a building that nobody knows.
    """
    flats: dict[str, set[tuple[str, str]]] = {}
    for row in rows:
        address = row.addresses[""][0] if row.table == "flats" else Address()
        if address.room is not None:
            flats.setdefault(address.building, set()).add((address.door, address.room.room))
    for row in rows if flats else ():
        if row.table != "holds":
            continue
        address, field_name = row.addresses[""]
        if address.door or address.room is None or address.building in flats:
            continue
        named = _buildings_of(row.place.sheet)
        building = named.pop() if len(named) == 1 else ""
        if (address.building, address.room.room) in flats.get(building, set()):
            row.addresses[""] = (replace(address, building=building, door=address.building), field_name)


def settle_other_ends(rows: list[TableRow]) -> None:
    """Whom somebody of building 5 names as 1-101, in place: door 1 of 5, as neighbours write, if that has such a flat.

    Only where no building is 1-101, or who is named is on record at the one and not at the other. 甲1-302 may be door 1
    of 甲 as well.
    """
    flats: dict[Building, set[tuple[str, str]]] = {}
    names: dict[tuple[str, str, str, str], set[str]] = {}
    for row in rows:
        address = row.addresses.get("", (Address(), ""))[0]
        if address.room is None:
            continue
        if row.table == "flats":
            flats.setdefault((address.compound, address.building), set()).add((address.door, address.room.room))
        for column in _ON_RECORD.get(row.table, ()):
            home = (address.compound, address.building, address.door, address.room.room)
            names.setdefault(home, set()).update(filter(None, row.values[column].split("|")))
    for row in rows:
        if row.table not in ("ties", "closed_pairs"):
            continue
        (ego, _), (written, field_name) = row.addresses["ego_"], row.addresses["alter_"]
        meant = _behind_own_door(ego, written)
        if meant is None or meant.room is None or not ego.door:
            continue
        own, room = (meant.compound, meant.building), meant.room.room
        other = (meant.compound, written.building)
        there = {(*other, door, one) for door, one in flats.get(other, ()) if one == room}
        here = {(*own, meant.door, room)} if (meant.door, room) in flats.get(own, ()) else set()
        who = row.values["alter_name"]
        at_home = {home for home in here | there if who in names.get(home, ())}
        if here and (not there or at_home == here):
            row.addresses["alter_"] = (meant, field_name)


def _behind_own_door(ego: Address, written: Address) -> Address | None:
    """What a pair of numbers is as door and room of the building of whoever names it; None where it is no such pair."""
    if not written.needs_door or not ego.building:
        return None
    door = written.building.removeprefix(ego.building) if not ego.building.isdigit() else written.building
    door = door or written.building
    if not door.isdigit() or len(door) > len("10") or (written.compound or ego.compound) != ego.compound:
        return None
    return replace(written, compound=ego.compound, building=ego.building, door=door)


def _buildings_of(sheet: Sheet) -> set[str]:
    """The buildings that the file, the sheet and its title name."""
    texts = (PurePath(sheet.file).stem, sheet.sheet, sheet.title)
    return {place.building for text in texts for place in places_in(text) if place.building and not place.room}


def settle_doors(rows: list[TableRow]) -> tuple[list[TableRow], list[Finding], list[TableRow]]:
    """Dwellings written without their door: the only door of their building, or a finding if it has several.

    Gives the rows that are kept, the findings, and the rows that are lost. What protects somebody is never lost: a
    hold without its door is one on every household that it may mean.
    A building whose register names no door at all has none (a tower), whatever other sheets say.
    """
    doors = _doors_of_buildings(rows)
    several = {building for _, building in listed_over_and_over(rows)}
    kept: list[TableRow] = []
    without_door: list[TableRow] = []
    findings: dict[tuple[int, str], Finding] = {}
    for row in rows:
        lost = ""
        for prefix, (address, field_name) in row.addresses.items():
            if not address.needs_door:
                continue
            if MENDED_CODE in row.place.row.cells:  # the few rows of a quarantine workbook don't show all doors
                lost = field_name if "missing_door" in row.place.row.text(MENDED_CODE) else lost
                continue
            known = doors.get((address.compound, address.building), set())
            if len(known) == 1:
                door = next(iter(known))
                row.addresses[prefix] = (replace(address, door=door), field_name)
                if not prefix:
                    row.place.row.cells[SETTLED_DOOR] = Cell(door)
            elif known or (address.compound, address.building) in several:
                lost = field_name
        if lost and row.table not in _PROTECTING:
            without_door.append(row)
            key = (id(row.place.row), lost)
            findings.setdefault(key, Finding(row.place, lost, row.place.row.text(lost), "missing_door", row_lost=True))
        else:
            kept.append(row)
    return kept, list(findings.values()), without_door


def listed_over_and_over(rows: Iterable[TableRow]) -> set[tuple[str, Building]]:
    """File and building where one survey lists the same room numbers over and over, no door beside them: whose?"""
    listed: dict[tuple[int, Building], Counter[tuple[str, ...]]] = {}
    file_of: dict[int, str] = {}
    seen: set[tuple[int, str]] = set()
    for row in rows:
        address = row.addresses[""][0] if row.table == "flats" else Address()
        if row.place.sheet.kind != "survey" or not address.needs_door or address.room is None:
            continue
        if row.place.sheet.of_records or _OF_LOGS & row.place.sheet.fields.keys():
            continue
        if (key := (id(row.place.row), address.room.room)) not in seen:
            seen.add(key)
            file_of[id(row.place.sheet)] = row.place.sheet.file
            place = (id(row.place.sheet), (address.compound, address.building))
            listed.setdefault(place, Counter())[address.room.room, *_pipes_told(row)] += 1
    return {
        (file_of[sheet], building)
        for (sheet, building), rooms in listed.items()
        if sum(1 for count in rooms.values() if count > 1) >= max(_LEAST_REPEATED, _MOSTLY * len(rooms))
    }


def _pipes_told(row: TableRow) -> list[str]:
    """The pipes of which a row speaks: a list with a row a household and pipe repeats no room."""
    cells = row.place.row.cells
    return [name for name in cells if name.startswith("stance_") and cells[name].text]


def _doors_of_buildings(rows: Iterable[TableRow]) -> dict[Building, set[str]]:
    """The doors that the load names, by building; empty for a building whose register has none."""
    registered: dict[Building, set[str]] = {}
    named: dict[Building, set[str]] = {}
    for row in rows:
        for address, _ in row.addresses.values():
            key = (address.compound, address.building)
            target = registered if row.table == "flats" else named
            doors = target.setdefault(key, set())
            if address.door:
                doors.add(address.door)
        if row.table == "people":
            compound = row.addresses[""][0].compound if "" in row.addresses else ""
            for scope in filter(None, row.values["scope"].split("|")):
                building, _, door = scope.partition("/")
                if door:
                    named.setdefault((compound, building), set()).add(door)
    return {
        key: set() if key in registered and not registered[key] else registered.get(key, set()) | named.get(key, set())
        for key in registered.keys() | named.keys()
    }

"""Addresses that the rest of the office contradicts: a door, a storey or a place on it that no other row knows.

Door 4 of a building whose twenty other flats lie behind doors 1 and 2, or flat 606 where every storey has three, is a
slip of the pen until somebody has looked: a finding, not a new flat.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from socialgraph.loaders.tables.doors import (
    MENDED_CODE,
    listed_over_and_over,
    settle_doors,
    settle_named_building,
    settle_only_building,
    settle_other_ends,
)
from socialgraph.loaders.tables.findings import Finding, TableRow
from socialgraph.loaders.values.addresses import Address
from socialgraph.schema.addresses import flats_of_room
from socialgraph.town.whole_register.strays import Door, beyond_houses, stray_flats

_REGISTERS = frozenset(("flats", "dossiers"))
_OF_HOUSES = frozenset(("riser_map", "flat_register"))
_KEPT = frozenset(("holds", "closed_pairs"))


def settle_places(rows: list[TableRow]) -> tuple[list[TableRow], list[Finding], list[TableRow]]:
    """Doors filled where one answer is left, then addresses that all others contradict taken out."""
    settle_only_building(rows)
    settle_named_building(rows)
    settle_other_ends(rows)
    rows, doorless, without_door = settle_doors(rows)
    kept, stray, strays = without_strays(rows)
    return kept, [*doorless, *stray], [*without_door, *strays]


def places_as_written(rows: list[TableRow]) -> tuple[list[TableRow], list[Finding], list[TableRow]]:
    """For a graph to which other files will say more: every row with the address that its own sheet gives it.

    What the files of this load say of doors and strays is found all the same, but decides of no row: the whole
    register does, whenever a town is built. Lost are only rows that their own file makes useless.
    """
    written = [dict(row.addresses) for row in rows]
    doorless = listed_over_and_over(rows)
    useless = [row for row in rows if row.table not in _KEPT and _doorless_field(row, doorless)]
    unmended = [row for row in rows if "missing_door" in row.place.row.text(MENDED_CODE)]
    _, findings, lost = settle_places(rows)
    lost_ids = {id(row) for row in lost}
    for row, addresses in zip(rows, written, strict=True):
        row.addresses.update(addresses)
    gone = {id(row): row for row in [*useless, *(row for row in unmended if id(row) in lost_ids)]}
    known = {id(finding.place.row) for finding in findings}
    for row in useless:
        if id(row.place.row) not in known:
            known.add(id(row.place.row))
            field = _doorless_field(row, doorless)
            findings.append(Finding(row.place, field, row.place.row.text(field), "missing_door", row_lost=True))
    return [row for row in rows if id(row) not in gone], findings, list(gone.values())


def _doorless_field(row: TableRow, doorless: set[tuple[str, tuple[str, str]]]) -> str:
    """The field of an address without its door, in a building of which its own file tells no door from another."""
    file = row.place.sheet.file
    return next(
        (field for a, field in row.addresses.values() if a.needs_door and (file, (a.compound, a.building)) in doorless),
        "",
    )


def without_strays(rows: Sequence[TableRow]) -> tuple[list[TableRow], list[Finding], list[TableRow]]:
    """The rows that are kept, the findings, and the rows that are lost; what protects somebody is never lost."""
    flats: dict[Door, set[str]] = defaultdict(set)
    for row in rows:
        for address, _ in (
            row.addresses.values() if row.table not in _KEPT else ()
        ):  # how a house is built, no hold says
            if address.room is not None and address.room.kind == "dwelling":
                flats[address.compound, address.building, address.door] |= set(flats_of_room(address.room.room))
    kept_of = _kept_dossiers(rows)
    strays = stray_flats(flats, kept_of, _listed(rows)) | beyond_houses(flats, _registered(rows))
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


def _is_stray(address: Address, strays: set[tuple[Door, str]]) -> bool:
    if address.room is None:
        return False
    door = (address.compound, address.building, address.door)
    return any((door, room) in strays for room in flats_of_room(address.room.room))


def _kept_dossiers(rows: Sequence[TableRow]) -> dict[tuple[str, str], set[str]]:
    """Building → households of which somebody who holds the flat, or a phone, is known."""
    kept_of: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.table == "dossiers" and _is_kept(row):
            address = row.addresses[""][0]
            if address.room is not None:
                kept_of[address.compound, address.building].add(f"{address.door}-{address.room.room}")
    return kept_of


def _registered(rows: Iterable[TableRow]) -> dict[Door, set[str]]:
    """The flats that riser maps have, or of which the office itself knows who holds them: what was said is no list."""
    known = [
        row
        for row in rows
        if (row.table == "flats" and row.place.sheet.kind in _OF_HOUSES) or (row.table == "dossiers" and _is_kept(row))
    ]
    return _listed(known)


def _is_kept(row: TableRow) -> bool:
    """Whether somebody who holds the flat, or a phone, is known; anybody may fill in a form, with any address."""
    told_of_itself = bool(row.place.row.text("respondent_relation"))
    return not told_of_itself and any(row.values[name] for name in ("owner_name", "public_lessee_name", "phone"))


def _listed(rows: Iterable[TableRow]) -> dict[Door, set[str]]:
    """The flats that lists of the households have, by door."""
    listed: dict[Door, set[str]] = defaultdict(set)
    for row in rows:
        if row.table in _REGISTERS and (address := row.addresses[""][0]).room is not None:
            listed[address.compound, address.building, address.door] |= set(flats_of_room(address.room.room))
    return listed

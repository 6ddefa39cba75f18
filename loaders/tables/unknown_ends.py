"""Ends of ties that nobody knows: at home in no flat of the register and in no roster, or named by no record there.

Also ties whose two ends are one person, which are none.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from socialgraph.loaders.tables.findings import Finding, TableRow
from socialgraph.loaders.tables.merging import CanonicalRow, record_of
from socialgraph.loaders.values.names import INTERPUNCT
from socialgraph.loaders.values.text import compact
from socialgraph.schema.addresses import SHORTHAND, flats_of_room
from socialgraph.schema.records import DECIDERS

Home = tuple[str, str, str, str]  # compound, building, door, room
_Flat = tuple[str, str, str]  # building, door, room
_ENDS = ("ego_", "alter_")


@dataclass(frozen=True)
class KnownHomes:
    """Where people are known to live: `doors` by building and room; `names` by building, door, room, then compound."""

    doors: Mapping[tuple[str, str], set[tuple[str, str]]]
    names: Mapping[_Flat, dict[str, set[str]]]

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame], homes: Iterable[Home]) -> KnownHomes:
        """What this load's register, rosters and dossiers say, and the homes that the graph knows."""
        doors: dict[tuple[str, str], set[tuple[str, str]]] = {}
        names: dict[_Flat, dict[str, set[str]]] = {}
        listed = [_homes(tables[name]) for name in ("flats", "people")]
        for compound, building, door, room in {*homes, *(home for places in listed for home in places)}:
            for part in {room, *flats_of_room(room)}:
                doors.setdefault((building, part), set()).add((compound, door))
        named = [("people", ("name",)), ("dossiers", tuple(f"{role}_name" for role in DECIDERS))]
        for table, columns in [*named, ("ties", ("ego_name",))]:  # who names somebody is on record by that
            prefix = "ego_" if table == "ties" else ""
            for home, *cells in zip(
                _homes(tables[table], prefix), *(tables[table][name] for name in columns), strict=True
            ):
                there = names.setdefault(home[1:], {}).setdefault(home[0], set())
                there.update(part for cell in cells for part in str(cell).split("|") if part)
        return cls(doors, names)

    def has(self, home: Home) -> bool:
        """Whether somebody may live there: what is not written may be anything."""
        compound, building, door, room = home
        homes = [place for part in {room, *flats_of_room(room)} for place in self.doors.get((building, part), ())]
        return any(_may_be(compound, other) and _may_be(door, its) for other, its in homes)

    def names_at(self, home: Home) -> set[str]:
        """Everybody on record who may live there."""
        by_compound = self.names.get(home[1:], {})
        return set().union(*(names for compound, names in by_compound.items() if _may_be(home[0], compound)))


def _homes(frame: pd.DataFrame, prefix: str = "") -> list[Home]:
    compound, building, door, room = (
        frame[name].tolist() for name in ("compound", *(prefix + part for part in ("building", "door", "room")))
    )
    return list(zip(compound, building, door, room, strict=True))


def _may_be(written: str, known: str) -> bool:
    return not written or not known or written == known or SHORTHAND in (written[:1], known[:1])


def unknown_ends(rows: Iterable[TableRow], known: KnownHomes) -> list[Finding]:
    """A finding for every end of a tie that is not known; the rows stay, and count once the end is known.

    `not_in_register`: its flat is in no register and no roster. `unknown_person`: nobody of that name is on record in
    that household; `nearest` is the name there that resembles it.
    """
    if not known.doors:
        return []
    return [finding for row in rows if row.table == "ties" for finding in _of_row(row, record_of(row), known)]


def _of_row(row: TableRow, record: CanonicalRow, known: KnownHomes) -> Iterable[Finding]:
    for prefix in _ENDS:
        home = (
            record.get("compound", ""),
            record[prefix + "building"],
            record[prefix + "door"],
            record[prefix + "room"],
        )
        name = record[prefix + "name"]
        if not known.has(home):
            at_fault = row.addresses[prefix][1] if prefix in row.addresses else prefix + "room"
            if not row.place.row.text(at_fault):  # written behind the name
                at_fault = prefix + "name"
            yield Finding(row.place, at_fault, row.place.row.text(at_fault), "not_in_register")
        elif prefix == "alter_" and name and (there := known.names_at(home)) and name not in there:
            nearest = difflib.get_close_matches(name, sorted(there), n=1, cutoff=0.5)
            yield Finding(row.place, "alter_name", name, "unknown_person", nearest="".join(nearest))


def without_self_ties(rows: Iterable[TableRow]) -> tuple[list[TableRow], list[Finding]]:
    """The rows without ties of somebody to themselves; a finding for each, the row lost if it gives nothing else."""
    rows = list(rows)
    kept = [row for row in rows if row.table not in ("ties", "closed_pairs") or not _is_of_one_person(row)]
    of_kept, is_kept = {id(row.place.row) for row in kept}, {id(row) for row in kept}
    return kept, [
        Finding(
            row.place, "alter_name", row.values["alter_name"], "self_tie", row_lost=id(row.place.row) not in of_kept
        )
        for row in rows
        if id(row) not in is_kept
    ]


def _is_of_one_person(row: TableRow) -> bool:
    """Whether name and household agree; `301` and `301|302` are of one household."""
    record = record_of(row)
    names = {compact(INTERPUNCT.sub("·", record[prefix + "name"])) for prefix in _ENDS}
    compounds = {address.compound for address, _ in row.addresses.values()}
    places = {(record[prefix + "building"], record[prefix + "door"]) for prefix in _ENDS}
    ego, alter = (set(record[prefix + "room"].split("|")) - {""} for prefix in _ENDS)
    return len(names) == len(places) == 1 and "" not in names and len(compounds) <= 1 and bool(ego & alter)

"""Differences into the graph: batches of statements that are safe to run twice, each whole or not at all.

Whatever belongs to a record (its ties, its place, its labels) is written before or with it, never after: a load that
is killed leaves no record behind that the next load would take for complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from socialgraph.schema.addresses import SEPARATOR, flats_of_room, label
from socialgraph.schema.records import RECORDS
from socialgraph.schema.shapes import PROTECTIVE, ROLE_LABELS, SENSITIVE, SHAPES
from socialgraph.store.bolt import Bolt, Call
from socialgraph.store.frames import Originals, node_ids
from socialgraph.store.history import former_notes, former_rows
from socialgraph.store.leases import Lease
from socialgraph.store.parameters import (
    Row,
    connect_deciders,
    grouped_ties,
    household_node,
    maps,
    pairs,
    records,
    sensitive_note,
)

Progress = Callable[[str, int, int], None]
BATCH_SIZE = 10_000


@dataclass
class Known:
    """Keys of what the graph held before this load; `households` and `flats` grow as it writes."""

    households: set[str] = field(default_factory=set)
    flats: set[str] = field(default_factory=set)


@dataclass
class Writer:
    """Writes the rows of one run, in order: what protects, flats, households, then every other table.

    Stops come first: a load that is killed has stopped whom it was told to stop.
    """

    bolt: Bolt
    lease: Lease
    run_id: str
    known: Known
    batch_size: int = BATCH_SIZE
    progress: Progress | None = None

    def write(
        self,
        tables: Mapping[str, pd.DataFrame],
        originals: Mapping[str, Originals],
        former: Mapping[str, pd.DataFrame],
    ) -> None:
        """Write rows (with `sources`, `retired`, `is_new`) of any tables of RECORDS, and what records said before.

        Raises
        ------
        StoreError
            If a statement reports fewer rows than it was given; whole batches stay written.
        """
        self._households({name: rows for name, rows in tables.items() if name == "stops"})
        self._tables(PROTECTIVE, tables, originals)
        for name, rows in former.items():
            self._former(name, rows)
        self._flats(tables.get("flats"), originals.get("flats", {}))
        self._households(tables)
        self._tables([name for name in SHAPES if name != "flats" and name not in PROTECTIVE], tables, originals)

    def _tables(
        self, names: Iterable[str], tables: Mapping[str, pd.DataFrame], originals: Mapping[str, Originals]
    ) -> None:
        for name in names:
            if (rows := tables.get(name)) is not None and len(rows):
                self._table(name, rows, originals.get(name, {}))

    def _former(self, name: str, rows: pd.DataFrame) -> None:
        """What records said before: it is in the graph before anything else takes its place."""
        numbers = self._numbers("Former", len(rows))
        for start in range(0, len(rows), self.batch_size):
            part = rows.iloc[start : start + self.batch_size]
            calls = [self._run("merge_former", former_rows(name, part, self.run_id, numbers))]
            if name == "dossiers":
                calls.append(("merge_former_notes", {"rows": former_notes(part, self.run_id)}))
                # what comes back perhaps has nothing noted any more; of what is changed `_notes` takes care
                back = part.loc[part["retired"].astype(bool), "household"]
                calls.append(("drop_sensitive_notes", {"rows": [{"id": household} for household in back]}))
            self._commit(calls)

    def _commit(self, calls: list[Call]) -> None:
        self.bolt.write_all(self.lease.call(), calls)

    def _parts(self, name: str, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
        """The rows a batch at a time; reports how far the table is after each."""
        for start in range(0, len(rows), self.batch_size):
            yield rows.iloc[start : start + self.batch_size]
            if self.progress is not None:
                self.progress(name, min(start + self.batch_size, len(rows)), len(rows))

    def _numbers(self, label: str, count: int) -> Iterator[int]:
        """So many fresh node numbers of a label."""
        if not count:
            return iter(())
        (answer,) = self.bolt.write([("reserve_nids", {"label": label, "count": count})])
        return iter(range(answer["first"], answer["first"] + count))

    def _run(self, name: str, rows: list[Any]) -> Call:
        return name, {"rows": rows, "run_id": self.run_id}

    # -- flats, their places, and households --------------------------------------------------------------------

    def _flats(self, rows: pd.DataFrame | None, originals: Originals) -> None:
        if rows is None or rows.empty:
            return
        building = rows["compound"] + SEPARATOR + rows["building"]
        rows = rows.assign(
            building_id=building,
            door_id=(building + SEPARATOR + rows["door"]).where(rows["door"] != "", ""),
            stack_id=rows["stack_key"].where(rows["stack_key"] != "", "unknown" + SEPARATOR + building),
        )
        self._places(rows)
        flat_numbers, stack_numbers = self._numbers("Flat", len(rows)), self._numbers("Stack", len(rows))
        living_in = self._households_by_flat() if rows["is_new"].any() else {}
        for part in self._parts("flats", rows):
            cells = records(part, [*RECORDS["flats"].columns, "stack_id"], originals)
            for cell in cells:
                cell["flat_nid"], cell["stack_nid"] = next(flat_numbers), next(stack_numbers)
                cell["caption"] = label(cell["flat"], with_compound=True)
            new = part.loc[part["is_new"]]
            with_door = new["door_id"] != ""
            homes = [
                {"household": household, "flat": flat}
                for flat in dict.fromkeys(new["flat"])
                for household in living_in.get(flat, ())
            ]
            self._commit(
                [
                    self._run("merge_flats", cells),
                    self._run("connect_stacks", pairs(new, "stack_id", "building_id")),
                    self._run("connect_flats_to_doors", pairs(new[with_door], "flat", "door_id")),
                    self._run("connect_flats_to_buildings", pairs(new[~with_door], "flat", "building_id")),
                    self._run("connect_homes", homes),
                    *connect_deciders(home["household"] for home in homes),
                ]
            )
        self.known.flats.update(rows["flat"])

    def _places(self, rows: pd.DataFrame) -> None:
        new = rows.loc[rows["is_new"]]
        buildings = new.drop_duplicates("building_id")
        named = buildings.loc[buildings["compound"] != ""]
        doors = new.loc[new["door_id"] != ""].drop_duplicates("door_id")
        self._commit(
            [
                self._run("merge_compounds", [{"id": name} for name in named["compound"].unique()]),
                self._run("merge_buildings", maps(buildings, {"id": "building_id", "building": "building"})),
                self._run("connect_buildings", pairs(named, "building_id", "compound")),
                self._run("merge_doors", maps(doors, {"id": "door_id", "door": "door", "building_id": "building_id"})),
            ]
        )

    def _households_by_flat(self) -> dict[str, list[str]]:
        by_flat: dict[str, list[str]] = {}
        for household in sorted(self.known.households):
            for flat in _flats_of(household):
                by_flat.setdefault(flat, []).append(household)
        return by_flat

    def _households(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """A node for every household that a row names, tied to its flats, before the rows themselves."""
        named: set[str] = set()
        for name, rows in tables.items():
            if name == "dossiers" or SHAPES[name].has_household:
                named.update(rows["household"].unique())
        new = sorted(named - self.known.households - {""})
        numbers = self._numbers("Household", len(new))
        for start in range(0, len(new), self.batch_size):
            part = new[start : start + self.batch_size]
            homes = [
                {"household": household, "flat": flat}
                for household in part
                for flat in _flats_of(household)
                if flat in self.known.flats
            ]
            nodes = [household_node(household, next(numbers)) for household in part]
            self._commit([self._run("merge_households", nodes), self._run("connect_homes", homes)])
        self.known.households.update(new)

    # -- every other table --------------------------------------------------------------------------------------

    def _table(self, name: str, rows: pd.DataFrame, originals: Originals) -> None:
        if name == "ties":
            rows = rows.sort_values(["ego", "alter"], kind="stable")
        label = SHAPES[name].label
        has_own_node = name not in ("ties", "links", "same_persons", "activities", "people", "dossiers")
        numbers = self._numbers(label, int(rows["is_new"].sum()) if has_own_node else 0)
        for part in self._parts(name, rows):
            if name == "ties":
                self._commit([self._run("merge_ties", grouped_ties(part, originals))])
                continue
            columns = [column for column in RECORDS[name].columns if name != "dossiers" or column not in SENSITIVE]
            cells = records(part, columns, originals)
            key_columns = RECORDS[name].key
            ids = node_ids(part, key_columns) if len(key_columns) > 1 else part[key_columns[0]].tolist()
            for cell, key, is_new in zip(cells, ids, part["is_new"], strict=True):
                cell["id"] = key
                cell["nid"] = next(numbers) if is_new and has_own_node else None
            if name == "activities":
                for cell, key in zip(cells, node_ids(part, ["activity", "date"]), strict=True):
                    cell["activity_id"] = key
            if name == "people":
                self._roles(part)
            self._commit([self._run(f"merge_{name}", cells), *self._further(name, cells, part)])

    def _further(self, name: str, cells: list[Row], part: pd.DataFrame) -> list[Call]:
        """What is written in the same transaction as the records: the people they name."""
        if name == "persons":
            members = [cell for cell in cells if cell["household"]]
            return [self._run("connect_members", [{"person": c["id"], "household": c["household"]} for c in members])]
        if name == "people":
            branches = [
                {"person": cell["id"], "branch": cell["branch"]}
                for cell in cells
                if cell["branch"] and not cell["retired"]
            ]
            leaving = [{"person": person} for person in part.loc[~part["is_new"], "person"]]
            return [self._run("clear_party_groups", leaving), self._run("connect_party_groups", branches)]
        if name == "dossiers":
            changed = [{"household": key} for key in part.loc[~part["is_new"], "household"]]
            return [self._run("clear_deciders", changed), *connect_deciders((), part), *_notes(part)]
        persons = SHAPES[name].persons
        if persons is None:
            return []
        statement, column = persons
        given_before = [{"id": cell["id"]} for cell, is_new in zip(cells, part["is_new"], strict=True) if not is_new]
        named = [
            {"id": cell["id"], "person": person}
            for cell in cells
            for person in dict.fromkeys(str(cell[column] or "").split("|"))
            if person
        ]
        clearing = [self._run("clear_assignees", given_before)] if name == "assignments" else []
        return [*clearing, self._run(statement, named)]

    def _roles(self, part: pd.DataFrame) -> None:
        """Labels first, in transactions of their own: see label_role.cypher."""
        roles = ("|" + part["roles"] + "|").where(~part["retired"], "")
        for role, role_label in ROLE_LABELS.items():
            holds = roles.str.contains(f"|{role}|", regex=False)
            rows = part.assign(holds=holds).loc[holds | ~part["is_new"]]
            self._commit([self._run(f"label_role[{role_label}]", maps(rows, {"person": "person", "holds": "holds"}))])


def _notes(dossiers: pd.DataFrame) -> list[Call]:
    """What dossiers note of age, health and the like, apart from them; of a changed one perhaps nothing any more."""
    rows = dossiers[["household", *SENSITIVE, "is_new"]].to_dict("records")
    noted = {row["household"]: sensitive_note(row["household"], row) for row in rows}
    gone = [{"id": row["household"]} for row in rows if not row["is_new"] and noted[row["household"]] is None]
    kept = [note for note in noted.values() if note is not None]
    return [("drop_sensitive_notes", {"rows": gone}), ("merge_sensitive_notes", {"rows": kept})]


def _flats_of(household: str) -> list[str]:
    address, _, room = household.rpartition(SEPARATOR)
    return [address + SEPARATOR + flat for flat in flats_of_room(room)]

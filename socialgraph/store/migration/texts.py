"""Free text of an earlier layout: sealed, and keyed references in its place.

Until layout 4 offers, branches, scopes, activities and the names of files and sheets stood in the graph as written.
Some of them are part of an id; the index of such ids is made anew, because it remembers the keys that are gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from socialgraph.privacy.texts import RESULT_TEXTS, FreeTexts
from socialgraph.schema.records import FREE_TEXTS, RECORDS
from socialgraph.store.bolt import Bolt, Call
from socialgraph.store.frames import node_id
from socialgraph.store.leases import Lease
from socialgraph.store.migration.groups import Stored, groups_to_change
from socialgraph.store.migration.nodes import pages, unnumbered
from socialgraph.store.parameters import recorded
from socialgraph.store.reading import PAGE_NODES

_KEYS_WITH_TEXT = ("measure_id", "activity_id", "party_group_id")  # constraints of schema.cypher
_TEXT_PROPERTIES = {
    "Person": ("sources", "roster_sources", *FREE_TEXTS["people"]),
    "Assignment": ("sources", *FREE_TEXTS["assignments"]),
    "Former": ("sources", *sorted({column for columns in FREE_TEXTS.values() for column in columns})),
    **dict.fromkeys(("Household", "Stack", "Stance", "Visit", "Survey", "AccessWindow"), ("sources",)),
    **dict.fromkeys(("Stop", "Hold", "ClosedPair"), ("sources",)),
}
_TYPES_WITH_SOURCES = (
    ("Flat", "SERVED_BY"),
    ("Person", "TRUSTS"),
    ("Person", "LINKED_TO"),
    ("Person", "ATTENDED"),
    ("Person", "PERHAPS_SAME"),
)


@dataclass(frozen=True)
class _Sealing:
    """What every step needs: the graph, the lease of its one writer, and where the texts go."""

    bolt: Bolt
    lease: Lease
    texts: FreeTexts
    batch_size: int

    def value(self, name: str, cell: str) -> str:
        """The reference in place of a property: of the names of files in `…sources`, else of a free text."""
        return self.texts.sealed_source(cell) if name.endswith("sources") else self.texts.sealed_cell(cell)

    def write(self, calls: list[Call]) -> None:
        self.texts.keep()  # before any reference to them is written
        self.bolt.write_all(self.lease.call(), calls)

    def change(self, label: str, rows: list[dict[str, Any]]) -> None:
        for start in range(0, len(rows), self.batch_size):
            self.write([(f"change_earlier[{label}]", {"rows": rows[start : start + self.batch_size]})])


def seal_texts(bolt: Bolt, lease: Lease, texts: FreeTexts, counters: Mapping[str, int], batch_size: int) -> None:
    """Put references in the place of every free text and every name of a file; nothing happens to references."""
    sealing = _Sealing(bolt, lease, texts, batch_size)
    for label, names in _TEXT_PROPERTIES.items():
        for name in names:
            _values(sealing, f"values[{label},{name}]", name, counters.get(label, 0))
    for label, kind in _TYPES_WITH_SOURCES:
        _values(sealing, f"sources[{label},{kind}]", "sources", counters.get(label, 0))
    _measures(sealing, counters)
    sealing.change("Activity", list(_activities(sealing)))
    sealing.change("PartyGroup", list(_party_groups(sealing)))
    sealing.change("Result", list(_results(sealing)))
    sealing.change("Run", list(_runs(sealing)))
    bolt.make_anew(_KEYS_WITH_TEXT)


def _values(sealing: _Sealing, which: str, name: str, count: int) -> None:
    """A property of all nodes, or of all relationships, a page of nodes at a time."""
    for start in range(0, count, PAGE_NODES):
        page = {"from": start, "to": start + PAGE_NODES}
        (page_of_values,) = sealing.bolt.read(f"read_earlier_{which}", **page)
        changes = {cell: sealed for cell in page_of_values["values"] if (sealed := sealing.value(name, cell)) != cell}
        if changes:
            sealing.write([(f"change_earlier_{which}", page | {"changes": changes})])


def _measures(sealing: _Sealing, counters: Mapping[str, int]) -> None:
    """An offer is part of the id of its node; two that are one now are brought together."""
    records = [record for page in pages(sealing.bolt, "Measure", counters) for record in page]
    groups = groups_to_change([_measure(sealing, record) for record in records])
    for start in range(0, len(groups), sealing.batch_size):
        part = groups[start : start + sealing.batch_size]
        goes = [{"id": gone.id} for one in part for gone in one.goes]
        rows = [
            {"id": one.stays.id, "properties": one.stays.changes | one.marks | {"id": one.stays.new_id}} for one in part
        ]
        sealing.write([("drop_earlier[Measure]", {"rows": goes}), ("change_earlier[Measure]", {"rows": rows})])
    # of offers that hold no text (none_possible) the id stays as it was
    _values(sealing, "values[Measure,sources]", "sources", counters.get("Measure", 0))


def _measure(sealing: _Sealing, record: Mapping[str, Any]) -> Stored:
    measure = sealing.texts.sealed_cell(record.get("measure", ""))
    cells = {column: recorded(record, column) for column in RECORDS["measures"].key} | {"measure": measure}
    return Stored(
        record["id"],
        node_id(*cells.values()) if measure != record.get("measure", "") else record["id"],
        sealing.texts.sealed_source(record.get("sources", "")),
        record.get("first_run", ""),
        record.get("retired_run", ""),
        is_first=False,
        changes={"measure": measure or None},
    )


def _activities(sealing: _Sealing) -> Iterator[dict[str, Any]]:
    for record in unnumbered(sealing.bolt, "Activity"):
        sealed = sealing.texts.sealed_cell(record.get("activity", ""))
        if sealed != record.get("activity", ""):
            properties = {"activity": sealed, "id": node_id(sealed, recorded(record, "date"))}
            yield {"id": record["id"], "properties": properties}


def _party_groups(sealing: _Sealing) -> Iterator[dict[str, Any]]:
    for record in unnumbered(sealing.bolt, "PartyGroup"):
        if (sealed := sealing.texts.sealed_cell(record["id"])) != record["id"]:
            yield {"id": record["id"], "properties": {"id": sealed}}


def _results(sealing: _Sealing) -> Iterator[dict[str, Any]]:
    for record in unnumbered(sealing.bolt, "Result"):
        changes = _changed(sealing, record, RESULT_TEXTS)
        if changes:
            yield {"id": record["id"], "properties": changes}


def _runs(sealing: _Sealing) -> Iterator[dict[str, Any]]:
    for run in sealing.bolt.read("read_runs"):
        if changes := _changed(sealing, run, ("sources",)):
            yield {"id": run["run_id"], "properties": changes}


def _changed(sealing: _Sealing, record: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    sealed = {name: sealing.value(name, record[name]) for name in names if isinstance(record.get(name), str)}
    return {name: cell for name, cell in sealed.items() if cell != record[name]}

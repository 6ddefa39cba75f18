"""Nodes of an earlier layout: ids of the present key, and dates, numbers and truth values in place of their texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from socialgraph.schema.addresses import label
from socialgraph.schema.kinds import KINDS
from socialgraph.schema.records import RECORDS
from socialgraph.schema.shapes import SHAPES
from socialgraph.store.bolt import Bolt, Call
from socialgraph.store.frames import node_id, node_ids
from socialgraph.store.leases import Lease
from socialgraph.store.migration.groups import EARLIER_SEPARATOR, Stored, groups_to_change
from socialgraph.store.parameters import recorded, stored_cells
from socialgraph.store.reading import PAGE_NODES

_OWN_NODES = (
    "stances", "visits", "measures", "surveys", "access_windows", "stops", "holds", "closed_pairs", "assignments",
)  # fmt: skip
_OF_SINGLE_KEYS = ("Household", "Person", "Stack", "Former")  # labels whose ids are as they were
_AS_RELATIONSHIPS = {"visits": "visitors", "surveys": "respondent", "assignments": "person"}
_WITHOUT_A_NUMBER = ("stances", "visits")  # some, written by the second layout beside what they change


def change_nodes(bolt: Bolt, lease: Lease, counters: dict[str, int], batch_size: int) -> None:
    """Bring the nodes of every label to the present layout."""
    for name in _OWN_NODES:
        _own_nodes(bolt, lease, name, counters, batch_size)
    for node_label in _OF_SINGLE_KEYS:
        for page in pages(bolt, node_label, counters):
            changes = [{"id": record["id"], "properties": _of_single_key(node_label, record)} for record in page]
            bolt.write_all(lease.call(), [_change(node_label, [row for row in changes if row["properties"]])])
    _activities(bolt, lease, batch_size)


def pages(bolt: Bolt, node_label: str, counters: Mapping[str, int]) -> Iterator[list[dict[str, Any]]]:
    """The nodes of a label that have a number, with all that they hold, a page at a time."""
    for start in range(0, counters.get(node_label, 0), PAGE_NODES):
        (page,) = bolt.read(f"read_earlier[{node_label}]", **{"from": start, "to": start + PAGE_NODES})
        yield page["records"]


def unnumbered(bolt: Bolt, node_label: str) -> list[dict[str, Any]]:
    """The nodes of a label that have no number, with all that they hold."""
    (answer,) = bolt.read(f"read_earlier_unnumbered[{node_label}]")
    records: list[dict[str, Any]] = answer["records"]
    return records


def _change(node_label: str, rows: list[dict[str, Any]]) -> Call:
    return f"change_earlier[{node_label}]", {"rows": rows}


def _own_nodes(bolt: Bolt, lease: Lease, name: str, counters: dict[str, int], batch_size: int) -> None:
    node_label = SHAPES[name].label
    records = [record for page in pages(bolt, node_label, counters) for record in page if "first_run" in record]
    stored = _stored(name, records, is_read=True)
    if name in _WITHOUT_A_NUMBER:
        stored += _stored(name, unnumbered(bolt, node_label), is_read=False)
    groups = groups_to_change(stored)
    assignees = {record["id"]: record.get("person") for record in records} if name == "assignments" else {}
    for start in range(0, len(groups), batch_size):
        part = groups[start : start + batch_size]
        rows = [
            {"id": one.stays.id, "properties": one.stays.changes | one.marks | {"id": one.stays.new_id}} for one in part
        ]
        calls = [
            # what goes leaves first: two nodes never have one id
            (f"drop_earlier[{node_label}]", {"rows": [{"id": gone.id} for one in part for gone in one.goes]}),
            _change(node_label, rows),
        ]
        if name == "assignments":
            given = [(one.stays.new_id, assignees.get(one.stays.id)) for one in part]
            calls.append(("clear_assignees", {"rows": [{"id": key} for key, _ in given]}))
            calls.append(("connect_assignees", {"rows": [{"id": key, "person": to} for key, to in given if to]}))
        bolt.write_all(lease.call(), calls)


def _stored(name: str, records: list[dict[str, Any]], *, is_read: bool) -> list[Stored]:
    """Nodes with their id by the present key; one that has it already tells no persons any more, and keeps it."""
    if not records:
        return []
    key = list(RECORDS[name].key)
    cells = pd.DataFrame([[recorded(record, column) for column in key] for record in records], columns=key)
    stored = []
    for record, new_id, parts in zip(records, node_ids(cells, key), cells.itertuples(index=False), strict=True):
        is_earlier = EARLIER_SEPARATOR in record["id"]
        stored.append(
            Stored(
                record["id"],
                new_id if is_earlier else record["id"],
                record.get("sources", ""),
                record.get("first_run", ""),
                record.get("retired_run", ""),
                is_first=is_earlier and record["id"] != EARLIER_SEPARATOR.join(parts),
                is_read=is_read,
                changes=_changes(name, record),
            )
        )
    return stored


def _changes(name: str, record: dict[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = retyped(record)
    if "rank" in record:
        changes["rank"] = None
    if name in _AS_RELATIONSHIPS:
        changes[_AS_RELATIONSHIPS[name]] = None
    return changes


def retyped(record: Mapping[Any, Any]) -> dict[str, Any]:
    """The columns of dates, numbers and truth values that hold texts, as values, and the texts that say more."""
    return stored_cells({column: record[column] for column in KINDS if isinstance(record.get(column), str)})


def _of_single_key(node_label: str, record: dict[str, Any]) -> dict[str, Any]:
    changes = retyped(record)
    if node_label == "Household" and "caption" not in record:
        changes["caption"] = label(record["id"], with_compound=True)
    return changes


def _activities(bolt: Bolt, lease: Lease, batch_size: int) -> None:
    changes = []
    for record in unnumbered(bolt, "Activity"):
        if EARLIER_SEPARATOR in record["id"]:
            new_id = node_id(recorded(record, "activity"), recorded(record, "date"))
            changes.append({"id": record["id"], "properties": retyped(record) | {"id": new_id}})
    for start in range(0, len(changes), batch_size):
        bolt.write_all(lease.call(), [_change("Activity", changes[start : start + batch_size])])
    separators = {"mark": EARLIER_SEPARATOR, "separator": ";", "limit": batch_size}
    while bolt.write([lease.call(), ("change_earlier_results", separators)])[1].get("changed"):
        pass

"""Results of analyses into the graph, so that they are seen where the town is looked at.

Each row becomes a `Result` node with the row's columns as properties and the analysis' `name` and `run_id`:
`(:Result)-[:DESCRIBES]->(:Household)` or `(:Stack)`, and `(:Result)-[:SUGGESTS]->(:Person)` where it names an
intermediary.
A later run of the same analysis takes the place of the earlier one. What is computed after every load lies on the
ties and households themselves. Analyses read none of it: they compute it anew.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from itertools import groupby
from typing import Any

import pandas as pd

from socialgraph.errors import StoreError
from socialgraph.schema.addresses import SEPARATOR, label
from socialgraph.schema.kinds import KINDS
from socialgraph.store.bolt import Bolt, Call
from socialgraph.store.frames import node_id
from socialgraph.store.leases import Lease
from socialgraph.store.reading import PAGE_NODES, read_counters, read_keys
from socialgraph.store.values import Property, property_value, typed

_PERSON_COLUMNS = ("intermediary", "person")
_BATCH = 5_000


def result_batches(bolt: Bolt, name: str, frame: pd.DataFrame, run_id: str) -> Iterable[list[Call]]:
    """The statements that write a result table, a transaction each."""
    columns = [str(column) for column in frame.columns]
    rows = [
        {column: _stored(cell, column) for column, cell in zip(columns, row, strict=True)}
        for row in frame.itertuples(index=False, name=None)
    ]
    tie, targets = _targets(bolt, frame, columns)
    for start in range(0, len(rows), _BATCH):
        nodes, of, suggests = [], [], []
        for place in range(start, min(start + _BATCH, len(rows))):
            key = node_id(name, run_id, str(place))
            nodes.append({"id": key, "properties": {**rows[place], "name": name, "run_id": run_id}})
            if targets[place]:
                of.append({"id": key, "target": targets[place]})
            suggests += [{"id": key, "target": rows[place][c]} for c in _PERSON_COLUMNS if rows[place].get(c)]
        calls: list[Call] = [("merge_results", {"rows": nodes})]
        calls += [(tie, {"rows": of})] if of else []
        calls += [("connect_results_to_people", {"rows": suggests})] if suggests else []
        yield calls


def _stored(cell: Any, column: str) -> Property | datetime.date | None:
    """A cell as a property: days are dates, whether they come as such or as the text of a column of dates."""
    value = property_value(cell, column)
    if isinstance(value, str) and (KINDS.get(column) == "date" or not isinstance(cell, str)):
        return typed(value, "date")[0] or value
    return value


def _targets(bolt: Bolt, frame: pd.DataFrame, columns: list[str]) -> tuple[str, list[str]]:
    """What each row tells of: the statement that ties it, and a key a row, empty where it tells of none."""
    if "flat" in columns:
        return "connect_results_to_households", _households(bolt, frame["flat"])
    if {"building", "stack"} <= set(columns):
        return "connect_results_to_stacks", _stacks(bolt, frame)
    return "", [""] * len(frame)


def _households(bolt: Bolt, flats: pd.Series) -> list[str]:
    keys = read_keys(bolt, "read_household_keys", read_counters(bolt).get("Household", 0))
    by_label: dict[str, set[str]] = {}
    for key in keys:
        for name in {key, label(key), label(key, with_compound=True)}:
            by_label.setdefault(name, set()).add(key)
    return [_only(by_label, str(flat)) if isinstance(flat, str) and flat else "" for flat in flats]


def _stacks(bolt: Bolt, frame: pd.DataFrame) -> list[str]:
    keys = read_keys(bolt, "read_stack_keys", read_counters(bolt).get("Stack", 0))
    by_label: dict[str, set[str]] = {}
    for key in keys:
        by_label.setdefault(key, set()).add(key)
        by_label.setdefault(key.partition(SEPARATOR)[2], set()).add(key)
    parts = [frame[column] if column in frame else pd.Series("", index=frame.index) for column in _STACK_PARTS]
    compounds = frame["compound"] if "compound" in frame else pd.Series("", index=frame.index)
    names = []
    for compound, *rest in zip(compounds, *parts, strict=True):
        address = SEPARATOR.join("" if pd.isna(part) else str(part) for part in rest)
        names.append(f"{compound}{SEPARATOR}{address}" if isinstance(compound, str) and compound else address)
    return [_only(by_label, name) for name in names]


_STACK_PARTS = ("building", "stack", "pipe_kind")


def _only(by_label: dict[str, set[str]], name: str) -> str:
    keys = by_label.get(name, set())
    # an address that one sheet wrote without its compound is the same as the named one
    keys = {key for key in keys if not key.startswith(SEPARATOR)} or keys
    if len(keys) != 1:
        if keys:
            raise StoreError("store.result_several", name=name)
        raise StoreError("store.result_unknown", name=name)
    return next(iter(keys))


def write_computed(
    bolt: Bolt,
    lease: Lease,
    ties: pd.DataFrame,
    households: pd.DataFrame,
    run_id: str,
    on: datetime.date,
    batch_size: int,
) -> None:
    """Write the strengths of ties (`ego`, `alter`, `strength`) and where households (`id`, `stance`, `state`) stand."""
    day = on.isoformat()
    ordered = ties.sort_values(["ego", "alter"], kind="stable")
    for start in range(0, len(ordered), batch_size):
        rows = ordered.iloc[start : start + batch_size][["ego", "alter", "strength"]].to_numpy(object).tolist()
        grouped = [[ego, [[alter, strength] for _, alter, strength in tied]] for ego, tied in groupby(rows, _first)]
        bolt.write([lease.call(), ("write_strengths", {"ties": grouped, "run_id": run_id, "on": day})])
    for start in range(0, read_counters(bolt).get("Person", 0), PAGE_NODES):
        page = {"from": start, "to": start + PAGE_NODES, "run_id": run_id}
        bolt.write([lease.call(), ("clear_strengths", page)])
    states = households[["id", "stance", "state"]].to_dict("records")
    for start in range(0, len(states), batch_size):
        bolt.write([lease.call(), ("write_states", {"households": states[start : start + batch_size], "on": day})])


def _first(row: list[object]) -> object:
    return row[0]

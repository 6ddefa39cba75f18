"""Rows of records as the statements take them: typed values, maps, and lists grouped by ego."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import pandas as pd

from socialgraph.schema.addresses import label
from socialgraph.schema.kinds import KINDS, TEXT_SUFFIX
from socialgraph.schema.shapes import DECIDER_TYPES, SENSITIVE
from socialgraph.store.bolt import Call
from socialgraph.store.frames import Originals, node_ids
from socialgraph.store.several_sources.said import SAID
from socialgraph.store.values import text, typed

Row = dict[str, Any]


def records(part: pd.DataFrame, columns: list[str] | tuple[str, ...], originals: Originals) -> list[Row]:
    """The rows as parameters: one map each, None where nothing is recorded.

    `as_written` says for every column of dates, numbers or truth values what its text is where that says more; of a
    record that is new only where it does, as there is nothing to clear.
    """
    names = [*columns, "sources", "retired"]
    lists, texts = [], {}
    for column in names:
        if column in KINDS:
            values, texts[column + TEXT_SUFFIX] = _typed_cells(part, column)
            lists.append(values)
        else:
            lists.append(_cells(part, column, originals))
    rows = [dict(zip(names, row, strict=True)) for row in zip(*lists, strict=True)]
    for row, is_new, *written in zip(rows, part["is_new"].tolist(), *texts.values(), strict=True):
        clears = not is_new or any(written)
        row["as_written"] = dict(zip(texts, written, strict=True)) if clears else {}
    if SAID in part.columns:
        for row, said in zip(rows, part[SAID].tolist(), strict=True):
            row["as_written"][SAID] = said or None
    return rows


def stored_cells(row: Mapping[Any, Any]) -> Row:
    """What a record says in text as the graph holds it: dates, numbers, truth values, and the texts that say more."""
    cells: Row = {}
    for column, cell in row.items():
        if column in KINDS:
            cells[column], cells[column + TEXT_SUFFIX] = typed(cell, KINDS[column])
        else:
            cells[column] = cell or None
    return cells


def recorded(properties: Mapping[str, Any], column: str) -> str:
    """The text that a record said, from the properties of its node; empty where there is none."""
    return properties.get(column + TEXT_SUFFIX) or text(properties.get(column))


def grouped_ties(part: pd.DataFrame, originals: Originals) -> list[list[Any]]:
    """Ties sorted by ego as `[ego, [[alter, id, kind, ...], ...]]`."""
    ids = node_ids(part, ["kind", "observed_on", "strength", "known"])
    kinds, sources, retired = (_cells(part, column, originals) for column in ("kind", "sources", "retired"))
    values, texts = zip(*(_typed_cells(part, column) for column in ("observed_on", "strength", "known")), strict=True)
    lists = [part["alter"].tolist(), ids, kinds, *values, sources, retired, *texts]
    rows = zip(part["ego"].tolist(), zip(*lists, strict=True), strict=True)
    return [[ego, [list(tie) for _, tie in ties]] for ego, ties in groupby(rows, key=lambda row: row[0])]


def _typed_cells(part: pd.DataFrame, column: str) -> tuple[list[Any], list[str | None]]:
    """A column of dates, numbers or truth values, and its texts where the value does not say exactly that."""
    cells = part[column].tolist()
    typed_of = {cell: typed(cell, KINDS[column]) for cell in set(cells)}
    return [typed_of[cell][0] for cell in cells], [typed_of[cell][1] for cell in cells]


def _cells(part: pd.DataFrame, column: str, originals: Originals) -> list[Any]:
    cells = part[column].tolist()
    if column == "retired":
        return cells
    if originals.get(column):
        typed = originals[column]
        return [typed.get(cell, cell) or None if cell == "" else typed.get(cell, cell) for cell in cells]
    return [cell or None for cell in cells]


def household_node(household: str, nid: int) -> Row:
    """A household as merge_households.cypher takes it."""
    return {"id": household, "nid": nid, "caption": label(household, with_compound=True)}


def connect_deciders(households: Iterable[str], dossiers: pd.DataFrame | None = None) -> list[Call]:
    """The statements that connect to their flats whoever owns, leases, rents and occupies these households' homes.

    Where their dossiers are at hand, only the roles that these name somebody in.
    """
    keys = list(dict.fromkeys(households))
    calls: list[Call] = []
    for role, kind in DECIDER_TYPES.items():
        named = keys if dossiers is None else dossiers.loc[dossiers[role] != "", "household"].tolist()
        if named:
            calls.append((f"connect_deciders[{kind},{role}]", {"households": named}))
    return calls


def sensitive_note(key: str, row: Mapping[Any, Any]) -> Row | None:
    """What a dossier notes of age, health and the like, as merge_sensitive_notes.cypher takes it; None for nothing."""
    cells = stored_cells({column: row[column] for column in SENSITIVE})
    return {"id": key} | cells if any(cells.values()) else None


def maps(rows: pd.DataFrame, names: dict[str, str]) -> list[Row]:
    """Rows as maps: parameter name to column."""
    lists = [rows[column].tolist() for column in names.values()]
    return [dict(zip(names, row, strict=True)) for row in zip(*lists, strict=True)]


def pairs(rows: pd.DataFrame, column: str, part_of: str) -> list[Row]:
    """Each node of a column, and what it is part of, once."""
    unique = rows.drop_duplicates([column, part_of])
    return maps(unique, {"id": column, "part_of": part_of})

"""Tables of text: columns in order, keys as one column, rows of one key brought together."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from socialgraph.schema.records import RECORDS, RecordTable
from socialgraph.schema.tables import joined_sources, split_sources
from socialgraph.store.values import Property, is_text, property_value, text

_KEY_SEPARATOR = "\x1f"
_ID_SEPARATOR = ";"
_NOT_IN_AN_ID = re.compile(r"[%;\x00-\x1f\x7f-\x9f]")
_NAMES_PERSONS = frozenset({"visitors", "respondent", "person", "ego", "alter"})
Originals = dict[str, dict[str, Property]]


def record_ids(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """One text a row from its key columns, the same for the same key and for no other."""
    ids = frame[columns[0]].astype(str)
    for column in columns[1:]:
        ids = ids + _KEY_SEPARATOR + frame[column].astype(str)
    return ids


def node_ids(frame: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """The id in the graph of each row, of several key columns: the same for the same key and for no other.

    It reads as its parts, `:5:2:301;owner;2026-08-01;signed`. Of a part that names people only a digest stands in it:
    an id must not tell of somebody whom an erasure has taken out of the record.
    """
    lists = []
    for column in columns:
        cells = frame[column].astype(str).tolist()
        shown = {cell: _digest(cell) if column in _NAMES_PERSONS else _escaped(cell) for cell in set(cells)}
        lists.append([shown[cell] for cell in cells])
    return [_ID_SEPARATOR.join(parts) for parts in zip(*lists, strict=True)]


def node_id(*parts: str) -> str:
    """As `node_ids`, of one record none of whose key columns names a person."""
    return _ID_SEPARATOR.join(map(_escaped, parts))


def _escaped(cell: str) -> str:
    return _NOT_IN_AN_ID.sub(lambda match: f"%{ord(match[0]):02X}", cell)


def _digest(cell: str) -> str:
    return hashlib.blake2b(cell.encode(), digest_size=8).hexdigest() if cell else ""


def prepared(name: str, frame: pd.DataFrame) -> tuple[pd.DataFrame, Originals]:
    """The given rows as text, one row a key, with `sources`; and what the text of a typed cell stood for.

    Raises
    ------
    UnstorableValueError
        If a cell can't be stored; the error names its column.
    """
    record = RECORDS[name]
    columns: dict[str, Any] = {}
    originals: Originals = {}
    for column in (*record.columns, "sources"):
        if column not in frame.columns:
            columns[column] = [""] * len(frame)
        elif is_text(frame[column]):
            columns[column] = frame[column].tolist()
        else:
            stored = [property_value(value, column) for value in frame[column].tolist()]
            columns[column] = [text(value) for value in stored]
            if column != "sources":
                originals[column] = {text(value): value for value in stored if value is not None}
    table = pd.DataFrame(columns, columns=[*record.columns, "sources"], dtype="str")
    return _one_row_a_key(record, table), originals


def _one_row_a_key(record: RecordTable, table: pd.DataFrame) -> pd.DataFrame:
    """Rows of one key become one: all their sources, and of each field the last word that isn't empty."""
    ids = record_ids(table, record.key)
    if not ids.duplicated().any():
        return table
    known = table.mask(table == "")
    last = known.groupby(ids, sort=False)[[*record.columns]].last()
    sources = (
        table["sources"]
        .groupby(ids, sort=False)
        .agg(lambda several: joined_sources(frozenset().union(*(split_sources(one) for one in several))))
    )
    return last.fillna("").assign(sources=sources).reset_index(drop=True).astype("str")


def empty(name: str) -> pd.DataFrame:
    """A stored table without rows."""
    table = pd.DataFrame(columns=[*RECORDS[name].columns, "sources", "first_run", "retired_run"], dtype="str")
    return table.assign(retired=pd.Series(dtype=bool))

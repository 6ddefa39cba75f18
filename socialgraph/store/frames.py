"""Tables of text: columns in order, keys as one column, rows of one key brought together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from socialgraph.schema.records import RECORDS, Record
from socialgraph.store.values import Property, is_text, property_value, text

SOURCE_SEPARATOR = "\n"
_KEY_SEPARATOR = "\x1f"
Originals = dict[str, dict[str, Property]]


def record_ids(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """One text a row from its key columns, the same for the same key and for no other."""
    ids = frame[columns[0]].astype(str)
    for column in columns[1:]:
        ids = ids + _KEY_SEPARATOR + frame[column].astype(str)
    return ids


def joined(sources: set[str] | frozenset[str]) -> str:
    """Sources as a record holds them: sorted, joined by a line feed."""
    return SOURCE_SEPARATOR.join(sorted(sources))


def split(sources: str) -> frozenset[str]:
    """The sources of a record, as a set."""
    return frozenset(sources.split(SOURCE_SEPARATOR)) - {""}


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


def _one_row_a_key(record: Record, table: pd.DataFrame) -> pd.DataFrame:
    """Rows of one key become one: all their sources, and of each field the last word that isn't empty."""
    ids = record_ids(table, record.key)
    if not ids.duplicated().any():
        return table
    known = table.mask(table == "")
    last = known.groupby(ids, sort=False)[[*record.columns]].last()
    sources = (
        table["sources"]
        .groupby(ids, sort=False)
        .agg(lambda several: joined(frozenset().union(*(split(one) for one in several))))
    )
    return last.fillna("").assign(sources=sources).reset_index(drop=True).astype("str")


def empty(name: str) -> pd.DataFrame:
    """A stored table without rows."""
    table = pd.DataFrame(columns=[*RECORDS[name].columns, "sources", "first_run", "retired_run"], dtype="str")
    return table.assign(retired=pd.Series(dtype=bool))

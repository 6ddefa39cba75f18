"""What records said before: kept as `Former` nodes when a load changes a record or brings a retired one back.

The record itself holds its newest version. A version holds from the run that brought it up to the run that retired it
or put another in its place; `versions` lines both up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pandas as pd

from socialgraph.schema.kinds import TEXT_SUFFIX
from socialgraph.schema.records import DECIDERS, PERSON_COLUMNS, RECORDS
from socialgraph.schema.shapes import SENSITIVE, WITH_HISTORY
from socialgraph.store.bolt import Bolt, Call
from socialgraph.store.frames import record_ids
from socialgraph.store.parameters import recorded, sensitive_note, stored_cells
from socialgraph.store.reading import PAGE_NODES, first_days_of
from socialgraph.store.values import text

_MARKS = ("sources", "first_run", "until_run", "replaced_in", "added_to")
_KEY_SEPARATOR = "\x1f"
_EMPTIED = {"dossiers": DECIDERS, "visits": ("visitors",)}  # others still count when one person leaves them


def former_rows(name: str, stored: pd.DataFrame, run_id: str, numbers: Iterator[int]) -> list[dict[str, Any]]:
    """Stored records as the rows of merge_former.cypher, for the run that takes their place."""
    columns = RECORDS[name].columns
    ids = record_ids(stored, RECORDS[name].key)
    return [
        {
            "id": _opaque_id(name, key, run_id),
            "nid": next(numbers),
            "table": name,
            "cells": stored_cells({column: row[column] for column in columns if not _lies_apart(name, column)}),
            "sources": row["sources"] or None,
            "first_run": row["first_run"] or None,
            "until_run": row["retired_run"] or run_id,
            "added_to": row["added_to"],
        }
        for key, row in zip(ids, stored.to_dict("records"), strict=True)
    ]


def former_notes(stored: pd.DataFrame, run_id: str) -> list[dict[str, Any]]:
    """What stored dossiers note of age, health and the like, for the same versions."""
    ids = [_opaque_id("dossiers", key, run_id) for key in record_ids(stored, RECORDS["dossiers"].key)]
    notes = map(sensitive_note, ids, stored.to_dict("records"))
    return [note for note in notes if note is not None]


def _lies_apart(name: str, column: str) -> bool:
    return name == "dossiers" and column in SENSITIVE


def _opaque_id(*parts: str) -> str:
    """An id that tells nobody's name when who was named is to be forgotten."""
    return hashlib.sha256(_KEY_SEPARATOR.join(parts).encode()).hexdigest()[:32]


def read_former(bolt: Bolt, counters: dict[str, int]) -> dict[str, pd.DataFrame]:
    """Earlier versions by table, oldest first: `id`, the record's columns, sources, and the runs that date them."""
    rows: dict[str, list[dict[str, str]]] = {name: [] for name in WITH_HISTORY}
    for cells in _read_rows(bolt, counters):
        written = {column: recorded(cells, column) for column in cells if not column.endswith(TEXT_SUFFIX)}
        rows[str(cells["table"])].append(written)
    return {
        name: pd.DataFrame(versions, columns=["id", *RECORDS[name].columns, *_MARKS], dtype=object)
        .fillna("")
        .astype("str")
        for name, versions in rows.items()
    }


def _read_rows(bolt: Bolt, counters: dict[str, int]) -> Iterator[dict[str, Any]]:
    for start in range(0, counters.get("Former", 0), PAGE_NODES):
        of_page = {"from": start, "to": start + PAGE_NODES}
        (page,) = bolt.read("read_former", **of_page)
        (noted,) = bolt.read("read_former_notes", **of_page)
        notes = {note["id"]: note for note in noted["notes"]}
        for cells in sorted(page["former"], key=lambda cells: int(cells["nid"])):
            yield cells | notes.get(cells["id"], {})


def versions(name: str, stored: pd.DataFrame, former: pd.DataFrame) -> pd.DataFrame:
    """All versions of a table's records, each with the runs and days from which and up to which it holds.

    Parameters
    ----------
    name : of the table.
    stored : its records as they are, retired ones too.
    former : what they said before, oldest first.

    Returns
    -------
    DataFrame
        The record's columns, `sources`, `first_on`, `since_run`, `since_on`, `retired_run`, `retired_on`, sorted; and
        `added_to`, whether a further file ended it by saying more: "true", "false", or empty where that is not known.
    """
    record = RECORDS[name]
    before = former.rename(columns={"until_run": "retired_run"})
    every = pd.concat([before, stored.assign(replaced_in="", added_to="")], ignore_index=True)
    ids = record_ids(every, record.key)
    previous = every["replaced_in"].groupby(ids, sort=False).shift()
    every["added_to"] = every["added_to"].fillna("").astype("str")
    every["since_run"] = previous.where(previous.notna(), every["first_run"]).astype("str")
    for run, on in (("first_run", "first_on"), ("since_run", "since_on"), ("retired_run", "retired_on")):
        every[on] = first_days_of(every[run]).astype("str")
    columns = [*record.columns, "sources", "first_on", "since_run", "since_on", "retired_run", "retired_on", "added_to"]
    return every[columns].sort_values([*record.key, "since_run"], kind="stable", ignore_index=True)


def forgotten_calls(bolt: Bolt, counters: dict[str, int], household: str, people: set[str] | None) -> list[Call]:
    """The statements that take a household and people (None: everybody) out of all earlier versions of records.

    What is of the household goes; a dossier or a visit that names one of the people stays without them, any other
    version that does goes too.
    """
    gone: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for cells in _read_rows(bolt, counters):
        name = str(cells["table"])
        named = {column: set(text(cells.get(column)).split("|")) for column in PERSON_COLUMNS.get(name, ())}
        columns = {
            column for column, persons in named.items() if (persons - {""} if people is None else persons & people)
        }
        if household and cells.get("household") == household:
            gone.append({"id": cells["id"]})
        elif columns and name in _EMPTIED:
            left = {column: _without(text(cells.get(column)), people) for column in columns}
            changed.append({"id": cells["id"], "cells": left})
        elif columns:
            gone.append({"id": cells["id"]})
    return [("change_former", {"rows": changed}), ("drop_former", {"rows": gone})]


def _without(cell: str, people: set[str] | None) -> str | None:
    return None if people is None else "|".join(name for name in cell.split("|") if name not in people) or None


def cleared_calls(bolt: Bolt, counters: dict[str, int], household: str, column: str) -> list[Call]:
    """The statements that empty a cell in all earlier versions of a household's dossier."""
    rows = [
        {"id": cells["id"], "cells": {column: None}}
        for cells in _read_rows(bolt, counters)
        if cells["table"] == "dossiers" and cells.get("household") == household
    ]
    dropped = [{"id": row["id"]} for row in rows if column in SENSITIVE]
    return [("change_former", {"rows": rows}), ("drop_sensitive_notes", {"rows": dropped})]

"""Tiny towns for the tests: canonical tables from a few lines of text, and as CSV files in a folder."""

from __future__ import annotations

import csv
from pathlib import Path

from oracle_tables import TABLE_NAMES, Row, Tables, with_compound

_ADDRESS = ["building", "door", "room"]
COLUMNS: dict[str, list[str]] = {
    "flats": ["compound", *_ADDRESS, "floor", "stack", "pipe_kind", "stack_source", "kind"],
    "dossiers": [
        *_ADDRESS,
        "owner_name",
        "public_lessee_name",
        "tenant_name",
        "occupant_name",
        "phone",
        "ownership_type",
        "occupancy",
        "renovation_level",
        "flags",
        "flags_consent_on",
        "do_not_contact",
        "do_not_contact_on",
        "survey_date",
    ],
    "stances": [*_ADDRESS, "pipe_kind", "giver", "stance", "reasons", "date"],
    "people": ["name", "roles", *_ADDRESS, "branch", "scope", "willing", "willing_on", "capacity"],
    "ties": [
        "ego_name",
        *[f"ego_{part}" for part in _ADDRESS],
        "alter_name",
        *[f"alter_{part}" for part in _ADDRESS],
        "kind",
        "strength",
        "observed_on",
        "known",
    ],
    "links": ["member_name", *[f"member_{part}" for part in _ADDRESS], *_ADDRESS],
    "visits": ["date", *_ADDRESS, "visitors", "mode", "result"],
    "measures": [*_ADDRESS, "concern", "measure", "accepted"],
    "surveys": [*_ADDRESS, "respondent", "asked_on", "outcome"],
    "activities": ["name", *_ADDRESS, "activity", "date"],
    "access_windows": [*_ADDRESS, "date", "from", "to"],
    "works": ["building", "stack", "pipe_kind", "status", "done_on"],
}


def complete(name: str, row: Row) -> Row:
    """The row with every column of its table, empty where it says nothing."""
    unknown = set(row) - set(COLUMNS[name]) - {"compound"}
    if unknown:
        raise ValueError(f"{name} has no column {unknown}")
    return {column: row.get(column, "") for column in COLUMNS[name]}


def town(**tables: str) -> Tables:
    """Tables from text: the first line names columns, then a row a line, cells parted by blanks, `.` is empty.

    `at` stands for an address `building-door-room` (`1--101` without a door), `ego` and `alter` for
    `name@building-door-room`.
    """
    return with_compound({name: [complete(name, row) for row in _rows(tables.get(name, ""))] for name in TABLE_NAMES})


def _rows(text: str) -> list[Row]:
    header, *lines = [line.split() for line in text.strip().splitlines()] or [[]]
    return [_spread({c: "" if v == "." else v for c, v in zip(header, line, strict=True)}) for line in lines]


def _spread(row: Row) -> Row:
    for end in ("ego", "alter"):
        if end in row:
            row[f"{end}_name"], place = row.pop(end).split("@")
            row |= dict(zip([f"{end}_{part}" for part in _ADDRESS], place.split("-"), strict=True))
    if "at" in row:
        row |= dict(zip(_ADDRESS, row.pop("at").split("-"), strict=True))
    return row


def write_town(tables: Tables, folder: Path) -> Path:
    """The tables as canonical CSV files, one a table that has rows."""
    for name, rows in tables.items():
        if rows:
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, COLUMNS[name], extrasaction="ignore")
                writer.writeheader()
                writer.writerows(rows)
    return folder

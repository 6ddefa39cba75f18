"""The oracle reads canonical tables: plain lists of dicts, nothing of the package.

The oracle is the second way to every figure: written from the definitions only, slow and obvious, sharing no code
with `socialgraph`. It takes the package's constants from its data files, because they are data.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = REPOSITORY / "socialgraph" / "data"

Row = dict[str, str]
Tables = dict[str, list[Row]]


class Address(NamedTuple):
    """Where a flat or household is; `room` as written (`302|303` merged, `501A` split)."""

    compound: str
    building: str
    door: str
    room: str

    @property
    def label(self) -> str:
        """`5-2-301`, without doors `7-1204`."""
        return "-".join(part for part in self[1:] if part)


class Person(NamedTuple):
    """Persons are the same when name and household agree; a name alone never matches."""

    household: Address | None
    name: str


def read_csv(path: Path) -> list[Row]:
    """The rows of one CSV file, missing cells as empty text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{name: value or "" for name, value in row.items() if name} for row in csv.DictReader(file)]


TABLE_NAMES = [
    "flats",
    "dossiers",
    "stances",
    "people",
    "ties",
    "links",
    "visits",
    "measures",
    "surveys",
    "activities",
    "access_windows",
    "works",
]


def read_tables(folder: Path) -> Tables:
    """Every canonical table of a folder; a row that names no compound belongs to the only one the register has."""
    tables = {}
    for name in TABLE_NAMES:
        path = folder / f"{name}.csv"
        tables[name] = read_csv(path) if path.exists() else []
    return with_compound(tables)


def with_compound(tables: Tables) -> Tables:
    """The same tables, each row with its compound."""
    compounds = {row.get("compound", "") for row in tables["flats"]} - {""}
    only = compounds.pop() if len(compounds) == 1 else ""
    for rows in tables.values():
        for row in rows:
            row["compound"] = row.get("compound", "") or only
    return tables


def address(row: Row, prefix: str = "") -> Address | None:
    """The address in a row's columns; none where the room is empty."""
    if not row.get(f"{prefix}room", ""):
        return None
    return Address(row["compound"], *(row.get(prefix + part, "") for part in ("building", "door", "room")))


def first_day(text: str) -> date | None:
    """A date known only to the month or year counts as its first day, everywhere."""
    if not text:
        return None
    year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
    return date(year, month, day)


def is_on_record(text: str, as_of: date) -> bool:
    """`--as-of DATE` filters by date: what is later does not count; what has no date cannot be later."""
    day = first_day(text)
    return day is None or day <= as_of


def flats_of_household(household: Address, register: set[Address]) -> list[Address]:
    """A merged flat's household speaks for both flats; `501A`, `301-1`, `301甲` live in 501, 301, 301."""
    flats = []
    for part in household.room.split("|"):
        flat = household._replace(room=part)
        without_suffix = re.sub(r"(?<=\d)([A-Z甲乙丙丁戊]|-\d+)$", "", part)
        if flat not in register:
            flat = household._replace(room=without_suffix)
        if flat in register:
            flats.append(flat)
    return flats


def natural(text: str) -> list[tuple[int, int, str]]:
    """Natural order: numbers count as numbers."""
    parts = [part for part in re.split(r"(\d+)", text) if part]
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


@cache
def constants() -> dict[str, float]:
    """score.csv: name to value."""
    return {row["name"]: float(row["value"]) for row in read_csv(DATA / "score.csv")}


@cache
def tie_kinds() -> dict[str, Row]:
    """tie_kinds.csv: kind to its row."""
    return {row["kind"]: row for row in read_csv(DATA / "tie_kinds.csv")}


@cache
def shareable_concerns() -> set[str]:
    """concerns.csv: concerns that may be matched as experience; needs never are."""
    return {row["concern"] for row in read_csv(DATA / "concerns.csv") if row["share"] == "yes" and row["need"] != "yes"}


@cache
def pipe_kinds() -> list[str]:
    """The kinds of pipe that the vocabulary knows."""
    rows = read_csv(REPOSITORY / "loaders" / "data" / "vocab.csv")
    return [row["canonical_value"] for row in rows if row["field"] == "pipe_kind"]

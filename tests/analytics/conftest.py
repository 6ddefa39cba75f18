"""Towns for tests: from canonical tables with readable pseudonyms (`name@building-door-room`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from socialgraph.schema.addresses import household_key
from socialgraph.schema.records import RECORDS
from socialgraph.town.building import build_town
from socialgraph.town.snapshot import Town

Tables = dict[str, pd.DataFrame]


def _person(compound: str, row: dict[str, str], prefix: str, name: str) -> str:
    if not row.get(name):
        return ""
    address = "-".join(row.get(prefix + part, "") for part in ("building", "door", "room"))
    return f"{row[name]}@{compound}{address}".replace("|", "+")  # a pseudonym has no |


def _home(row: dict[str, str], prefix: str = "") -> str:
    parts = [row.get(prefix + part, "") for part in ("building", "door", "room")]
    return household_key(row.get("compound", ""), *parts) if parts[2] else ""


def records_of(tables: dict[str, list[dict[str, str]]]) -> Tables:
    """Records as `pseudonymise` would make them, row by row, without keys."""
    persons: dict[str, str] = {}

    def seen(person: str, home: str) -> str:
        if person:
            persons[person] = home
        return person

    made: dict[str, list[dict[str, str]]] = {name: [] for name in RECORDS}
    counters: dict[tuple[str, ...], int] = {}
    for name, rows in tables.items():
        for row in rows:
            row = {"compound": "", **row}
            compound, home = row["compound"], _home(row)
            if name == "flats":
                stack = ":".join((compound, row["building"], row.get("stack", ""), row.get("pipe_kind", "")))
                made[name].append({**row, "flat": home, "stack_key": stack if row.get("stack") else ""})
            elif name == "dossiers":
                roles = {
                    role: seen(_person(compound, row, "", role + "_name"), home)
                    for role in ("owner", "public_lessee", "tenant", "occupant")
                }
                made[name].append({**row, **roles, "household": home})
            elif name == "stances":
                key = (home, row.get("pipe_kind", ""), row.get("giver", ""), row.get("date", ""))
                counters[key] = counters.get(key, 0) + 1
                made[name].append({"rank": str(counters[key]), **row, "household": home})
            elif name == "people":
                made[name].append({**row, "household": home, "person": seen(_person(compound, row, "", "name"), home)})
            elif name == "ties":
                ends = {
                    end: seen(_person(compound, row, f"{end}_", f"{end}_name"), _home(row, f"{end}_"))
                    for end in ("ego", "alter")
                }
                made[name].append({**row, **ends})
            elif name == "works":
                stack = ":".join((compound, row["building"], row.get("stack", ""), row.get("pipe_kind", "")))
                made[name].append({**row, "stack_key": stack})
            else:
                made[name].append({**row, "household": row.get("household", home)})
    made["persons"] = [{"person": person, "household": home} for person, home in persons.items()]
    return {
        name: pd.DataFrame(rows, dtype=object).reindex(columns=list(RECORDS[name].columns), fill_value="").fillna("")
        for name, rows in made.items()
    }


@pytest.fixture(name="records_of")
def _records_of() -> Callable[..., Tables]:
    """A function: canonical rows by table name → records."""
    return lambda **tables: records_of(tables)


@pytest.fixture
def register() -> Callable[..., list[dict[str, str]]]:
    """A function: rooms → rows of the register, all on stack A of building 1, unless said otherwise."""

    def rows(*rooms: str, **columns: str) -> list[dict[str, str]]:
        row = {"building": "1", "door": "", "stack": "A", "pipe_kind": "", "stack_source": "drawing", **columns}
        return [row | {"room": room, "floor": room[0]} for room in rooms]

    return rows


@pytest.fixture
def word_rows() -> Callable[..., list[dict[str, str]]]:
    """A function: lines `room giver pipe stance date reasons` (`.` is empty) → stances, in the order of the sheet."""

    def rows(*lines: str) -> list[dict[str, str]]:
        names = ("room", "giver", "pipe_kind", "stance", "date", "reasons")
        cells = [[("" if cell == "." else cell) for cell in line.split()] for line in lines]
        return [
            {"building": "1", "door": "", "rank": str(n), **dict(zip(names, line, strict=False))}
            for n, line in enumerate(cells)
        ]

    return rows


@pytest.fixture
def town_of() -> Callable[..., Town]:
    """A function: canonical rows by table name → Town."""
    return lambda **tables: build_town(records_of(tables))


@pytest.fixture
def town_in() -> Callable[[Path], Town]:
    """A function: folder of canonical CSVs → Town."""

    def build(folder: Path, compound: str = "") -> Town:
        tables = {}
        for file in sorted(folder.glob("*.csv")):
            if file.stem in RECORDS:
                rows = pd.read_csv(file, dtype=str, keep_default_na=False).to_dict("records")
                tables[file.stem] = [{"compound": compound, **row} for row in rows]
        return build_town(records_of(tables))

    return build

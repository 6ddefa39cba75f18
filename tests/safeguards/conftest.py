"""A street of four flats on one riser: three agree, one does not, and trusts a neighbour who is willing to talk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from socialgraph.assignment.plan import assign
from socialgraph.assignment.tables import assignment_table
from socialgraph.cli import main
from socialgraph.office.town import town_from_tables
from socialgraph.privacy.keys import Keys
from socialgraph.project.settings import Project, write_project
from socialgraph.reach.intermediaries import rank_intermediaries
from socialgraph.reach.isolation import classify_isolation
from socialgraph.schema.policy import DEFAULT_POLICY
from socialgraph.town.snapshot import Town

AS_OF = dt.date(2026, 11, 25)
Tables = dict[str, list[dict[str, str]]]


def flat(room: str) -> dict[str, str]:
    """The address of a flat of building 1."""
    return {"building": "1", "door": "", "room": room}


def tie(ego: str, alter: str, kind: str = "confidant", **values: str) -> dict[str, str]:
    """The owner of flat `ego` says something of the owner of flat `alter`."""
    ends = {
        f"{end}_{part}": value for end, room in (("ego", ego), ("alter", alter)) for part, value in flat(room).items()
    }
    return ends | {
        "ego_name": f"户{ego}", "alter_name": f"户{alter}", "kind": kind, "strength": "3", "observed_on": "2026-10-01",
    } | values  # fmt: skip


def street() -> Tables:
    """Canonical tables: 201 refuses over noise, an offer is recorded, and 201 trusts 101, who has opted in."""
    rooms = ("101", "201", "301", "401")
    words = {"101": "signed", "201": "refused", "301": "signed", "401": "signed"}
    return {
        "flats": [flat(room) | {"floor": room[0], "stack": "1-1", "stack_source": "drawing"} for room in rooms],
        "dossiers": [
            flat(room) | {"owner_name": f"户{room}", "occupancy": "owner_occupied", "flags_consent_on": "2026-09-01"}
            for room in rooms
        ],
        "stances": [flat(room) | {"giver": "owner", "stance": words[room], "date": "2026-10-01"} for room in rooms]
        + [flat("201") | {"giver": "owner", "stance": "refused", "reasons": "noise_dust_water", "date": "2026-10-02"}],
        "people": [
            flat(room) | {"name": f"户{room}", "roles": "volunteer", "willing": "true", "willing_on": "2026-10-01"}
            for room in ("101", "301")
        ],
        "ties": [tie("201", "101"), tie("201", "301", "acquaintance")],
        "measures": [flat("201") | {"concern": "noise_dust_water", "measure": "临时用水点"}],
        "visits": [],
    }


def snapshot(tables: Tables) -> Town:
    """The snapshot of these tables."""
    return town_from_tables(
        {name: pd.DataFrame(rows, dtype=str).fillna("") for name, rows in tables.items()}, Keys.unkeyed()
    )


@pytest.fixture
def tables() -> Tables:
    """A street to change before it is looked at."""
    return street()


@pytest.fixture
def suggested() -> Callable[..., pd.DataFrame]:
    """What `suggest` says of a street, with further options of rank_intermediaries."""

    def ask(tables: Tables, **options: Any) -> pd.DataFrame:
        return rank_intermediaries(snapshot(tables), as_of=AS_OF, policy=DEFAULT_POLICY, **options)

    return ask


@pytest.fixture
def all_lists() -> Callable[[Tables], dict[str, pd.DataFrame]]:
    """Everything that lists households: isolated, suggest, assign."""

    def ask(tables: Tables) -> dict[str, pd.DataFrame]:
        town = snapshot(tables)
        return {
            "isolated": classify_isolation(town, as_of=AS_OF, policy=DEFAULT_POLICY),
            "suggest": rank_intermediaries(town, as_of=AS_OF, policy=DEFAULT_POLICY),
            "assign": assignment_table(assign(town, as_of=AS_OF, policy=DEFAULT_POLICY, today=AS_OF)),
        }

    return ask


@pytest.fixture
def town_of() -> Callable[[Tables], Town]:
    """`snapshot` for tests."""
    return snapshot


@pytest.fixture
def make_tie() -> Callable[..., dict[str, str]]:
    """`tie` for tests."""
    return tie


@pytest.fixture
def at() -> Callable[[str], dict[str, str]]:
    """`flat` for tests."""
    return flat


PURPOSE = {
    "handler": "测试街道办事处",
    "purpose": "上下水改造入户沟通",
    "legal_basis": "测试",
    "assessment": "PIA-2026-001",
    "grievance": "测试社区 010-00000000",
}


@dataclass(frozen=True)
class Office:
    """A project whose graph holds the street, and its commands."""

    project: Project

    def run(self, *words: str | Path) -> Result:
        """Run a command in this project, in English."""
        arguments = [str(word) for word in (*words, "--project", self.project.folder, "--lang", "en")]
        return CliRunner().invoke(main, arguments)

    def load(self, folder: Path, rows: Tables) -> Result:
        """Write these tables as canonical CSV into `folder` and load them."""
        folder.mkdir(exist_ok=True)
        for name, table in rows.items():
            if table:
                pd.DataFrame(table, dtype=str).fillna("").to_csv(folder / f"{name}.csv", index=False)
        return self.run("load", folder)


def open_office(folder: Path) -> Office:
    """A new project in `folder`, nothing loaded."""
    key = Keys.ensure().key_id
    return Office(write_project(folder, **PURPOSE, retention_end=dt.date(2099, 1, 1), lang="en", key_id=key))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A project with the street in its graph; flats' owners have names and phones, 201 an offer."""
    made = open_office(tmp_path / "office")
    rows = street()
    rows["dossiers"] = [row | {"phone": f"1390000{row['room']:0>4}"} for row in rows["dossiers"]]
    loaded = made.load(tmp_path / "tables", rows)
    assert loaded.exit_code == 0, loaded.output
    return made


@pytest.fixture
def new_office() -> Callable[[Path], Office]:
    """`open_office` for tests."""
    return open_office

"""Loads of a register and dossiers of a given size, and what of them is on record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
from click.testing import CliRunner, Result

from socialgraph.cli import main
from socialgraph.office.session import opened_store
from socialgraph.privacy.keys import Keys
from socialgraph.project.settings import Project, write_project

PURPOSE = {"handler": "甲", "purpose": "乙", "legal_basis": "丙", "assessment": "丁", "grievance": "戊"}


def sheets(folder: Path, floors: int) -> Path:
    """A register and dossiers of so many floors, ten flats each."""
    folder.mkdir(parents=True, exist_ok=True)
    rooms = [f"{floor}{flat:02d}" for floor in range(1, floors + 1) for flat in range(1, 11)]
    at = {"building": "5", "door": "", "room": rooms}
    register = pd.DataFrame(at | {"floor": [room[:-2] for room in rooms], "stack": [room[-2:] for room in rooms]})
    register.assign(stack_source="drawing").to_csv(folder / "flats.csv", index=False)
    pd.DataFrame(at | {"owner_name": [f"户{room}" for room in rooms]}).to_csv(folder / "dossiers.csv", index=False)
    return folder


def run(project: Project, *words: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, words), "--project", str(project.folder), "--lang", "en"])


def on_record(project: Project) -> tuple[int, int, bool]:
    """Flats and people in the graph, and whether everybody is there once."""
    with opened_store(project) as store:
        records = store.read(["flats", "persons"])
    return len(records["flats"]), len(records["persons"]), records["persons"]["person"].is_unique


def made(folder: Path) -> Project:
    key = Keys.ensure().key_id
    return write_project(folder, **PURPOSE, retention_end=dt.date(2099, 1, 1), lang="en", key_id=key)

"""What most commands do first: open the project, its graph, and the snapshot of the town."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from socialgraph.cli.speaking import say
from socialgraph.errors import ProjectError
from socialgraph.town.building import build_town
from socialgraph.town.file import save_town, saved_town

if TYPE_CHECKING:
    import pandas as pd

    from socialgraph.privacy.audit import AuditLog
    from socialgraph.project.settings import Project
    from socialgraph.store import Store
    from socialgraph.town.snapshot import Town

SNAPSHOT = "town.npz"


def open_project(folder: Path) -> Project:
    """The project of `folder`."""
    from socialgraph.project.settings import Project

    return Project.open(folder)


@contextmanager
def opened_store(project: Project) -> Iterator[Store]:
    """The project's graph, closed cleanly whatever happens."""
    from socialgraph.store import StoreSettings, open_store

    with open_store(StoreSettings(**project.store_settings())) as store:
        yield store


def snapshot_path(project: Project) -> Path:
    """Where the snapshot lies, beside the graph."""
    return project.working_folder() / SNAPSHOT


def warn_if_unfinished(store: Store) -> None:
    """Say on stderr that the last load did not finish; what it wrote is whole batches."""
    run = store.last_run()
    if run is not None and run.state != "finished":
        say(
            f"Warning: load {run.run_id} did not finish; what follows may lack rows. "
            "Run the same `socialgraph load` again to complete it.",
            err=True,
        )


def read_town(project: Project) -> Town:
    """The town as the graph's last run left it, from the saved snapshot where that is still it.

    Raises
    ------
    ProjectError
        If nothing has been loaded yet.
    """

    with opened_store(project) as store:
        run = store.last_run()
        if run is None:
            raise ProjectError("Nothing has been loaded into this project yet: run `socialgraph load PATH` first.")
        warn_if_unfinished(store)
        path = snapshot_path(project)
        town = saved_town(path, run_id=run.run_id) if run.state == "finished" else None
        if town is None:
            town = build_town(store.read(), run_id=run.run_id)
            if run.state == "finished":
                save_town(town, path)
        return town


def day_of(project: Project, as_of: dt.date | None) -> dt.date:
    """The as-of date, today where none is given; says what such a date does not turn back."""
    today = project.today()
    if as_of is not None and as_of != today:
        say(
            f"As of {as_of.isoformat()}: stances, ties, visits, works and opt-ins up to that day; "
            "register, dossiers, capacities and roster as now; stops and contact budget as today.",
            err=True,
        )
    return as_of or today


def print_table(frame: pd.DataFrame, form: str) -> None:
    """Print a result table to stdout, and nothing else."""
    from socialgraph.outputs.render import render, show

    show(render(frame, form))  # type: ignore[arg-type]


def save_results(project: Project, name: str, frame: pd.DataFrame) -> None:
    """Write a result table into the graph, under the run that it was computed from."""
    with opened_store(project) as store:
        run = store.last_run()
        store.write_results(name, frame, "" if run is None else run.run_id)


def audit_log(project: Project) -> AuditLog:
    """The project's hash-chained log, sealed with its key."""
    from socialgraph.privacy.audit import AuditLog
    from socialgraph.privacy.keys import Keys

    return AuditLog(project.working_folder(), Keys.load(project.key_id))

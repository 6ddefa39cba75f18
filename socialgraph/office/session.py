"""An opened project: its graph, the snapshot of its town, its log. What every command starts from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from socialgraph.errors import InputError, KeyMissingError, ProjectError
from socialgraph.office.snapshot import Snapshot

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from socialgraph.privacy.audit import AuditLog
    from socialgraph.privacy.keys import Keys
    from socialgraph.privacy.texts import FreeTexts
    from socialgraph.project.settings import Project
    from socialgraph.store import Store
    from socialgraph.town.snapshot import Town

SNAPSHOT = "town.npz"


@contextmanager
def opened_store(project: Project, *, expected_bytes: int | None = None) -> Iterator[Store]:
    """The project's graph, closed cleanly whatever happens; `expected_bytes` are those that a load may add."""
    from socialgraph.store import StoreSettings, open_store

    settings = StoreSettings(**project.store_settings())
    with open_store(settings, free_texts(project), expected_bytes=expected_bytes) as store:
        yield store


def free_texts(project: Project) -> FreeTexts:
    """The office's own words, sealed beside the graph; they stay closed where the key is missing."""
    from socialgraph.privacy.texts import FreeTexts

    return FreeTexts(project.working_folder(), key_or_none(project))


def key_or_none(project: Project) -> Keys | None:
    """The project's key; None where it is missing, for what needs none: figures and stops."""
    from socialgraph.privacy.keys import Keys

    try:
        return Keys.load(project.key_id)
    except KeyMissingError:
        return None


def snapshot_path(project: Project) -> Path:
    """Where the snapshot lies, beside the graph."""
    return project.working_folder() / SNAPSHOT


def town_of(store: Store, project: Project, as_of: dt.date | None = None) -> tuple[Town, str]:
    """The town as the graph's last run left it, from the saved snapshot where that is still it.

    Parameters
    ----------
    as_of : an earlier day, for the town as it was on record then (`town.history`); None or today for now.

    Returns
    -------
    The town, and which load did not finish: the id of its run, or when it began if it was killed before it wrote
    anything ("" where all did).

    Raises
    ------
    ProjectError
        If nothing has been loaded yet.
    """
    from socialgraph.town.building import build_town
    from socialgraph.town.history import Past

    run = store.last_run()
    if run is None:
        raise ProjectError("session.nothing_loaded")
    if as_of is not None and as_of < project.today():
        now, unfinished = town_of(store, project)
        return Past(now, store.read_history()).town_on(as_of), unfinished
    if run.state != "finished":
        return build_town(store.read(), run_id=run.run_id), run.run_id
    snapshot = Snapshot(snapshot_path(project), key_or_none(project), free_texts(project))
    town = snapshot.read(run.run_id)
    if town is None:
        town = build_town(store.read(), run_id=run.run_id)
        snapshot.write(town)
    return town, _killed_load(project)


def _killed_load(project: Project) -> str:
    """When a load began that was killed before it wrote anything, and that no later one made up for; "" if none."""
    from socialgraph.privacy.audit import AuditLog

    return AuditLog(project.working_folder(), None).broken_off("load")


def must_be_safe_to_list(town: Town, unfinished: str) -> None:
    """Stand in the way of `assign` and `export` where somebody might be listed who asked to be left alone.

    Raises
    ------
    InputError
        If a load did not finish (its visits may tell of stops), or a stop is of nobody known.
    """
    if unfinished:
        raise InputError("protection.load_unfinished", load=unfinished)
    nobody = int((town.tables["unplaced"]["held"] == 0).sum())
    if nobody:
        raise InputError("protection.nobody_known", rows=nobody)


def read_town(project: Project, as_of: dt.date | None = None) -> tuple[Town, str]:
    """As `town_of`, opening the graph for it."""
    with opened_store(project) as store:
        return town_of(store, project, as_of)


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

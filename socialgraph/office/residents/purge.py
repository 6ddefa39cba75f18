"""What is kept no longer than it serves: purged after the retention end, and household by household after the works."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from socialgraph.files.private import remove_leftovers
from socialgraph.office.residents.plain_files import plain_files_of_ours
from socialgraph.office.session import audit_log, opened_store, snapshot_path
from socialgraph.office.snapshot import remove_snapshot
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.sealing.vault_keys import MARKER, remove_others
from socialgraph.privacy.texts import FILE_NAME as TEXTS
from socialgraph.privacy.vault import FILE_NAME as VAULT
from socialgraph.privacy.vault import Vault
from socialgraph.schema.addresses import SEPARATOR, flats_of_room, household_key, parts_of_key
from socialgraph.store.disk.guarding import COPY, DAMAGED

if TYPE_CHECKING:
    from pathlib import Path

    from socialgraph.project.settings import Project

_GRAPH, _LOG = "graph", "log"


@dataclass(frozen=True)
class Purged:
    """What is due or was deleted: everything (the retention ended), these households, these plain files."""

    everything: bool
    households: tuple[str, ...]
    files: tuple[Path, ...]


def purge(project: Project, *, days_after_works: int, dry_run: bool = False) -> Purged:
    """Delete what has served: all of it after the retention end; before, households whose works were long done.

    The log stays, and `socialgraph.toml`. Files of the office are never touched.

    Parameters
    ----------
    days_after_works : households all of whose stacks were done more than so many days ago are erased.
    dry_run : say what is due, and delete nothing.
    """
    ended = project.retention_end is not None and project.retention_end < project.today()
    files = tuple(plain_files_of_ours(project))
    if ended:
        if not dry_run:
            _everything(project, files)
        return Purged(True, (), files)
    with opened_store(project) as store:
        records = store.read(["flats", "works", "dossiers", "persons"])
        due = tuple(served(records["flats"], records["works"], _households(records), project.today(), days_after_works))
        if due and not dry_run:
            with audit_log(project).act("purge") as act:
                act.counts = {"households": len(due), "files": len(files)}
                people = records["persons"][records["persons"]["household"].isin(due)]["person"]
                for household in due:
                    store.erase_household(household)
                Vault(project.working_folder(), Keys.load(project.key_id)).forget(people, due)
                _delete(project, files)
    return Purged(False, due, files if due else ())


def served(flats: pd.DataFrame, works: pd.DataFrame, households: set[str], today: dt.date, days: int) -> list[str]:
    """The households all of whose stacks were done at least `days` before `today`, sorted.

    A stack without a full date of its works, or a flat without a stack, has not served.
    """
    limit = (today - dt.timedelta(days)).isoformat()
    done = set(works.loc[(works["done_on"] != "") & (works["done_on"] <= limit), "stack_key"])
    stacks = flats.groupby("flat")["stack_key"].agg(set).to_dict()
    return sorted(
        household
        for household in households
        if all(stacks.get(flat) and stacks[flat] <= done for flat in _flats(household))
    )


def _flats(household: str) -> list[str]:
    compound, building, door, room = parts_of_key(household)
    return [household_key(compound, building, door, part) for part in flats_of_room(room)]


def _households(records: dict[str, pd.DataFrame]) -> set[str]:
    named = {*records["dossiers"]["household"], *records["persons"]["household"]}
    return {household for household in named if household.count(SEPARATOR) == 3 and household.split(SEPARATOR)[3]}


def _everything(project: Project, files: tuple[Path, ...]) -> None:
    """Graph, vault, snapshot and plain files; a server's graph by its own statements."""
    with audit_log(project).act("purge") as act:
        act.counts = {"files": len(files)}
        working = project.working_folder()
        if project.store.kind == "neo4j":
            with opened_store(project) as store:
                for household in _households(store.read(["dossiers", "persons"])):
                    store.erase_household(household)
                store.forget_people()
        for folder in (_GRAPH, COPY, DAMAGED, _LOG):
            shutil.rmtree(working / folder, ignore_errors=True)
        for sealed in (VAULT, TEXTS, MARKER):
            (working / sealed).unlink(missing_ok=True)
        remove_others(project.code(), kept="")
        _delete(project, files)


def _delete(project: Project, files: tuple[Path, ...]) -> None:
    remove_snapshot(snapshot_path(project))
    remove_leftovers(project.working_folder())  # of a process that was killed while it wrote the vault
    for path in files:
        path.unlink(missing_ok=True)

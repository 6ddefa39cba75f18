"""From files to the graph: read, replace names, seal them, write. Used by `load` and `demo`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from socialgraph.cli.progress import progress_bar
from socialgraph.cli.session import opened_store, snapshot_path
from socialgraph.loaders import TABLES, Load, read_paths, write_quarantine_workbook
from socialgraph.loaders.quarantine import quarantine_file_name
from socialgraph.privacy.audit import AuditLog
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.pseudonyms import Pseudonymised, pseudonymise
from socialgraph.privacy.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socialgraph.loaders.options import ReadOptions
    from socialgraph.project import Project
    from socialgraph.store import Store, TableChange

CHANGE_COLUMNS = ["table", "new", "changed", "unchanged", "retired", "quarantined"]


@dataclass
class Loaded:
    """What a load did: the reading, one row a table of what changed, and what else there is to say."""

    load: Load
    changes: pd.DataFrame
    quarantine_workbook: Path | None = None
    notes: list[str] = field(default_factory=list)


def load_paths(
    project: Project, paths: Sequence[Path], options: ReadOptions, *, full: bool = False, dry_run: bool = False
) -> Loaded:
    """Read files and write them into the project's graph; with `dry_run` only say what would change."""
    keys = Keys.load(project.key_id)
    load = read_paths(list(paths), lang=project.lang, options=options)
    with opened_store(project) as store:
        sealed = pseudonymise(load.tables, keys, store.read_assignments())
        if not dry_run:
            vault = Vault(project.working_folder(), keys)
            vault.update(sealed.names, sealed.phones)
        with progress_bar("load") as progress:
            changes = store.write(
                sealed.records,
                sources=load.sources,
                full=full,
                dry_run=dry_run,
                visible_only_sources=load.visible_only_sources,
                progress=progress,
            )
    loaded = Loaded(load, _change_table(changes, load), notes=_notes(sealed))
    if not dry_run:
        loaded.quarantine_workbook = _write_quarantine(project, load)
        _audit(project, keys, load, loaded)
    return loaded

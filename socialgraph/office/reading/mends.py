"""Mends and the workbooks they are made in: kept in the vault, never overwritten on the disk, listed and cleaned."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from socialgraph.files.seals import is_as_written
from socialgraph.loaders.options import Mend
from socialgraph.loaders.report.quarantine import write_quarantine_workbook
from socialgraph.loaders.report.quarantine_files import mends_in
from socialgraph.messages import LANGS, Lang, text
from socialgraph.office.session import audit_log
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.vault import Vault

if TYPE_CHECKING:
    from socialgraph.loaders import Reading
    from socialgraph.loaders.options import ReadOptions
    from socialgraph.project.settings import Project

LISTED_COLUMNS = ["file", "written_on", "rows", "mended", "not_loaded", "state"]
OPEN, TO_LOAD, OLD, STRANGE = "open", "to_load", "old", "strange"


def kept_mends(vault: Vault) -> list[Mend]:
    """The mends in force, as the vault holds them."""
    return [Mend(**{**mend, "homes": tuple(mend["homes"])}) for mend in vault.mends()]


def with_kept_mends(options: ReadOptions, project: Project) -> ReadOptions:
    """The reader's choices with the mends and sides that the project keeps: files read as a load reads them."""
    vault = Vault(project.working_folder(), Keys.load(project.key_id))
    return replace(options, mends=kept_mends(vault), sides=vault.sides())


def keep_mends(vault: Vault, mends: Iterable[Mend]) -> None:
    """Keep the mends that are in force after a load."""
    vault.keep_mends([{**asdict(mend), "homes": list(mend.homes)} for mend in mends])


def write_open_rows(reading: Reading, folder: Path, lang: Lang) -> Path | None:
    """The workbook of what could not be used, under a name of its own: what somebody worked in is never overwritten.

    Of the same rows there is one workbook, as long as nobody wrote anything into it.
    """
    if reading.quarantine.empty:
        return None
    digest = hashlib.sha256(reading.quarantine.to_csv(index=False).encode("utf-8")).hexdigest()[:6]
    path, number = folder / text("file_name.quarantine", lang, digest=digest), 2
    while path.exists() and not is_as_written(path):
        path, number = folder / text("file_name.quarantine", lang, digest=f"{digest}-{number}"), number + 1
    write_quarantine_workbook(reading, path, lang)
    return path


def remove_replaced(project: Project, reading: Reading, written: Path | None) -> None:
    """Delete workbooks of ours that this load made pointless: come back wholly mended, or untouched and of its files.

    One that is of no file of this load, or that somebody wrote into, stays.
    """
    for path, still_unusable in reading.mended.items():
        if not still_unusable:
            path.unlink(missing_ok=True)
    for path in quarantine_workbooks(project.folder):
        if path != written and path not in reading.mended and is_as_written(path):
            origins = mends_in(path).sources
            if origins and origins <= reading.sources:
                path.unlink(missing_ok=True)


def quarantine_workbooks(folder: Path) -> list[Path]:
    """The quarantine workbooks in a project's folder, the newest first."""
    patterns = [text("file_name.quarantine", lang, digest="*") for lang in LANGS]
    workbooks = {path for pattern in patterns for path in folder.glob(pattern)}
    return sorted(workbooks, key=lambda path: (-path.stat().st_mtime, path.name))


def listed_workbooks(project: Project) -> pd.DataFrame:
    """Every quarantine workbook in the project's folder: its rows, what was mended in it, and what still matters.

    Returns
    -------
    DataFrame with the columns `LISTED_COLUMNS`. `not_loaded` counts mended cells that no load has taken yet; `state` is
    `to_load` where there are such, `open` of the newest workbook of its rows, `old` of the others, and `strange` where
    it cannot be read as one of ours.
    """
    vault = Vault(project.working_folder(), Keys.load(project.key_id))
    kept = {mend.key: mend.text for mend in kept_mends(vault)}
    rows, covered = [], set[str]()
    for path in quarantine_workbooks(project.folder):
        mended = mends_in(path)
        waiting = sum(kept.get(key) != mend.text for key, mend in mended.mends.items())
        state = TO_LOAD if waiting else OLD if mended.sources <= covered else OPEN
        if mended.rows == 0:
            state = STRANGE
        covered |= mended.sources
        day = dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC).date().isoformat()
        rows.append([path.name, day, mended.rows, len(mended.mends), waiting, state])
    return pd.DataFrame(rows, columns=LISTED_COLUMNS)


def clean_workbooks(project: Project) -> list[str]:
    """Delete the old ones of `listed_workbooks`; which. One with mends that no load has taken is never deleted."""
    listed = listed_workbooks(project)
    old = list(listed.loc[listed["state"] == OLD, "file"])
    if old:
        with audit_log(project).act("quarantine") as act:
            for name in old:
                (project.folder / name).unlink(missing_ok=True)
            act.counts, act.files = {"files": len(old)}, [*old]
    return old

"""From files to the graph: read, replace names, seal them, write. Used by `load` and `demo`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from socialgraph.errors import InputError
from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.opening import named_files
from socialgraph.messages import Lang, Note, note
from socialgraph.office.after_load import after_load, from_the_vault, perhaps_new_households
from socialgraph.office.reading.again import Again, files_to_read_again, readings_of
from socialgraph.office.reading.confirmations import (
    questions_naming_nobody,
    readings_naming_nobody,
    write_questions,
)
from socialgraph.office.reading.mends import keep_mends, kept_mends, remove_replaced, write_open_rows
from socialgraph.office.session import opened_store
from socialgraph.privacy.audit import AuditLog
from socialgraph.privacy.corrections import corrected, without_withdrawn
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.protection import VAULT_SOURCE
from socialgraph.privacy.pseudonyms import Pseudonymised, pseudonymise
from socialgraph.privacy.stops import with_new_marks
from socialgraph.privacy.vault import Vault
from socialgraph.schema.addresses import parts_of_key
from socialgraph.schema.list_states import FELL_THROUGH, TOOK_PLACE
from socialgraph.schema.tables import TABLES, split_sources
from socialgraph.store.diff import LoadScope

if TYPE_CHECKING:
    from socialgraph.loaders.opening import Grids
    from socialgraph.loaders.options import ReadOptions
    from socialgraph.project.settings import Project
    from socialgraph.store import Store, TableChange

CHANGE_COLUMNS = ["table", "new", "changed", "unchanged", "retired", "quarantined"]
_GROWTH = 10
# kind of sheet -> the table that most of its rows go to; a kind that is not here has its table's name
_TABLE_OF_KIND = {
    "survey": "dossiers",
    "flat_register": "flats",
    "riser_map": "flats",
    "party_roster": "people",
    "people_roster": "people",
    "returned_list": "visits",
}


Progress = Callable[[str, int, int], None]
"""Called with table, rows done, rows to do."""


@dataclass
class LoadSummary:
    """What a load did: the reading, one row a table of what changed, and what else there is to say."""

    load: Reading
    changes: pd.DataFrame
    quarantine_workbook: Path | None = None
    questions_workbook: Path | None = None
    questions: int = 0  # in that workbook
    notes: list[Note] = field(default_factory=list)


def load_paths(
    project: Project,
    paths: Sequence[Path],
    options: ReadOptions,
    *,
    lang: Lang,
    full: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    grids: Grids | None = None,
) -> LoadSummary:
    """Read files and write them into the project's graph; with `dry_run` only say what would change.

    Files whose `grids` are given were opened before and are not opened again.
    """
    keys = Keys.load(project.key_id)
    if dry_run:
        return _load(project, keys, paths, options, lang=lang, full=full, dry_run=True, progress=progress, grids=grids)
    audit = AuditLog(project.working_folder(), keys)
    names = _names(paths)
    with audit.act("load", names) as act:
        loaded = _load(
            project, keys, paths, options, lang=lang, full=full, dry_run=False, progress=progress, grids=grids
        )
        act.counts = {name: int(loaded.changes[name].sum()) for name in CHANGE_COLUMNS[1:]}
        act.counts["full"] = int(full)
        act.files = [*sorted({*names, *(report.file for report in loaded.load.reports)})]
        books = (loaded.quarantine_workbook, loaded.questions_workbook)
        act.files += [book.name for book in books if book is not None]
    return loaded


def _names(paths: Sequence[Path]) -> list[str]:
    """The files to be loaded, for the log to tell whether a killed load was made up for."""
    try:
        return sorted(set(named_files(paths)[0].values()))
    except InputError:  # what is wrong with a path is said by the load itself
        return []


def _load(
    project: Project,
    keys: Keys,
    paths: Sequence[Path],
    options: ReadOptions,
    *,
    lang: Lang,
    full: bool,
    dry_run: bool,
    progress: Progress | None,
    grids: Grids | None,
) -> LoadSummary:
    with opened_store(project, expected_bytes=None if dry_run else _expected_bytes(paths)) as store:
        known = store.read(["assignments", "flats", "persons", "dossiers", "people", "holds", "stops"])
        given_out = known["assignments"]  # only the graph knows which lists were given out, for whom
        vault = Vault(project.working_folder(), keys)
        homes = {parts_of_key(key) for key in {*known["flats"]["flat"], *known["people"]["household"]} - {""}}
        own_options = replace(
            options,
            given_out=_households(given_out),
            homes=homes,
            mends=kept_mends(vault),
            sides=vault.sides(),
            into_graph=True,
        )
        load = read_paths(list(paths), lang=lang, options=own_options, grids=grids)
        again = Again() if full else files_to_read_again(vault, load, named_files(paths)[0].values(), own_options)
        if again.files:
            own_options = replace(own_options, again=again.files)
            load = read_paths(list(paths), lang=lang, options=own_options, grids=grids)
        pseudonymised = pseudonymise(load.tables, keys, given_out)
        if not dry_run:
            records, corrections = pseudonymised.records, vault.corrections()
            records["dossiers"], phones = corrected(records["dossiers"], pseudonymised.phones, corrections, keys)
            records["people"] = without_withdrawn(records["people"], corrections)
            identities = vault.update(pseudonymised.names, phones, pseudonymised.phones_of_people)
            store.hide_names(identities.names.values())
            on_record = pd.concat([records["holds"], _of_other_files(known["holds"], load, full=full)])
            same, namesakes = from_the_vault(identities, on_record, known["persons"], records["persons"])
            records["same_persons"] = same
            records["holds"] = pd.concat([records["holds"], namesakes], ignore_index=True)
        given = pseudonymised.records
        given["stops"] = with_new_marks(
            given["stops"], given["dossiers"], known["dossiers"], known["stops"], project.today().isoformat()
        )
        notes = [*_again_notes(again), *_notes(pseudonymised)]
        changes = store.write(
            pseudonymised.records,
            sources={*load.sources, *load.wish_sources, VAULT_SOURCE},
            full=full,
            dry_run=dry_run,
            visible_only_sources=load.visible_only_sources,
            unread_files=load.unread_files,
            progress=progress,
        )
        if not dry_run:
            keep_mends(vault, load.mends)
            vault.keep_sides(load.sides)
            vault.keep_readings(readings_of(load, paths, own_options))
            _close_returned(store, load, given_out)
            head = AuditLog(project.working_folder(), keys).head()
            store.anchor_audit(project.code(), head.entries, head.hash)
            now = store.read(["dossiers"])["dossiers"] if len(pseudonymised.records["dossiers"]) else known["dossiers"]
            notes = [*after_load(store, project), *perhaps_new_households(known["dossiers"], now), *notes]
    loaded = LoadSummary(load, _change_table(changes, load), notes=notes)
    if not dry_run:
        loaded.quarantine_workbook = write_open_rows(load, project.folder, lang)
        remove_replaced(project, load, loaded.quarantine_workbook)
        others = again.files.values()
        questions, readings = questions_naming_nobody(load, others), readings_naming_nobody(load, others)
        loaded.questions_workbook = write_questions(project.folder, questions, lang, readings)
        loaded.questions = len(questions)
    return loaded


def _of_other_files(holds: pd.DataFrame, load: Reading, *, full: bool) -> pd.DataFrame:
    """Holds on record that outlast this load, by the rule of the store; what the vault tells is told anew."""
    told_anew = frozenset({*load.sources, *load.wish_sources, VAULT_SOURCE})
    scope = LoadScope(told_anew, frozenset(load.visible_only_sources), full, frozenset(load.unread_files))
    return holds[[bool(scope.left_of(split_sources(sources))) for sources in holds["sources"]]]


def _again_notes(again: Again) -> list[Note]:
    """Which files were read again, and which the office has to load again."""
    said = {"load.read_again": again.files.values(), "load.to_load_again": again.missing}
    return [note(code, files=", ".join(sorted(names))) for code, names in said.items() if names]


def _expected_bytes(paths: Sequence[Path]) -> int:
    """What files may become in the graph: a packed workbook some ten times its size."""
    files = [file for path in paths for file in (path.rglob("*") if path.is_dir() else (path,)) if file.is_file()]
    return _GROWTH * sum(file.stat().st_size for file in files)


def _households(given_out: pd.DataFrame) -> dict[tuple[str, int], tuple[str, str, str, str]]:
    """For whom each row of an exported list was made: compound, building, door, room by export id and row."""
    rows = given_out[["export_id", "row_no", "household"]].itertuples(index=False)
    return {(export_id, int(row_no)): parts_of_key(household) for export_id, row_no, household in rows}


def _close_returned(store: Store, load: Reading, given_out: pd.DataFrame) -> None:
    """Rows of a list that came back are no longer open: held, or not held (no reason asked, no record of it).

    A list in which nothing was filled in has not come back yet: its rows stay open until they expire.
    """
    come_back = {export_id for export_id, _, filled_in in load.returned if filled_in}
    is_held = {
        (export_id, str(row_no)): filled_in for export_id, row_no, filled_in in load.returned if export_id in come_back
    }
    if not is_held or given_out.empty:
        return
    places = list(zip(given_out["export_id"], given_out["row_no"], strict=True))
    closed = given_out[[place in is_held for place in places]].copy()
    closed["state"] = [TOOK_PLACE if is_held[place] else FELL_THROUGH for place in places if place in is_held]
    if len(closed):
        store.append_assignments(closed)


def _change_table(changes: Sequence[TableChange], load: Reading) -> pd.DataFrame:
    """One row a canonical table; quarantined rows count for the table that their sheet is of."""
    by_table = {change.table: change for change in changes}
    quarantined = _quarantined_by_table(load)
    rows = [
        [name, change.new, change.changed, change.unchanged, change.retired, quarantined.get(name, 0)]
        for name in TABLES
        if (change := by_table.get(name)) is not None
    ]
    return pd.DataFrame(rows, columns=CHANGE_COLUMNS)


def _quarantined_by_table(load: Reading) -> dict[str, int]:
    """Cells that could not be used, by the table that their sheet is of."""
    kinds = {(report.file, report.sheet): report.kind for report in load.reports}
    counts: dict[str, int] = {}
    for file, sheet in load.quarantine[["file", "sheet"]].itertuples(index=False):
        kind = kinds.get((file, sheet), "")
        table = _TABLE_OF_KIND.get(kind, kind)
        counts[table] = counts.get(table, 0) + 1
    return counts


def _notes(pseudonymised: Pseudonymised) -> list[Note]:
    """What was kept out on purpose, and visits that name a list nobody exported here."""
    notes = [
        note("load.left_out", what=note(f"left_out.{why}"), count=count)
        for why, count in pseudonymised.left_out.items()
    ]
    if len(pseudonymised.unresolved):
        notes.append(note("load.unknown_list", rows=len(pseudonymised.unresolved)))
    return notes

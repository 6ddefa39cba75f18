"""`socialgraph load`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import format_option, lang_option, project_option
from socialgraph.cli.printing import print_table
from socialgraph.cli.progress import working
from socialgraph.cli.reading import chosen_options, reading_options, report_reading, say_wishes_of_nobody
from socialgraph.cli.session import open_project
from socialgraph.cli.speaking import echo, language, say
from socialgraph.errors import SocialgraphError
from socialgraph.office.session import audit_log

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from socialgraph.loaders.opening import Grids
    from socialgraph.office.load import LoadSummary
    from socialgraph.project.settings import Project


_PROTECTIVE = ("protection.", "load.missing_compound")


@click.command("load", cls=HelpedCommand)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@project_option
@reading_options
@click.option("--full", is_flag=True)
@click.option("--dry-run", is_flag=True)
@click.option("--ask", is_flag=True)
@lang_option
@format_option
def command(
    paths: tuple[Path, ...], folder: Path, full: bool, dry_run: bool, ask: bool, form: str, **reading: object
) -> None:
    """Read workbooks (or filled lists, or canonical tables) into the graph."""
    from socialgraph.office.load import load_paths

    project = open_project(folder)
    project.require_purpose()
    paths = tuple(_without_answers(project, paths))
    if not paths:
        return
    grids = _ask(project, paths, reading) if ask else None
    try:
        with working("load") as progress:
            loaded = load_paths(
                project,
                list(paths),
                chosen_options(reading, project),
                lang=language(),
                full=full,
                dry_run=dry_run,
                progress=progress,
                grids=grids,
            )
    except KeyboardInterrupt as interrupt:
        raise SocialgraphError("load.stopped") from interrupt
    _say(loaded, form, dry_run=dry_run)


def _without_answers(project: Project, paths: Sequence[Path]) -> list[Path]:
    """The paths without filled-in questions, whose answers are kept first."""
    from socialgraph.office.reading.confirmations import take_confirmations

    taken = take_confirmations(project, paths, audit_log(project))
    if len(taken.others) < len(paths):
        say("confirm.taken" if taken.others else "confirm.taken_alone", answers=taken.answers, err=True)
    return taken.others


def _ask(project: Project, paths: Sequence[Path], reading: Mapping[str, object]) -> Grids:
    """Every open question in the terminal, before the load; what was opened for it."""
    from socialgraph.cli.asking import ask
    from socialgraph.loaders import read_paths
    from socialgraph.loaders.opening import Grids
    from socialgraph.office.reading.confirmations import keep_answers, questions_naming_nobody
    from socialgraph.office.reading.mends import with_kept_mends

    options = with_kept_mends(chosen_options(reading, project), project)
    grids = Grids()
    read = read_paths(list(paths), lang=language(), options=options, grids=grids)
    if answers := ask(questions_naming_nobody(read), language()):
        keep_answers(project, answers, audit_log(project))
    return grids


def _with_rows(changes: pd.DataFrame) -> pd.DataFrame:
    """The tables that had anything to load, all where none had."""
    had = changes.drop(columns="table").any(axis=1)
    return changes[had] if had.any() else changes


def _say(loaded: LoadSummary, form: str, *, dry_run: bool) -> None:
    say_wishes_of_nobody(loaded.load)
    protective = [sentence for sentence in loaded.notes if sentence.code.startswith(_PROTECTIVE)]
    for sentence in protective:  # before anything else: a stop that found no household holds several
        say(sentence, err=True)
    if form == "table":
        report_reading(loaded.load, form)
        echo()
    print_table(_with_rows(loaded.changes) if form == "table" else loaded.changes, form, "load")
    if loaded.quarantine_workbook is not None:
        say(
            "load.quarantined",
            cells=len(loaded.load.quarantine),
            workbook=loaded.quarantine_workbook,
            err=True,
        )
    if loaded.questions_workbook is not None:
        say("confirm.questions", questions=loaded.questions, workbook=loaded.questions_workbook, err=True)
    for sentence in loaded.notes:
        if sentence not in protective:
            say(sentence, err=True)
    if dry_run:
        say("load.dry_run", err=True)

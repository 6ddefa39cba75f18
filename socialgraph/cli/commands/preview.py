"""`socialgraph preview`."""

from __future__ import annotations

from pathlib import Path

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import format_option, lang_option
from socialgraph.cli.reading import chosen_options, reading_options, report_reading, say_wishes_of_nobody
from socialgraph.cli.session import open_project
from socialgraph.cli.speaking import chosen_language, remember_folder, say
from socialgraph.office.session import audit_log


@click.command("preview", cls=HelpedCommand)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    is_eager=True,
    callback=remember_folder,
)
@reading_options
@lang_option
@format_option
def command(paths: tuple[Path, ...], out: Path, folder: Path | None, form: str, **reading: object) -> None:
    """Read workbooks and write the canonical tables as CSV, with a workbook of what could not be used."""
    from socialgraph.loaders import read_paths, write_tables
    from socialgraph.office.reading.confirmations import (
        questions_naming_nobody,
        readings_naming_nobody,
        write_questions,
    )
    from socialgraph.office.reading.mends import with_kept_mends, write_open_rows

    project = open_project(folder) if folder is not None else None
    chosen = chosen_language() or "zh"
    options = chosen_options(reading, project)
    if project is not None:
        options = with_kept_mends(options, project)
    load = read_paths(list(paths), lang=chosen, options=options)
    if project is not None:
        audit_log(project).append("preview", counts={"sheets": len(load.reports)}, files=[out])
    say_wishes_of_nobody(load)
    write_tables(load, out)
    write_open_rows(load, out, chosen)
    questions = questions_naming_nobody(load)
    if (workbook := write_questions(out, questions, chosen, readings_naming_nobody(load))) is not None:
        say("confirm.questions", questions=len(questions), workbook=workbook, err=True)
    say("preview.plain_text", folder=out, err=True)
    report_reading(load, form)

"""What `preview` and `load` share: options of reading, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from socialgraph.cli.printing import print_table
from socialgraph.cli.speaking import echo, say, spoken
from socialgraph.errors import InputError

if TYPE_CHECKING:
    from socialgraph.loaders import Reading
    from socialgraph.loaders.options import ReadOptions
    from socialgraph.project.settings import Project

Command = TypeVar("Command", bound=Callable[..., Any])


def reading_options(command: Command) -> Command:
    """`--ffill` and `--visible-only`."""
    command = click.option("--visible-only", is_flag=True)(command)
    return click.option("--ffill", default="", metavar="building,door")(command)


def chosen_options(options: Mapping[str, object], project: Project | None = None) -> ReadOptions:
    """The reader's choices from the command line and the project.

    Raises
    ------
    click.UsageError
        If `--ffill` names another column than building and door.
    """
    from socialgraph.office.reading.choices import read_options

    ffill = [name.strip() for name in str(options.get("ffill") or "").split(",") if name.strip()]
    try:
        return read_options(project, ffill=ffill, visible_only=bool(options.get("visible_only")))
    except InputError as error:
        raise click.UsageError(spoken(error)) from error


def report_reading(reading: Reading, form: str) -> None:
    """Print the table of sheets; what else there is to say of the reading goes to stderr."""
    from socialgraph.office.reading.choices import sheet_table

    for note in reading.notes:
        echo(str(note), err=True)
    table = sheet_table(reading)
    if form == "table":
        for report in reading.reports:
            for note in report.notes:
                place = " ".join(filter(None, (report.file, report.sheet)))
                say("report.of_sheet", err=True, place=place, note=note)
        table = table.drop(columns=["notes"])
    print_table(table, form, "read")


def say_wishes_of_nobody(reading: Reading) -> None:
    """Before anything else: who asks to be left alone, and nobody knows who it is, is in danger of being listed."""
    for wish in reading.wishes_of_nobody:
        echo(wish, err=True)

"""What `preview` and `load` share: how files are read, and what is said of the reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from socialgraph.cli.session import print_table
from socialgraph.errors import phrase

if TYPE_CHECKING:
    import pandas as pd

    from socialgraph.loaders import Load
    from socialgraph.loaders.options import ReadOptions
    from socialgraph.project.settings import Project

Command = TypeVar("Command", bound=Callable[..., Any])
FILL_DOWN = ("building", "door")
DICTIONARY = "dictionary.csv"


def reading_options(command: Command) -> Command:
    """`--ffill` and `--visible-only`."""
    command = click.option(
        "--visible-only", is_flag=True, help="Leave out rows and sheets that the office has hidden."
    )(command)
    return click.option(
        "--ffill",
        default="",
        metavar="building,door",
        help="Blank cells of these columns repeat the cell above; without it they stay blank.",
    )(command)


def read_options(options: Mapping[str, object], project: Project | None = None) -> ReadOptions:
    """The reader's choices from the command line and the project.

    Raises
    ------
    click.UsageError
        If `--ffill` names another column than building and door.
    """
    from socialgraph.loaders.options import ReadOptions
    from socialgraph.loaders.values.numbering import Numbering

    fill = tuple(name.strip() for name in str(options.get("ffill") or "").split(",") if name.strip())
    if set(fill) - set(FILL_DOWN):
        raise click.UsageError(phrase(f"--ffill takes {' and '.join(FILL_DOWN)} only."))
    dictionary: Path | None = project.folder / DICTIONARY if project is not None else None
    return ReadOptions(
        ffill=fill,
        visible_only=bool(options.get("visible_only")),
        dictionary=dictionary if dictionary is not None and dictionary.exists() else None,
        numbering=Numbering(**project.room_numbering()) if project is not None else Numbering(),
    )


def quarantine_file_name(load: Load, lang: str) -> str:
    """Named by what it holds: the same rows overwrite the same file, other rows never do."""
    import hashlib

    digest = hashlib.sha256(load.quarantine.to_csv(index=False).encode("utf-8")).hexdigest()[:6]
    return f"{'待更正' if lang == 'zh' else 'quarantine'}-{digest}.xlsx"


def sheet_table(load: Load) -> pd.DataFrame:
    """One row a sheet: its kind, rows read, used and quarantined, and the columns dropped."""
    import pandas as pd

    columns = ["file", "sheet", "kind", "rows_read", "used", "quarantined", "columns_dropped", "notes"]
    return pd.DataFrame([[getattr(report, name) for name in columns] for report in load.reports], columns=columns)


def report_reading(load: Load, form: str) -> None:
    """Print the table of sheets; what else there is to say of the reading goes to stderr."""
    for note in load.notes:
        click.echo(note, err=True)
    table = sheet_table(load)
    if form == "table":
        for report in load.reports:
            for note in report.notes:
                click.echo(f"{report.file} {report.sheet}: {note}", err=True)
        table = table.drop(columns=["notes"])
    print_table(table, form)

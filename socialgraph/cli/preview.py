"""`socialgraph preview`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialgraph.cli.options import format_option, lang_option
from socialgraph.cli.reading import quarantine_file_name, read_options, reading_options, report_reading

if TYPE_CHECKING:
    from socialgraph.loaders.list_words import Lang


@click.command("preview")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@reading_options
@lang_option
@format_option
def command(paths: tuple[Path, ...], out: Path, lang: str | None, form: str, **reading: object) -> None:
    """Read workbooks and write the canonical tables as CSV, with a workbook of what could not be used.

    Touches no graph and needs no project. PATHS are files or folders.

    \b
    Example: socialgraph preview workbooks/ --out checked/
    """
    from socialgraph.loaders import read_paths, write_quarantine_workbook, write_tables

    chosen: Lang = "en" if lang == "en" else "zh"
    load = read_paths(list(paths), lang=chosen, options=read_options(reading))
    write_tables(load, out)
    if len(load.quarantine):
        workbook = out / quarantine_file_name(load, chosen)
        write_quarantine_workbook(load, workbook, chosen)
    click.echo(f"Plain text with names: {out} (readable by you only); delete it when it has served.", err=True)
    report_reading(load, form)

"""`socialgraph template`."""

from __future__ import annotations

from pathlib import Path

import click

from socialgraph.cli.options import own_lang_option
from socialgraph.cli.speaking import say


@click.command("template")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@own_lang_option("zh", "Of the explanations.")
def command(file: Path, lang: str) -> None:
    """Write an empty workbook with the headings that load best, drop-down choices and explanations.

    Nobody has to use it: the loaders read the office's own sheets.

    \b
    Example: socialgraph template 空白台账.xlsx
    """
    from socialgraph.loaders.report.template import write_template

    write_template(file, lang)  # type: ignore[arg-type]
    say("template.written", file=file)

"""`socialgraph template`."""

from __future__ import annotations

from pathlib import Path

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import own_lang_option
from socialgraph.cli.printing import say_next
from socialgraph.cli.speaking import say
from socialgraph.messages import Lang


@click.command("template", cls=HelpedCommand)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@own_lang_option("zh")
def command(file: Path, lang: Lang) -> None:
    """Write an empty workbook with the headings that load best, drop-down choices and explanations."""
    from socialgraph.loaders.report.template import write_template

    write_template(file, lang)
    say("template.written", file=file)
    say_next("template")

"""`socialgraph train`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import as_of_option, format_option, lang_option, project_option
from socialgraph.cli.printing import print_table
from socialgraph.cli.session import open_project
from socialgraph.cli.speaking import say


@click.command("train", cls=HelpedCommand)
@project_option
@as_of_option
@click.option("--days", type=click.IntRange(7, 730), default=90, show_default=True)
@lang_option
@format_option
def command(folder: Path, as_of: dt.date | None, days: int, form: str) -> None:
    """Learn from the stacks so far which ones become ready, choose the model, and write its card."""
    from socialgraph.office.forecast import require_models, train

    require_models()
    project = open_project(folder)
    print_table(train(project, as_of or project.today(), days, lambda said: say(said, err=True)), form)

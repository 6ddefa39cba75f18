"""`socialgraph train`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import as_of_option, format_option, lang_option, project_option
from socialgraph.cli.printing import print_table
from socialgraph.cli.progress import working
from socialgraph.cli.session import open_project, say_weights
from socialgraph.cli.speaking import say
from socialgraph.messages import Note
from socialgraph.schema.choices import WEIGHTS, Weights


@click.command("train", cls=HelpedCommand)
@project_option
@as_of_option
@click.option("--days", type=click.IntRange(7, 730), default=90, show_default=True)
@click.option("--weights", type=click.Choice(WEIGHTS), default=None)
@lang_option
@format_option
def command(folder: Path, as_of: dt.date | None, days: int, weights: Weights | None, form: str) -> None:
    """Learn from the stacks so far which ones become ready, choose the model, and write its card."""
    from socialgraph.office.forecast import choose_weights, require_models, train

    require_models()
    project = open_project(folder)
    notes: list[Note] = []
    with working("train"):
        table = train(project, as_of or project.today(), days, notes.append)
    for news in notes:
        say(news, err=True)
    if weights is not None:
        say_weights(choose_weights(project, weights))
    print_table(table, form, "train")

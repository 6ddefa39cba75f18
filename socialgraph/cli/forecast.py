"""`socialgraph forecast`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import (
    as_of_option,
    columns_option,
    format_option,
    lang_option,
    project_option,
    save_option,
)
from socialgraph.cli.printing import print_table
from socialgraph.cli.session import open_project
from socialgraph.cli.speaking import say
from socialgraph.office.session import save_results


@click.command("forecast", cls=HelpedCommand)
@project_option
@as_of_option
@click.option("--by", type=click.Choice(["stack", "building"]), default="stack", show_default=True)
@save_option
@lang_option
@format_option
@columns_option
def command(folder: Path, as_of: dt.date | None, by: str, save: bool, form: str, columns: str) -> None:
    """Say which stacks will become ready, with interval, baselines and reasons; or how many of each building."""
    from socialgraph.office.forecast import forecast, require_models

    require_models()
    project = open_project(folder)
    found = forecast(project, as_of or project.today(), lambda news: say(news, err=True))
    if save:
        save_results(project, "forecast", found.stacks)
    if by == "stack":
        print_table(found.stacks, form, "forecast", columns)
    else:
        print_table(found.buildings, form, "buildings", columns)

"""`socialgraph explain`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from socialgraph.cli.options import as_of_option, format_option, lang_option, project_option
from socialgraph.cli.printing import print_table
from socialgraph.cli.session import day_of, open_project, read_town


@click.command("explain")
@click.argument("flat")
@project_option
@as_of_option
@lang_option
@format_option
def command(flat: str, folder: Path, as_of: dt.date | None, form: str) -> None:
    """Print everything behind what was said of one household: words, ties, paths, scores, what was missing.

    \b
    Example: socialgraph explain 5-2-301
    """
    from socialgraph.reach.explain import explain

    project = open_project(folder)
    town = read_town(project)
    print_table(explain(town, flat, as_of=day_of(project, as_of), policy=project.policy), form)

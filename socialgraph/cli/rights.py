"""`socialgraph rights`: what a resident may ask for."""

from __future__ import annotations

from pathlib import Path

import click

from socialgraph.cli.helping import HelpedGroup
from socialgraph.cli.options import lang_option, project_option
from socialgraph.cli.session import open_project
from socialgraph.cli.speaking import say


@click.group("rights", cls=HelpedGroup)
@lang_option
def command() -> None:
    """Do what a resident has a right to ask for."""


@command.command("reopen")
@click.argument("flat")
@click.option("--confirmed-by", required=True)
@click.option("--new-household", is_flag=True)
@project_option
@lang_option
def reopen(flat: str, confirmed_by: str, new_household: bool, folder: Path) -> None:
    """Let a household that asked to be left alone be spoken to again, on its own word."""
    from socialgraph.office.reopen import reopen_household

    done = reopen_household(open_project(folder), flat, confirmed_by=confirmed_by, new_household=new_household)
    say("rights.reopened", flat=done.flat, stops=done.lifted)
    if done.is_held:
        say("rights.still_held")

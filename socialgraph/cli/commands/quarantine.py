"""`socialgraph quarantine`."""

from __future__ import annotations

from pathlib import Path

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import format_option, lang_option, project_option
from socialgraph.cli.printing import print_table
from socialgraph.cli.session import open_project
from socialgraph.cli.speaking import say


@click.command("quarantine", cls=HelpedCommand)
@click.option("--clean", is_flag=True)
@project_option
@lang_option
@format_option
def command(clean: bool, folder: Path, form: str) -> None:
    """List the workbooks of what could not be used, and delete those that are done with."""
    from socialgraph.office.reading.mends import clean_workbooks, listed_workbooks

    project = open_project(folder)
    if clean:
        for name in clean_workbooks(project):
            say("quarantine.deleted", file=name, err=True)
    listed = listed_workbooks(project)
    if listed.empty and form == "table":
        say("quarantine.none")
        return
    print_table(listed, form, "quarantine")

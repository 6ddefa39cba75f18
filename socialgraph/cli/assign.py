"""`socialgraph assign`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from socialgraph.cli.options import as_of_option, format_option, lang_option, project_option, save_option
from socialgraph.cli.printing import print_table
from socialgraph.cli.session import day_of, open_project
from socialgraph.office import session
from socialgraph.office.session import audit_log, save_results


@click.command("assign")
@project_option
@as_of_option
@save_option
@lang_option
@format_option
def command(folder: Path, as_of: dt.date | None, save: bool, form: str) -> None:
    """Say who could talk with whom, so that as many stacks as possible are expected to complete.

    \b
    Example: socialgraph assign --format json
    """
    from socialgraph.assignment.plan import assign

    project = open_project(folder)
    project.require_purpose()
    town, unfinished = session.read_town(project)
    session.must_be_safe_to_list(town, unfinished)
    result = assign(town, as_of=day_of(project, as_of), policy=project.policy, today=project.today())
    audit_log(project).append("assign", counts={"rows": len(result)})
    if save:
        save_results(project, "assign", result)
    print_table(result, form)

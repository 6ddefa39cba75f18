"""`socialgraph assign`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

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
from socialgraph.cli.plan_options import (
    end_stopped,
    limits_of,
    plan_of,
    planning_options,
    say_figures,
    watching,
)
from socialgraph.cli.printing import print_table
from socialgraph.cli.session import day_of, open_project, say_weights
from socialgraph.office import session
from socialgraph.office.session import audit_log, save_results

if TYPE_CHECKING:
    from socialgraph.assignment.plan import Method


@click.command("assign", cls=HelpedCommand)
@project_option
@as_of_option
@planning_options
@save_option
@lang_option
@format_option
@columns_option
def command(
    folder: Path,
    as_of: dt.date | None,
    steps: str,
    method: Method,
    per_week: int | None,
    refusals: Path | None,
    seconds: float | None,
    save: bool,
    form: str,
    columns: str,
) -> None:
    """Say who could talk with whom, so that as many stacks as possible are expected to complete."""
    from socialgraph.assignment.tables import assignment_table

    project = open_project(folder)
    project.require_purpose()
    town, unfinished = session.read_town(project, as_of)
    session.must_be_safe_to_list(town, unfinished)
    limits = limits_of(per_week, refusals)
    with watching(seconds) as watch:
        plan = plan_of(project, town, day_of(project, as_of), watch=watch, steps=steps, method=method, limits=limits)
    result = assignment_table(plan)
    audit_log(project).append("assign", counts={"rows": len(result)})
    if save and not watch.stopped:
        save_results(project, "assign", result)
    say_weights(project)
    print_table(result, form, "assign", columns)
    say_figures(plan)
    end_stopped(watch, plan)

"""`socialgraph assign`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialgraph.cli import plan_options
from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.names import names_option, project_with_names, with_names
from socialgraph.cli.options import as_of_option, listing_options, project_option, save_option
from socialgraph.cli.plan_options import Planning, planning_options, watching
from socialgraph.cli.printing import print_table
from socialgraph.cli.progress import working
from socialgraph.cli.session import day_of, say_weights, say_why_nothing
from socialgraph.cli.speaking import language, say
from socialgraph.office import session
from socialgraph.office.session import audit_log, save_results

if TYPE_CHECKING:
    import pandas as pd


@click.command("assign", cls=HelpedCommand)
@project_option
@as_of_option
@planning_options
@save_option
@listing_options
@names_option
def command(
    folder: Path,
    how: Planning,
    as_of: dt.date | None,
    save: bool,
    form: str,
    columns: str,
    names: bool,
) -> None:
    """Say who could talk with whom, so that as many stacks as possible are expected to complete."""
    from socialgraph.assignment.tables import SUMMARY, assignment_table

    project, known = project_with_names(folder, "assign", form, wanted=names)
    town, unfinished = session.read_town(project, as_of)
    session.must_be_safe_to_list(town, unfinished)
    limits = plan_options.limits_of(how.per_week, how.refusals)
    on = day_of(project, as_of)
    with watching(how.seconds) as watch, working("assign"):
        plan = plan_options.plan_of(project, town, on, watch=watch, steps=how.steps, method=how.method, limits=limits)
    result = assignment_table(plan)
    audit_log(project).append("assign", counts={"rows": len(result)})
    if save and not watch.stopped:
        save_results(project, "assign", result)
    say_weights(project)
    # the summary is a record of its own: under a table and in a CSV it would be a hidden row, there the line says it
    shown = result if form == "json" else result[result["flat"].notna()].drop(columns=SUMMARY)
    print_table(with_names(shown, known), form, "assign", columns)
    say_why_nothing(town, project, on, shown["flat"].dropna())
    if not plan.primary and len(shown):
        _say_no_talk(shown["reason"])
    plan_options.say_figures(plan)
    plan_options.end_stopped(watch, plan)


def _say_no_talk(reasons: pd.Series) -> None:
    """Why there is no conversation at all: how many households of each reason."""
    from socialgraph.outputs.words import page_words

    words = page_words("reason", language())
    comma = page_words("glue", language())["list"]
    counts = reasons[reasons.fillna("") != ""].value_counts()
    sentence = comma.join(f"{words.get(str(name), name)} {n}" for name, n in counts.items())
    say("nothing.no_talk", err=True, reasons=sentence)

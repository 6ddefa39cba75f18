"""`socialgraph plan`."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socialgraph.cli import plan_options
from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.names import names_option, project_with_names, with_names
from socialgraph.cli.options import as_of_option, listing_options, project_option
from socialgraph.cli.plan_options import Planning, planning_options, watching
from socialgraph.cli.printing import print_table, say_next
from socialgraph.cli.progress import working
from socialgraph.cli.session import day_of, say_why_nothing
from socialgraph.cli.speaking import language, say, spoken
from socialgraph.errors import InputError
from socialgraph.office import session
from socialgraph.office.session import audit_log

if TYPE_CHECKING:
    import pandas as pd

    from socialgraph.assignment.optimum.solve import Watch
    from socialgraph.assignment.plan import Assignment
    from socialgraph.assignment.setting import Limits
    from socialgraph.project.settings import Project


@click.command("plan", cls=HelpedCommand)
@click.argument("flats", nargs=-1, metavar="[FLAT]...")
@project_option
@as_of_option
@planning_options
@click.option("--invite", is_flag=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=None)
@click.option("--confirmed-by", default="")
@click.option("--scope", default="", metavar="BUILDING[-DOOR]")
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True)
@click.option("--what-if", is_flag=True)
@click.option("--out-of-reach", is_flag=True)
@click.option("--weeks", type=click.IntRange(min=1, max=52), default=None)
@click.option("--evenings", type=click.IntRange(min=1), default=5, show_default=True)
@click.option("--since", type=click.Path(path_type=Path, dir_okay=False), default=None)
@listing_options
@names_option
def command(
    flats: tuple[str, ...],
    folder: Path,
    as_of: dt.date | None,
    how: Planning,
    invite: bool,
    out: Path | None,
    confirmed_by: str,
    scope: str,
    top: int,
    what_if: bool,
    out_of_reach: bool,
    weeks: int | None,
    evenings: int,
    since: Path | None,
    form: str,
    columns: str,
    names: bool,
) -> None:
    """Print every unresolved household's next step: who takes it, what it opens, and what it is worth."""
    from socialgraph.assignment.changes import agreed
    from socialgraph.office.places import household_labels

    project, known = project_with_names(folder, "plan", form, wanted=names)
    earlier = _records(since) if since is not None else []
    per_week = evenings if weeks and how.per_week is None else how.per_week
    limits = plan_options.limits_of(per_week, how.refusals, agreed(earlier))
    limits = replace(limits, weeks=weeks) if weeks else limits
    if out is not None:
        if not invite:
            raise click.UsageError(spoken("plan.out_is_of_invite"))
        if as_of not in (None, project.today()):
            raise InputError("export.today_only")
        with working("plan"):
            _write_invitations(project, out, confirmed_by, scope, top, limits)
        return
    town, unfinished = session.read_town(project, as_of)
    session.must_be_safe_to_list(town, unfinished)
    on, labels = day_of(project, as_of), household_labels(town, flats)
    with watching(how.seconds) as watch, working("plan"):
        plan = plan_options.plan_of(project, town, on, watch=watch, steps=how.steps, method=how.method, limits=limits)
        chosen = {"invite": invite, "what_if": what_if, "out_of_reach": out_of_reach}
        table, name = _table(plan, watch, tuple(labels), chosen, weeks, evenings, earlier if since else None)
    audit_log(project).append("plan", counts={"rows": len(table)})
    print_table(with_names(table, known), form, name, columns)
    if name == "plan":
        say_why_nothing(town, project, on, table["flat"], labels)
    if out_of_reach:
        _say_most_helpful(table)
    elif not any(chosen.values()):
        plan_options.say_figures(plan)
    plan_options.end_stopped(watch, plan)


def _write_invitations(project: Project, out: Path, confirmed_by: str, scope: str, top: int, limits: Limits) -> None:
    """The secretary's own list, or a line that says that nobody can be invited."""
    from socialgraph.office.lists.invite import invite_list

    number, people = invite_list(
        project, confirmed_by=confirmed_by, out=out, scope=scope, top=top, limits=limits, lang=language()
    )
    if people:
        say("plan.invitations", path=out, people=people, list=number)
        say_next("invited")
    else:
        say("plan.nobody_to_invite")


def _table(
    plan: Assignment,
    watch: Watch,
    flats: tuple[str, ...],
    chosen: dict[str, bool],
    weeks: int | None,
    evenings: int,
    earlier: list[dict[str, Any]] | None,
) -> tuple[pd.DataFrame, str]:
    """What was asked for, and the name of the table."""
    from socialgraph.assignment import changes, tables
    from socialgraph.assignment.weeks import weekly
    from socialgraph.assignment.what_if import gains, reach

    if chosen["invite"]:
        return gains.invitations(plan, watch), "invitations"
    if chosen["what_if"]:
        return gains.evenings(plan, watch), "evenings"
    if chosen["out_of_reach"]:
        return reach.out_of_reach(plan, watch), "out_of_reach"
    if earlier is not None:
        return changes.changes(earlier, plan), "changes"
    if weeks:
        return weekly(plan, weeks=weeks, evenings=evenings), "weeks"
    return tables.plan_table(plan, flats), "plan"


def _say_most_helpful(table: pd.DataFrame) -> None:
    """The single invitation or introduction by which the plan gains most."""
    invited, met = (table[name].max() if len(table) else 0.0 for name in ("gain", "introduction_gain"))
    if max(invited, met) <= 0:
        say("plan.nothing_helps", err=True)
    elif invited >= met:
        row = table.iloc[int(table["gain"].to_numpy().argmax())]
        say("plan.invite_first", person=row["best_invitation"], gain=f"{invited:.3f}", err=True)
    else:
        row = table.iloc[int(table["introduction_gain"].to_numpy().argmax())]
        say("plan.introduce_first", flat=row["introduce"], person=row["introduce_to"], gain=f"{met:.3f}", err=True)


def _records(path: Path) -> list[dict[str, Any]]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InputError("plan.no_earlier", file=path.name) from error
    if not isinstance(rows, list) or not all(
        isinstance(row, dict) and {"flat", "step", "who"} <= set(row) for row in rows
    ):
        raise InputError("plan.no_earlier", file=path.name)
    return rows

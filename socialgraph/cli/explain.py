"""`socialgraph explain`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from socialgraph.cli.options import as_of_option, format_option, lang_option, project_option
from socialgraph.cli.plan_options import plan_of, watching
from socialgraph.cli.printing import print_table
from socialgraph.cli.session import day_of, open_project, read_town
from socialgraph.registry import rows


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
    from socialgraph.office.places import household_labels
    from socialgraph.reach.explain import explain

    project = open_project(folder)
    town = read_town(project)
    (flat,) = household_labels(town, [flat])
    on = day_of(project, as_of)
    result = explain(town, flat, as_of=on, policy=project.policy)
    with watching(None) as watch:
        step = plan_of(project, town, on, watch=watch).step[town.find_household(flat)]
    if step:
        rule = next(row for row in rows("steps") if row["step"] == step)
        result.loc[len(result)] = ["next step", step, "", f"steps.csv: {rule['when']}", ""]
    print_table(result, form)

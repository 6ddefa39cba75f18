"""`socialgraph diagnose`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import as_of_option, listing_options, project_option, save_option
from socialgraph.cli.printing import print_table, print_totals
from socialgraph.cli.session import day_of, open_project, read_town
from socialgraph.cli.speaking import say
from socialgraph.office.session import save_results
from socialgraph.schema.choices import GROUPINGS, Grouping


@click.command("diagnose", cls=HelpedCommand)
@project_option
@as_of_option
@click.option("--by", type=click.Choice(GROUPINGS), default=None)
@click.option("--checks", "only_checks", is_flag=True)
@save_option
@listing_options
def command(
    folder: Path,
    as_of: dt.date | None,
    by: Grouping | None,
    only_checks: bool,
    save: bool,
    form: str,
    columns: str,
) -> None:
    """Show every stack: flats, missing keys, state, and the one household that holds it up."""
    from socialgraph.stacks.checks import checks
    from socialgraph.stacks.completion import diagnose
    from socialgraph.stacks.suppression import shown_rates

    project = open_project(folder)
    town = read_town(project, as_of)
    if only_checks:
        findings = checks(town, as_of=day_of(project, as_of))
        if findings.empty and form == "table":
            say("checks.none")
        else:
            print_table(findings, form, "checks", columns)
        return
    day = day_of(project, as_of)
    if by is None:
        result = diagnose(town, as_of=day, policy=project.policy)
    else:
        result = shown_rates(town, as_of=day, policy=project.policy, by=by)
    if save:
        save_results(project, "diagnose" if by is None else f"diagnose_by_{by}", result)
    print_table(result, form, "diagnose" if by is None else "rates", columns)
    if by is None:
        print_totals(result["state"], form)

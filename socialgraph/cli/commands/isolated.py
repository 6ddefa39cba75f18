"""`socialgraph isolated`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import as_of_option, listing_options, project_option, save_option
from socialgraph.cli.plan_options import plan_of, watching
from socialgraph.cli.printing import print_table
from socialgraph.cli.session import day_of, open_project, read_town, say_why_nothing
from socialgraph.cli.speaking import echo, language
from socialgraph.office.session import save_results


@click.command("isolated", cls=HelpedCommand)
@project_option
@as_of_option
@save_option
@listing_options
def command(folder: Path, as_of: dt.date | None, save: bool, form: str, columns: str) -> None:
    """List unresolved households: how far trusted people reach them, and what comes next for each."""
    from socialgraph.outputs.words import page_text
    from socialgraph.reach.isolation import REACHED, classify_isolation
    from socialgraph.trust.network import trust_network

    project = open_project(folder)
    town = read_town(project, as_of)
    on = day_of(project, as_of)
    network = trust_network(town, as_of=on, policy=project.policy, today=project.today())
    result = classify_isolation(town, as_of=on, policy=project.policy, network=network)
    with watching(None) as watch:
        result["step"] = plan_of(project, town, on, watch=watch).step_of(result["flat"])
    if save:
        save_results(project, "isolated", result)
    if form != "table":
        print_table(result, form, "isolated", columns)
    else:
        reached = result["class"] == REACHED
        print_table(result[~reached], form, "isolated", columns)
        if reached.any():
            echo("\n" + page_text("isolated_reached", language()))
            print_table(result[reached], form, "isolated", columns)
    say_why_nothing(town, project, on, result["flat"])

"""`socialgraph suggest`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.names import names_option, project_with_names, with_names
from socialgraph.cli.options import as_of_option, listing_options, project_option, save_option
from socialgraph.cli.plan_options import plan_of, watching
from socialgraph.cli.printing import print_table
from socialgraph.cli.session import day_of, read_town, say_weights, say_why_nothing
from socialgraph.office.session import audit_log, save_results


@click.command("suggest", cls=HelpedCommand)
@click.argument("flats", nargs=-1, metavar="[FLAT]...")
@project_option
@as_of_option
@click.option("--top", type=click.IntRange(min=1), default=None)
@save_option
@listing_options
@names_option
def command(
    folder: Path,
    as_of: dt.date | None,
    flats: tuple[str, ...],
    top: int | None,
    save: bool,
    form: str,
    columns: str,
    names: bool,
) -> None:
    """Rank the trusted, willing people for each unresolved household; the parts add up to the score."""
    from socialgraph.office.places import household_labels
    from socialgraph.reach.contacts import contact_budget
    from socialgraph.reach.intermediaries import rank_intermediaries
    from socialgraph.trust.network import trust_network

    project, known = project_with_names(folder, "suggest", form, wanted=names)
    town = read_town(project, as_of)
    on = day_of(project, as_of)
    labels = household_labels(town, flats)
    result = rank_intermediaries(
        town,
        as_of=on,
        network=trust_network(town, as_of=on, policy=project.policy, today=project.today()),
        policy=project.policy,
        flats=labels or None,
        top=top,
        over_budget=contact_budget(town, today=project.today(), policy=project.policy).used_up,
    )
    with watching(None) as watch:
        result["step"] = plan_of(project, town, on, watch=watch).step_of(result["flat"])
    audit_log(project).append("suggest", counts={"rows": len(result)})
    if save:
        save_results(project, "suggest", result)
    say_weights(project)
    print_table(with_names(result, known), form, "suggest", columns)
    say_why_nothing(town, project, on, result["flat"], labels)

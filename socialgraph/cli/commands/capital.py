"""`socialgraph capital`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import IsoDate, as_of_option, format_option, lang_option, project_option
from socialgraph.cli.printing import print_table
from socialgraph.cli.session import day_of, open_project, read_town
from socialgraph.cli.speaking import echo
from socialgraph.schema.choices import GROUPINGS, Grouping

if TYPE_CHECKING:
    import pandas as pd


_COUNTED = ("households", "people", "ties", "coordinator", "itinerant", "gatekeeper", "representative", "liaison")
_A_SCREEN = 6  # groups side by side, so that no measure's name is broken


@click.command("capital", cls=HelpedCommand)
@project_option
@as_of_option
@click.option("--by", type=click.Choice(GROUPINGS), default="building", show_default=True)
@click.option("--before", type=IsoDate(), default=None)
@click.option("--seed", type=int, default=0, show_default=True)
@lang_option
@format_option
def command(folder: Path, as_of: dt.date | None, by: Grouping, before: dt.date | None, seed: int, form: str) -> None:
    """Describe how the neighbours of each building are tied: bonding, bridging, linking, resilience."""
    from socialgraph.capital.groups import capital_change, social_capital

    project = open_project(folder)
    town = read_town(project, as_of)
    day = day_of(project, as_of)
    if before is None:
        result = social_capital(town, as_of=day, policy=project.policy, by=by)
    else:
        import numpy as np

        result = capital_change(
            town,
            before=before,
            after=day,
            policy=project.policy,
            rng=np.random.default_rng(seed),
            by=by,
            earlier=read_town(project, before),
        )
    if form != "table" or before is not None:
        print_table(result, form, "capital_change")
        return
    for start in range(0, max(len(result), 1), _A_SCREEN):
        if start:
            echo()
        print_table(_one_measure_a_line(result.iloc[start : start + _A_SCREEN], by), form, "capital")


def _one_measure_a_line(result: pd.DataFrame, by: str) -> pd.DataFrame:
    """Two dozen measures of a few buildings read better downwards on a screen; counts without decimals."""
    undefined = [] if result["undefined"].any() else ["undefined"]
    shown = result.drop(columns=undefined).astype(object)
    for name in _COUNTED:
        shown[name] = result[name].round().astype("Int64").astype(object)
    turned = shown.set_index(by).T
    turned.insert(0, "measure", turned.index)
    return turned.reset_index(drop=True)

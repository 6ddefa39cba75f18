"""`socialgraph forecast`."""

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
from socialgraph.cli.printing import print_table
from socialgraph.cli.session import open_project
from socialgraph.cli.speaking import language, say
from socialgraph.office.session import save_results

if TYPE_CHECKING:
    import pandas as pd

_MOST_NAMED = 3


@click.command("forecast", cls=HelpedCommand)
@project_option
@as_of_option
@click.option("--by", type=click.Choice(["stack", "building"]), default="stack", show_default=True)
@save_option
@lang_option
@format_option
@columns_option
def command(folder: Path, as_of: dt.date | None, by: str, save: bool, form: str, columns: str) -> None:
    """Say which stacks will become ready, with interval, baselines and reasons; or how many of each building."""
    from socialgraph.office.forecast import forecast, require_models

    require_models()
    project = open_project(folder)
    forecasts = forecast(project, as_of or project.today(), lambda news: say(news, err=True))
    if save:
        save_results(project, "forecast", forecasts.stacks)
    if by == "stack":
        print_table(forecasts.stacks, form, "forecast", columns)
        if form == "table":
            _say_without_forecast(forecasts.stacks)
    else:
        print_table(forecasts.buildings, form, "buildings", columns)


def _say_without_forecast(stacks: pd.DataFrame) -> None:
    """How many stacks have no probability, and in what they are unlike anything that the model has seen."""
    from collections import Counter

    from socialgraph.outputs.words import page_words

    unlike = [note.partition(": ")[2].rstrip(")").split("|") for note in stacks["note"] if note]
    if unlike:
        words, comma = page_words("feature", language()), page_words("glue", language())["list"]
        often = Counter(name for names in unlike for name in names).most_common(_MOST_NAMED)
        features = comma.join(words.get(name, name) for name, _ in often)
        say("forecast.unlike", err=True, n=len(unlike), stacks=len(stacks), features=features)

"""`socialgraph evaluate`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import click

from socialgraph.cli.helping import HelpedCommand
from socialgraph.cli.options import as_of_option, format_option, lang_option, project_option
from socialgraph.cli.printing import print_table
from socialgraph.cli.progress import working
from socialgraph.cli.session import open_project
from socialgraph.cli.speaking import echo, language, say, spoken
from socialgraph.errors import InputError
from socialgraph.messages import Note

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("evaluate", cls=HelpedCommand)
@project_option
@as_of_option
@click.option("--days", type=click.IntRange(7, 730), default=90, show_default=True)
@click.option("--nodes", type=_FILE)
@click.option("--ties", type=_FILE)
@click.option("--outcomes", type=_FILE)
@click.option("--id", "identity", default="id", show_default=True)
@click.option("--group")
@click.option("--outcome")
@click.option("--time")
@click.option("--without", multiple=True, metavar="COLUMN")
@click.option("--full", is_flag=True)
@click.option("--picture", type=click.Path(path_type=Path, dir_okay=False))
@lang_option
@format_option
def command(
    folder: Path,
    as_of: dt.date | None,
    days: int,
    nodes: Path | None,
    ties: Path | None,
    outcomes: Path | None,
    identity: str,
    group: str | None,
    outcome: str | None,
    time: str | None,
    without: tuple[str, ...],
    full: bool,
    picture: Path | None,
    form: str,
) -> None:
    """Say how good forecasts are on stacks that training did not see, and what the trust network adds."""
    from socialgraph.office.forecast import evaluate_files, evaluate_project, require_models

    require_models()
    notes: list[Note] = []
    if nodes is not None and outcomes is not None and group and outcome:
        with working("evaluate"):
            evaluation = evaluate_files(
                nodes, ties, outcomes, notes.append,
                outcome=outcome, group=group, time=time, identity=identity, without=without, full=full,
            )  # fmt: skip
    elif nodes is not None or outcomes is not None or ties is not None:
        raise click.UsageError(spoken("population.belong_together"))
    else:
        project = open_project(folder)
        try:
            with working("evaluate"):
                evaluation = evaluate_project(project, as_of or project.today(), days, notes.append, full=full)
        except InputError:
            _say(notes)
            raise
    _say(notes)
    if picture is not None:
        from socialgraph.outputs.forecast_picture import draw_evaluation

        draw_evaluation(evaluation.report, picture)
    if form == "table":
        from socialgraph.models.learning.report import FIGURES, screen_tables
        from socialgraph.outputs.words import page_words

        for k, (name, table) in enumerate(screen_tables(evaluation.report)):
            if k:
                echo()
            if name == FIGURES:
                echo(page_words("design", language()).get(design := str(table["design"].iloc[0]), design))
            print_table(table.drop(columns="design") if name == FIGURES else table, form, name)
    else:
        print_table(evaluation.report, form)


def _say(notes: Iterable[Note]) -> None:
    """What the work had to say, once the bar is gone."""
    for news in notes:
        say(news, err=True)

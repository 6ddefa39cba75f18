"""What most commands do first: open the project and the snapshot of its town, and say what a date turns back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from socialgraph.cli.speaking import say
from socialgraph.office import session

if TYPE_CHECKING:
    from socialgraph.project.settings import Project
    from socialgraph.town.snapshot import Town


def open_project(folder: Path) -> Project:
    """The project of `folder`."""
    from socialgraph.project.settings import Project

    return Project.open(folder)


def read_town(project: Project, as_of: dt.date | None = None) -> Town:
    """The town as the graph's last run left it, or as it was on record on an earlier day; says when a run broke off.

    Raises
    ------
    ProjectError
        If nothing has been loaded yet.
    """
    town, unfinished = session.read_town(project, as_of)
    if unfinished:
        say(
            "load.unfinished",
            load=unfinished,
            err=True,
        )
    return town


def day_of(project: Project, as_of: dt.date | None) -> dt.date:
    """The as-of date, today where none is given; says what such a date does not turn back."""
    today = project.today()
    if as_of is not None and as_of != today:
        say(
            "session.as_of",
            day=as_of.isoformat(),
            err=True,
        )
    return as_of or today


def say_weights(project: Project) -> None:
    """Whether the weights of the score and of the ties are assumed, or fitted to the office's own conversations."""
    fitted = project.policy.fitted
    if fitted is not None:
        say("weights.fitted", count=fitted.conversations, day=fitted.fitted_on, err=True)
    elif project.policy.weights == "fitted":
        say("weights.not_fitted", err=True)
    else:
        say("weights.assumed", err=True)


def say_why_nothing(town: Town, project: Project, on: dt.date, shown: Iterable[str], flats: Sequence[str] = ()) -> None:
    """Say of everything that was asked for and has no row why that is so."""
    from socialgraph.office.nothing import why_nothing

    for sentence in why_nothing(town, as_of=on, policy=project.policy, flats=flats, shown=set(shown)):
        say(sentence, err=True)

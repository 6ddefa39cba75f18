"""Options and beginnings that `assign` and `plan` share."""

from __future__ import annotations

import csv
import datetime as dt
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socialgraph.cli.speaking import say
from socialgraph.errors import InputError
from socialgraph.schema.choices import METHODS, Method

if TYPE_CHECKING:
    from socialgraph.assignment.optimum.solve import Watch
    from socialgraph.assignment.plan import Assignment
    from socialgraph.assignment.setting import Limits
    from socialgraph.project.settings import Project
    from socialgraph.town.snapshot import Town


@dataclass(frozen=True)
class Planning:
    """How to plan, as the options of `planning_options` say."""

    steps: str
    method: Method
    per_week: int | None
    refusals: Path | None
    seconds: float | None


def planning_options(command: Callable[..., None]) -> Callable[..., None]:
    """How to plan: `--steps`, `--method`, `--per-week`, `--refusals`, `--seconds`; the command gets them as `how`."""

    @wraps(command)
    def run(
        *, steps: str, method: Method, per_week: int | None, refusals: Path | None, seconds: float | None, **others: Any
    ) -> None:
        command(how=Planning(steps, method, per_week, refusals, seconds), **others)

    for option in (
        click.option("--seconds", type=click.FloatRange(min=0), default=None),
        click.option("--refusals", type=click.Path(path_type=Path, dir_okay=False), default=None),
        click.option("--per-week", type=click.IntRange(min=1), default=None),
        click.option("--method", type=click.Choice(METHODS), default="best", show_default=True),
        click.option("--steps", type=click.Choice(["all", "none"]), default="all", show_default=True),
    ):
        run = option(run)
    return run


@contextmanager
def watching(seconds: float | None) -> Iterator[Watch]:
    """A watch that Ctrl-C stops once: the best plan so far is printed, and the exit code is 1."""
    from socialgraph.assignment.optimum.solve import Watch

    watch = Watch(seconds)

    def stop(*_: object) -> None:
        watch.stopped = True
        signal.signal(signal.SIGINT, before)  # a second Ctrl-C ends at once

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield watch
    finally:
        signal.signal(signal.SIGINT, before)


def end_stopped(watch: Watch, plan: Assignment) -> None:
    """After Ctrl-C: say that what was printed is the best plan so far, with its gap, and end with exit code 1."""
    if watch.stopped:
        say("plan.stopped", gap=f"{plan.gap:.4f}", err=True)
        raise SystemExit(1)


def limits_of(per_week: int | None, refusals: Path | None, promises: dict[str, str] | None = None) -> Limits:
    """The limits of the options.

    Raises
    ------
    InputError
        If the file of refusals can't be read.
    """
    from socialgraph.assignment.setting import Limits

    pairs: list[tuple[str, str]] = []
    if refusals is not None:
        try:
            with refusals.open(encoding="utf-8-sig", newline="") as file:
                rows = [[cell.strip() for cell in row] for row in csv.reader(file)]
        except (OSError, UnicodeDecodeError) as error:
            raise InputError("plan.refusals_file", file=refusals.name) from error
        pairs = [(row[0], row[1]) for row in rows if len(row) > 1 and row[0] and row[1]]
    return Limits(per_week=per_week, refusals=pairs, promises=promises or {})


def plan_of(
    project: Project,
    town: Town,
    as_of: dt.date,
    *,
    watch: Watch,
    steps: str = "all",
    method: Method = "best",
    limits: Limits | None = None,
) -> Assignment:
    """The assignment that every command shows."""
    from socialgraph.assignment.plan import assign

    return assign(
        town,
        as_of=as_of,
        policy=project.policy,
        today=project.today(),
        steps=steps == "all",
        method=method,
        limits=limits,
        watch=watch,
    )


def say_figures(plan: Assignment) -> None:
    """The plan's expected figures with how far they move with the assumed constants."""
    ranges = plan.ranges
    say(
        "plan.figures",
        err=True,
        now=f"{plan.figures.now:.2f}",
        now_low=f"{ranges['expected_stacks_low']:.2f}",
        now_high=f"{ranges['expected_stacks_high']:.2f}",
        later=f"{plan.figures.with_steps:.2f}",
        later_low=f"{ranges['expected_with_steps_low']:.2f}",
        later_high=f"{ranges['expected_with_steps_high']:.2f}",
        strict=f"{plan.strict_best:.2f}",
        gap=f"{plan.gap:.4f}",
    )

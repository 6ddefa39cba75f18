"""Progress on stderr for long work, with rate and time left where a count is known; nothing where it is no terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

Progress = Callable[[str, int, int], None]


@contextmanager
def progress_bar(label: str) -> Iterator[Progress | None]:
    """Gives a function to call with (table, rows done, rows to do), or None where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich import progress

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(bar_width=20),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[rate]}"),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=_console(), transient=True) as bar:
        task, at = bar.add_task(label, total=1, rate=""), [""]

        def show(table: str, done: int, total: int) -> None:
            if table != at[0]:
                at[0] = table
                bar.reset(task, total=max(total, 1), description=f"{label} {table}", rate="")
            speed = bar.tasks[0].speed
            bar.update(task, completed=done, total=max(total, 1), rate=f"{speed:,.0f}/s" if speed else "")

        yield show


@contextmanager
def working(label: str) -> Iterator[None]:
    """Shows that a command still works and for how long, where nobody can count what is left."""
    if not sys.stderr.isatty():
        yield
        return
    from rich import progress

    columns = (progress.SpinnerColumn("line"), progress.TextColumn("{task.description}"), progress.TimeElapsedColumn())
    with progress.Progress(*columns, console=_console(), transient=True) as shown:
        shown.add_task(label, total=None)
        yield


def _console() -> Console:
    from rich.console import Console

    return Console(stderr=True, no_color="NO_COLOR" in os.environ)

"""A progress bar on stderr for long work, with its rate and the time left; nothing where stderr is no terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, int, int], None]


@contextmanager
def progress_bar(label: str) -> Iterator[Progress | None]:
    """Gives a function to call with (table, rows done, rows to do), or None where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich import progress
    from rich.console import Console

    console = Console(stderr=True, no_color="NO_COLOR" in os.environ)
    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(bar_width=20),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[rate]}"),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=console, transient=True) as bar:
        task, at = bar.add_task(label, total=1, rate=""), [""]

        def show(table: str, done: int, total: int) -> None:
            if table != at[0]:
                at[0] = table
                bar.reset(task, total=max(total, 1), description=f"{label} {table}", rate="")
            speed = bar.tasks[0].speed
            bar.update(task, completed=done, total=max(total, 1), rate=f"{speed:,.0f}/s" if speed else "")

        yield show

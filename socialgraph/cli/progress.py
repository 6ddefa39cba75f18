"""Progress on stderr for long work, with rate and time left where a count is known; nothing where it is no terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from socialgraph.cli.speaking import language
from socialgraph.counting import Listener, listening

if TYPE_CHECKING:
    from rich import progress
    from rich.console import Console


@contextmanager
def working(label: str) -> Iterator[Listener | None]:
    """Shows that a command works and for how long; as soon as something is counted, how much is left and until when.

    Parameters
    ----------
    label : the command. Whatever `counting.counted` goes through meanwhile is shown as a bar.

    Yields
    ------
    Listener or None
        What hears of the counts, None where nobody would see them.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich import progress

    from socialgraph.outputs.words import codes_in_words

    columns = (
        progress.SpinnerColumn("line"),
        progress.TextColumn("{task.description}"),
        progress.BarColumn(bar_width=20),
        progress.TextColumn("{task.fields[count]}"),
        progress.TimeElapsedColumn(),
    )
    lang, labels = language(), {"": codes_in_words(label, ("work",), language())}
    with progress.Progress(*columns, console=_console(), transient=True) as bar:
        task, at = bar.add_task(labels[""], total=None, count=""), [""]

        def show(what: str, done: int, total: int) -> None:
            if what != at[0]:
                at[0] = what
                labels.setdefault(
                    what, f"{labels['']} {codes_in_words(what, ('work', 'table', 'count', 'model'), lang)}"
                )
                bar.reset(task, total=max(total, 1), description=labels[what], count="")
            bar.update(task, completed=done, total=max(total, 1), count=_count(bar.tasks[0], done, total))

        with listening(show):
            yield show


def _count(task: progress.Task, done: int, total: int) -> str:
    """`12/40  3/s  -0:00:09`: done, rate, time left."""
    left = task.time_remaining
    rate = f"  {task.speed:,.1f}/s" if task.speed else ""
    minutes, seconds = divmod(int(left or 0), 60)
    return f"{done:,}/{total:,}{rate}" + (f"  -{minutes}:{seconds:02}" if left else "")


def _console() -> Console:
    from rich.console import Console

    return Console(stderr=True, no_color="NO_COLOR" in os.environ)

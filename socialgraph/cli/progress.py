"""A progress bar on stderr for long work; nothing where stderr is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Progress = Callable[[str, int, int], None]


@contextmanager
def progress_bar(label: str) -> Iterator[Progress | None]:
    """Gives a function to call with (table, rows done, rows to do), or None where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def show(table: str, done: int, total: int) -> None:
            bar.label = f"{label} {table}"
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield show

"""A result table on stdout, and nothing else there."""

from __future__ import annotations

import os
import shutil
import sys
from functools import partial
from typing import TYPE_CHECKING, cast

import click

from socialgraph.cli.speaking import echo, language
from socialgraph.files.formulas import without_controls
from socialgraph.outputs.widths import SCREEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from socialgraph.schema.choices import Format

_NEXT = "socialgraph.next"
BYTE_ORDER_MARK = "\ufeff"


def print_table(frame: pd.DataFrame, form: str, table: str = "", columns: str = "") -> None:
    """Print a result table as `table`, `csv` or `json`.

    Parameters
    ----------
    table : its name in `data/screen_tables.csv`: which columns a screen shows first, and their words. Only `table` is
        for people; `csv` and `json` have every column under its own name.
    columns : what the user chose with `--columns`.
    """
    from socialgraph.outputs.render import render, show
    from socialgraph.outputs.screen import chosen_columns, in_words, plain_table

    if form != "table":
        text = render(frame[chosen_columns(frame, "", columns or "all")], cast("Format", form))
        show(_for_excel(text) if form == "csv" else text)
        return
    shown = frame[chosen_columns(frame, table, columns)]
    headings, cells, figures = in_words(shown, table, language())
    if sys.stdout.isatty():
        _print_rich(headings, cells, figures)
    else:
        show(plain_table(headings, cells, figures, 10_000 if columns else SCREEN))
    if len(frame):
        say_next(table, frame["flat"].iloc[0] if "flat" in frame else "")


def _for_excel(text: str) -> str:
    """A CSV on its way to a file begins with a byte order mark: Excel takes UTF-8 without one for another encoding."""
    to_file = not sys.stdout.isatty() and "utf" in (sys.stdout.encoding or "").lower()
    return BYTE_ORDER_MARK + text if to_file else text


def say_next(after: str, flat: str = "") -> None:
    """What to do next is the last line of a command, where a person reads along; of several things the last one's.

    Parameters
    ----------
    after : the table or command; rows `page.next.…` of the messages.
    flat : a household of the table, as an example.
    """
    if not sys.stderr.isatty():
        return
    from socialgraph.outputs.words import page_words

    step = page_words("next", language()).get(after)
    ctx = click.get_current_context(silent=True)
    if step is None or ctx is None:
        return
    if _NEXT not in ctx.meta:
        ctx.call_on_close(partial(_end_with_next, ctx))
    ctx.meta[_NEXT] = step.format(flat=flat)


def _end_with_next(ctx: click.Context) -> None:
    if sys.exc_info()[0] is None:
        echo(ctx.meta[_NEXT], err=True)


def print_totals(states: pd.Series, form: str) -> None:
    """How many stacks there are of each state, under a table for people."""
    from socialgraph.outputs.render import show
    from socialgraph.outputs.widths import wrapped
    from socialgraph.outputs.words import page_text, page_words

    if form == "table" and len(states):
        lang = language()
        words, counts = page_words("stack_state", lang), states.value_counts()
        parts = page_words("glue", lang)["list"].join(
            f"{words[name]} {counts[name]}" for name in words if name in counts
        )
        total = page_text("screen_total", lang, n=len(states), parts=parts)
        show("\n" + "\n".join(wrapped(total, SCREEN)))


def _print_rich(headings: Sequence[str], cells: Sequence[Sequence[str]], figures: Sequence[bool]) -> None:
    """On a terminal: as wide as it is; without colours where `NO_COLOR` is set, without lines on an old code page."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from socialgraph.outputs.screen import fitting_widths

    simple = "utf" not in (sys.stdout.encoding or "").lower()
    console = Console(
        width=max(SCREEN, shutil.get_terminal_size().columns), no_color="NO_COLOR" in os.environ, highlight=False
    )
    look = box.ASCII_DOUBLE_HEAD if simple else box.SIMPLE_HEAD
    made = Table(box=look, pad_edge=False, show_edge=False, header_style="bold")
    widths = fitting_widths(headings, cells, console.width - len(headings) + 1)  # a line more between columns
    for heading, is_figure, width in zip(headings, figures, widths, strict=True):
        made.add_column(Text(heading), justify="right" if is_figure else "left", overflow="fold", width=width)
    for row in cells:
        made.add_row(*(Text(without_controls(cell)) for cell in row))
    console.print(made)

"""A result table on stdout, and nothing else there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def print_table(frame: pd.DataFrame, form: str) -> None:
    """Print a result table as `table`, `csv` or `json`."""
    from socialgraph.outputs.render import render, show

    show(render(frame, form))  # type: ignore[arg-type]

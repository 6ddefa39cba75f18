"""Sheets of our own workbooks that are there to be looked at: nothing is to be read in them."""

from __future__ import annotations

import re

from socialgraph.loaders.files.grids import Grid
from socialgraph.schema.list_words import list_codes

OWN_SHEET = "own_sheet"
_NUMBER = re.compile(r"\bL\d{8}-")


def is_own_sheet(grid: Grid) -> bool:
    """Whether it is named as one of ours and carries the number of a list; an office's own sheet has none."""
    words = tuple(list_codes("own_sheet"))
    if not grid.name.strip().startswith(words):
        return False
    return any(_NUMBER.search(cell.text) for row in grid.rows.values() for cell in row.values())

"""同上, 同左 and their signs: what they point to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.values.text import SAME_AS_ABOVE, squeeze

_LONGEST_MARK, _LONGEST_PLACE = 8, 10
_LEFT = frozenset(("同左", "同前一栏"))


def repeats_resolved(grid: Grid, rows: Sequence[int]) -> int:
    """同上 and 同左 replaced by what they point to, in place; how many cells."""
    above: dict[int, Cell] = {}
    count = 0
    for number in rows:
        cells = grid.rows[number]
        for column in sorted(cells):
            text = cells[column].text
            if len(text) <= _LONGEST_MARK:  # squeezing a million cells costs more than reading them
                text = squeeze(text)
            source = None
            if text in SAME_AS_ABOVE:
                source = above.get(column)
            elif text in _LEFT:
                source = cells.get(column - 1)
            if source is not None:
                cells[column] = replace(source, merged=False, merge_rows=1, fill=cells[column].fill, comment="")
                count += 1
            if source is not None or (text and text not in SAME_AS_ABOVE):
                above[column] = cells[column]
        if any(cell.text for cell in cells.values()):  # a remark is not repeated over a row without any, a place is
            above = {
                column: cell
                for column, cell in above.items()
                if len(cell.text) <= _LONGEST_PLACE or (column in cells and cells[column].text)
            }
    return count

"""同上, 同左 and their signs: what they point to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.values.text import SAME_AS_ABOVE, squeeze

_LONGEST_MARK, _LONGEST_PLACE = 8, 10
_LEFT = frozenset(("同左", "同前一栏"))


def repeats_resolved(grid: Grid, rows: Sequence[int], headings: Sequence[Heading] = ()) -> int:
    """同上 and 同左 replaced by what they point to, in place; how many cells.

    Below groups of columns under the same `headings` (厨房 | 厕所 over 意见 | 日期) left is that column of the group
    before, for the signs beside a 同左 of the same group too.
    """
    above: dict[int, Cell] = {}
    count = 0
    before = _group_before(headings)
    for number in rows:
        cells = grid.rows[number]
        count += _repeats_of_group(cells, before) if before else 0
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
                cells[column] = _repeated(source, cells[column])
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


def _group_before(headings: Sequence[Heading]) -> dict[int, tuple[int, str]]:
    """Column -> the same column of the neighbouring group to the left, and the name of its own group."""
    groups: dict[str, list[Heading]] = {}
    for heading in headings:
        if name := heading.group or heading.upper:
            groups.setdefault(name, []).append(heading)
    before: dict[int, tuple[int, str]] = {}
    for (_, left), (name, right) in pairwise(groups.items()):
        if [heading.lower for heading in left] == [heading.lower for heading in right] and len(left) > 1:
            before |= {own.column: (other.column, name) for own, other in zip(right, left, strict=True)}
    return before


def _repeats_of_group(cells: dict[int, Cell], before: Mapping[int, tuple[int, str]]) -> int:
    """The repeats of a row that point to the group before, replaced in place; how many."""
    texts = {column: squeeze(cells[column].text) for column in before if column in cells}
    groups = {before[column][1] for column, text in texts.items() if text in _LEFT}
    count = 0
    for column, text in texts.items():
        left, group = before[column]
        if group in groups and (text in _LEFT or text in SAME_AS_ABOVE) and (source := cells.get(left)) is not None:
            cells[column] = _repeated(source, cells[column])
            count += 1
    return count


def _repeated(source: Cell, cell: Cell) -> Cell:
    return replace(source, merged=False, merge_rows=1, fill=cell.fill, comment="")

"""A table's columns as the evidence sees them: heading, code lists and the first cells; and what its titles say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from pathlib import PurePath

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.explained.code_lists import codes_under
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.weighing.seen import Seen, seen

_ROWS = 60  # show what a column holds
NO_ANSWERS = frozenset(("(跳过)", "(空)", "（跳过）", "（空）"))  # what a questionnaire's export writes for none
NO_ANSWER_CODES = frozenset(("-3", "-2"))


def titles_of(grid: Grid, block: Block, file: str) -> tuple[str, str, str, str]:
    """What stands above a table: name of the file, name of the sheet, title of the sheet, title of the table."""
    return PurePath(file).stem, grid.name, block.title, block.block_title


def sampled(grid: Grid, block: Block, column: int) -> Iterator[str]:
    """The first cells of a column as they were read; rows without such a cell are left out."""
    rows = (grid.rows[number] for number in block.rows[:_ROWS])
    return (cells[column].text for cells in rows if column in cells)


def columns_seen(grid: Grid, block: Block, headings: Sequence[Heading], *, without: Collection[int] = ()) -> list[Seen]:
    """Columns as they are weighed, but those `without`: each with its heading and the one on its left."""
    before = {heading.column: left.lower for left, heading in pairwise(headings)}
    kept = [heading for heading in headings if heading.column not in without]
    return [_column_seen(grid, block, heading, before.get(heading.column, "")) for heading in kept]


def _column_seen(grid: Grid, block: Block, heading: Heading, before: str) -> Seen:
    """A column, with what a list of codes or a legend says that its signs mean."""
    legend = {
        **codes_under(grid.code_lists, heading.text),
        **block.legend,
        **block.column_legends.get(heading.column, {}),
    }
    texts = list(sampled(grid, block, heading.column))
    return seen(heading.column, heading.upper or heading.group, heading.lower, heading.fields, texts, legend, before)

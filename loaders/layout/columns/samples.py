"""A table's columns as the evidence sees them: heading, code lists and the first cells; and what its titles say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.code_lists import codes_under
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.weighing.column_evidence import Seen, seen

_ROWS = 60  # show what a column holds


def titles_of(grid: Grid, block: Block, file: str) -> tuple[str, str, str, str]:
    """What stands above a table: name of the file, name of the sheet, title of the sheet, title of the table."""
    return PurePath(file).stem, grid.name, block.title, block.block_title


def sampled(grid: Grid, block: Block, column: int) -> Iterator[str]:
    """The first cells of a column as they were read; rows without such a cell are left out."""
    rows = (grid.rows[number] for number in block.rows[:_ROWS])
    return (cells[column].text for cells in rows if column in cells)


def column_seen(grid: Grid, block: Block, heading: Heading) -> Seen:
    """A column as it is weighed, with what a list of codes or a legend says that its signs mean."""
    legend = {
        **codes_under(grid.code_lists, heading.text),
        **block.legend,
        **block.column_legends.get(heading.column, {}),
    }
    texts = list(sampled(grid, block, heading.column))
    return seen(heading.column, heading.upper or heading.group, heading.lower, heading.fields, texts, legend)

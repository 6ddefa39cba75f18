"""A table as a database has it: one row of headings, and records below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.header_rows import own_cells

_SEARCHED_ROWS, _LEAST_ROWS, _LEAST_COLUMNS, _LONGEST_HEADING = 5, 3, 2, 24
_NO_HEADING = re.compile(r"^[\d.:/-]+$")


@dataclass
class CodedTable:
    """A grid with its row of headings; `headings` are those of the file until they are renamed."""

    grid: Grid
    file: str
    header: int
    headings: dict[int, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What a codebook calls it: its sheet, or of a file of one table the file without its number."""
        return self.grid.name or re.sub(r"^\d+[_.-]?", "", self.file)

    def rows(self) -> Iterator[dict[int, Cell]]:
        """Cells of each record."""
        return (cells for number, cells in self.grid.rows.items() if number > self.header)

    def texts(self, column: int) -> list[str]:
        """What is written in a column."""
        texts = (cells[column].text.strip() for cells in self.rows() if column in cells)
        return [text for text in texts if text]

    def rename(self, column: int, heading: str) -> None:
        """Give a column another heading, in place."""
        if heading:
            cells = self.grid.rows[self.header]
            cells[column] = replace(cells.get(column, Cell()), text=heading, raw=heading)
            self.headings[column] = heading


def table_of(grid: Grid, file: str) -> CodedTable | None:
    """The table of a grid: its first row of several short headings, each once, with records below; None for others."""
    numbers = list(grid.rows)
    for number in numbers[:_SEARCHED_ROWS]:
        texts = {
            column: cell.text.strip() for column, cell in own_cells(grid.rows[number]).items() if cell.text.strip()
        }
        if len(texts) < _LEAST_COLUMNS:
            continue
        written = list(texts.values())
        if len(set(written)) < len(written) or any(
            len(text) > _LONGEST_HEADING or _NO_HEADING.match(text) for text in written
        ):
            return None
        below = sum(1 for other in numbers if other > number)
        return CodedTable(grid, file, number, texts) if below >= _LEAST_ROWS else None
    return None

"""A table none of whose headings is known: its header guessed by shape."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.forms.sign_in import is_day_of_list
from socialgraph.loaders.layout.header_rows import SEARCHED_ROWS, own_cells, read_header, says_something
from socialgraph.loaders.values.profiles import shares
from socialgraph.loaders.values.words.headings import HeadingDictionary

_LEAST_COLUMNS, _LEAST_ROWS = 2, 2
_ABOVE_HEADER = 2  # rows with the names of groups of columns
_LONGEST_HEADING = 24  # characters; a longer text is a title or a remark
_SAMPLE = 30
_TYPED = ("room", "rooms", "address", "household", "stack", "phone", "date", "money", "tick", "small")
_IS_OF_TYPE = 0.6


def guessed_blocks(grid: Grid, dictionary: HeadingDictionary) -> list[Block]:
    """One block below the first row that looks like a header: short words, over columns of which one has a type."""
    numbers = [number for number, cells in grid.rows.items() if says_something(cells)]
    headers = [
        number
        for place, number in enumerate(islice(numbers, SEARCHED_ROWS))
        if _is_header(grid, number, numbers[place + 1 :])
    ]
    if not headers:
        return []
    near = [number for number in headers if number - headers[0] <= _ABOVE_HEADER]
    header = max(near, key=lambda number: (len(own_cells(grid.rows[number])), -number))
    read = read_header(grid, header, dictionary)
    rows = [row for row in numbers if row > read.bottom and len(own_cells(grid.rows[row])) > 1]
    above = [" ".join(cell.text for cell in own_cells(grid.rows[row]).values()) for row in numbers if row < read.top]
    return [Block(read, title="\n".join(above), rows=rows, guessed=True)] if rows else []


def _is_header(grid: Grid, number: int, below: Sequence[int]) -> bool:
    cells = own_cells(grid.rows[number])
    words = {column: cell for column, cell in cells.items() if not is_day_of_list(cell.text)}
    if len(words) >= _LEAST_COLUMNS and max(words) < min(cells.keys() - words.keys(), default=max(words) + 1):
        cells = words  # a list of people, and the days on which they came
    if len(cells) < _LEAST_COLUMNS or len(below) < _LEAST_ROWS or not all(map(_is_word, cells.values())):
        return False
    filled = [len(cells.keys() & own_cells(grid.rows[row]).keys()) for row in below[:_LEAST_ROWS]]
    if min(filled) * 2 < len(cells):
        return False
    own = shares([cell.text for cell in cells.values()])
    if any(own[name] > 0 for name in ("phone", "date", "address", "tick")):
        return False
    return any(_has_type(grid, column, below) for column in cells)


def _is_word(cell: Cell) -> bool:
    text = cell.text.strip()
    return isinstance(cell.raw, str) and len(text) <= _LONGEST_HEADING and not text.replace(".", "").isdigit()


def _has_type(grid: Grid, column: int, rows: Sequence[int]) -> bool:
    texts = [grid.rows[row][column].text for row in rows[:_SAMPLE] if column in grid.rows[row]]
    share = shares(texts)
    return any(share[name] >= _IS_OF_TYPE for name in _TYPED)

"""Lines that no parser reads, looked at once for wishes to be left alone: a diary, a list of fees, a note by a table.

Nothing of such a line is kept but its number, the bit, and the address that it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell, Row, Sheet
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.kinds import UNKNOWN
from socialgraph.loaders.layout.left_out_cells import marks_of
from socialgraph.loaders.values.addresses import parse_address
from socialgraph.loaders.values.numbering import NumberingError

NOT_OF_HOUSEHOLDS = frozenset(("works", "flat_register", "owners", UNKNOWN))
_PLACE = ("compound", "building", "door", "floor", "room", "address_full")
_ADDRESS = re.compile(
    r"(?<![\dA-Za-z./-])(?<!\d[:：])[甲乙丙丁]?\d{1,3}\s*(?:(?:号楼|栋|幢|座|#|楼)\s*[-—–－]?|[-—–－])\s*"
    r"(?:\d{1,2}\s*(?:(?:单元|门)\s*[-—–－]?|[-—–－])\s*)?\d{3,4}(?:室|户)?(?![\d:：.-])"
)
_ROOM = re.compile(r"(?<![\dA-Za-z./-])(?<!\d[:：])\d{3,4}(?=室|户(?!型)|家|号房)")


def add_wishes(sheets: list[Sheet], grid: Grid, blocks: Iterable[Block]) -> None:
    """Give the first sheet of a grid the wishes of all its lines that are no row of a household's sheet."""
    blocks = list(blocks)
    headings = {heading.column: heading.text for block in blocks for heading in block.header.headings}
    headers = {number for block in blocks for number in range(block.header.top, block.header.bottom + 1)}
    read = {row.number for sheet in sheets if sheet.kind not in NOT_OF_HOUSEHOLDS for row in _rows(sheet)}
    known = {row.number: row for sheet in sheets if sheet.kind in NOT_OF_HOUSEHOLDS for row in _rows(sheet)}
    for number, cells in grid.rows.items():
        if number in read or number in headers:
            continue
        marks = tuple(mark for mark in marks_of(cells, (), headings) if mark.kind == "left_alone")
        if not marks:
            continue
        places = _places(cells)
        if number in known:
            place = {name: cell for name, cell in known[number].cells.items() if name in _PLACE}
            places = places or [place]
        for place in places or [{}]:
            sheets[0].wishes.append(Row(number, place, number in grid.hidden_rows, marks))


def _rows(sheet: Sheet) -> list[Row]:
    return sheet.rows + sheet.unread_rows


def _places(cells: Mapping[int, Cell]) -> list[dict[str, Cell]]:
    """Every address that the texts of a line name; without one, the room numbers."""
    texts = list(dict.fromkeys(cell.text for cell in cells.values() if cell.text))
    whole = dict.fromkeys(
        match.group() for text in texts for match in _ADDRESS.finditer(text) if _is_one(match.group())
    )
    if whole:
        return [{"address_full": Cell(text)} for text in whole]
    return [{"room": Cell(room)} for room in dict.fromkeys(m.group() for text in texts for m in _ROOM.finditer(text))]


def _is_one(text: str) -> bool:
    try:
        return parse_address(text).room is not None
    except NumberingError:
        return False

"""Flats called by storey and place (4楼2号) in a document on one building: the building is written before them.

Without a building 4楼2号 may be No. 2 of building 4; where title or name are of one building, storeys are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.header_rows import own_cells
from socialgraph.loaders.values.addresses import outer_address

_FLAT = re.compile(r"^(?P<floor>[1-9]|[12]\d)(?:楼|层)(?P<place>[1-9])(?:号|户|室)(?=$|[\s,，(（]|[\u3400-\u9fff])")
_TITLE_ROWS, _LEAST = 2, 3


def write_out_storeys(grids: Iterable[Grid], file: str) -> None:
    """Write the building of a file before flats of storey and place; nothing where its titles name none or several."""
    sheets = list(grids)
    named = {building for grid in sheets for building in _buildings(grid)} | {outer_address(file).building} - {""}
    if len(named) != 1:
        return
    building = next(iter(named))
    for grid in sheets:
        found = [
            (cells, column, match)
            for cells in grid.rows.values()
            for column, cell in cells.items()
            if (match := _FLAT.match(cell.text.strip()))
        ]
        if len(found) < _LEAST:
            continue
        for cells, column, match in found:
            rest = cells[column].text.strip()[match.end() :]
            text = f"{building}号楼{match['floor']}{int(match['place']):02d}室{rest}"
            cells[column] = replace(cells[column], text=text, raw=text)


def _buildings(grid: Grid) -> Iterable[str]:
    lines = [own_cells(cells) for cells in list(grid.rows.values())[:_TITLE_ROWS]]
    texts = [grid.name, *(cell.text for own in lines if len(own) == 1 for cell in own.values())]
    return (building for text in texts if (building := outer_address(text).building))

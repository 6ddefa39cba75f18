"""Addresses under a heading that says which number is which: 弄-号-室 over 238-3-503."""

from __future__ import annotations

import re
from dataclasses import replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block

_OF_LANES = re.compile(r"弄\s*[-—–/、]?\s*号\s*[-—–/、]?\s*室")
_NUMBERS = re.compile(r"^\s*(\d{1,4})\s*[-—–]\s*(\d{1,4})\s*[-—–]\s*(\d{3,4})\s*室?\s*$")


def write_out_lanes(grid: Grid, block: Block) -> None:
    """238-3-503 below such a heading becomes 238弄3号503室, in place."""
    columns = [heading.column for heading in block.header.headings if _OF_LANES.search(heading.lower)]
    for number in block.rows if columns else ():
        row = grid.rows[number]
        for column in columns:
            if column in row and (match := _NUMBERS.match(row[column].text)):
                text = "{}弄{}号{}室".format(*match.groups())
                row[column] = replace(row[column], text=text, raw=text)

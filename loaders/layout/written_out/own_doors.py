"""Pairs of numbers beside their building (5栋 | 2-301): its doors and rooms, as soon as one of them is of no building.

2-302 beside building 2 may repeat the building; below 1-101 and 3-501 beside the same building it does not.
So with pairs below the one building that a title names: of 1-101 and 2-101 under 1栋 neither repeats it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.values.addresses import building_named, outer_address
from socialgraph.loaders.values.text import squeeze

_PAIR = re.compile(r"^(?P<number>\d{1,2})-(?P<room>\d{3,4}(?:室|户|号|房)?)$")
_DOOR_AND_ROOM = re.compile(r"(?:单元|门|梯).{0,3}(?:房|室|户)")  # of a heading: 单元-房号


def write_out_doors(sheet: Sheet) -> None:
    """Write the door of such pairs out, in place, where most of them can be no building, or their heading says so."""
    name = next((name for name in ("address_full", "room") if name in sheet.fields), "")
    titled = "" if "building" in sheet.fields else building_of_title(sheet)
    if not name or not (titled or "building" in sheet.fields) or "door" in sheet.fields:
        return
    pairs = [
        (row, match, titled or building_named(row.text("building")) or squeeze(row.text("building")))
        for row in sheet.rows
        if (match := _PAIR.match(squeeze(row.text(name)))) is not None
    ]
    alike = [(row, match) for row, match, building in pairs if match["number"] == building]
    others = len(pairs) - len(alike)
    as_many = bool(titled) and others == len(alike)
    if not alike or not (others > len(alike) or as_many or (others and _DOOR_AND_ROOM.search(sheet.fields[name]))):
        return
    for row, match in alike:
        text = f"{match['number']}单元{match['room']}"
        row.cells[name] = replace(row.cells[name], text=text, raw=text)


def building_of_title(sheet: Sheet) -> str:
    """The one building that title, sheet and file name, where they name any."""
    texts = (sheet.block_title, sheet.sheet, *sheet.title.split("\n"), PurePath(sheet.file).stem)
    named = {outer_address(text).building for text in texts if text} - {""}
    return named.pop() if len(named) == 1 else ""

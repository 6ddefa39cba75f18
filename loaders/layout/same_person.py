"""同产权人, 同户主 in a column of names: the person whom another column of the row names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from socialgraph.loaders.files.sheets import Row

_SAME = re.compile(
    r"^(?:同|即)(?:产权|权属|房屋所有权)?(?:所有)?(?:人|业主|户主|房主|房东)$|^(?:产权人|业主|户主|房主)本人$"
)
_OWNERS = ("owner_name", "head_name", "holder_name")
_OTHERS = ("occupant_name", "tenant_name", "public_lessee_name", "name")


def name_same_persons(rows: Sequence[Row]) -> None:
    """Such a cell holds the name that it points to, in place; none where the row names nobody."""
    for row in rows:
        for field in _OTHERS:
            cell = row.cells.get(field)
            if cell is None or not _SAME.match(cell.text.strip()):
                continue
            owner = next((row.text(name) for name in _OWNERS if row.text(name)), "")
            row.cells[field] = replace(cell, text=owner, raw=owner)

"""同产权人, 同户主 in a column of names: the person whom another column of the row names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from socialgraph.loaders.files.sheets import Row
from socialgraph.loaders.values.same_person import is_the_owner

_OWNERS = ("owner_name", "head_name", "holder_name")
_OTHERS = ("occupant_name", "tenant_name", "public_lessee_name", "name")


def name_same_persons(rows: Sequence[Row]) -> None:
    """Such a cell holds the name that it points to, in place; none where the row names nobody."""
    for row in rows:
        for field in _OTHERS:
            cell = row.cells.get(field)
            if cell is None or not is_the_owner(cell.text):
                continue
            owner = next((row.text(name) for name in _OWNERS if row.text(name)), "")
            row.cells[field] = replace(cell, text=owner, raw=owner)

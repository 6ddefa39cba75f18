"""同产权人, 同户主 in a column of names: the person whom another column of the row names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from socialgraph.loaders.files.sheets import Row, Sheet
from socialgraph.loaders.values.same_person import is_the_owner
from socialgraph.loaders.values.words.lexicon import Words

_OWNERS = ("owner_name", "head_name", "holder_name")
_OTHERS = ("occupant_name", "tenant_name", "public_lessee_name", "name")


def name_relations(sheet: Sheet) -> None:
    """身份 of 房主, 租户 in a survey says who answered for the flat, no part in the office's work; in place."""
    if sheet.kind != "survey" or "roles" not in sheet.fields or "respondent_relation" in sheet.fields:
        return
    texts = {text for row in sheet.rows if (text := row.text("roles").strip())}
    known = sum(1 for text in texts if Words().code("resident_role", text))
    if known <= len(texts) - known:
        return
    sheet.fields = {("respondent_relation" if name == "roles" else name): text for name, text in sheet.fields.items()}
    for row in sheet.rows + sheet.unread_rows:
        if "roles" in row.cells:
            row.cells["respondent_relation"] = row.cells.pop("roles")


def name_same_persons(rows: Sequence[Row]) -> None:
    """Such a cell holds the name that it points to, in place; none where the row names nobody."""
    for row in rows:
        for field in _OTHERS:
            cell = row.cells.get(field)
            if cell is None or not is_the_owner(cell.text):
                continue
            owner = next((row.text(name) for name in _OWNERS if row.text(name)), "")
            row.cells[field] = replace(cell, text=owner, raw=owner)

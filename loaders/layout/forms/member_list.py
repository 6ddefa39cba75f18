"""The members of a group in lines: address, owner, phone, and in brackets who rents or how they live."""

from __future__ import annotations

import re

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.forms.text_lines import (
    SaidOfFlat,
    caption_building,
    is_name,
    line_text,
    said_of_flat,
    with_building,
)
from socialgraph.loaders.layout.forms.unfolded import Unfolded, sample, text_cell
from socialgraph.loaders.values.words.lexicon import Words

_HEADINGS = ("地址", "产权人", "租客", "居住情况", "电话", "家庭情况")
_SAYS_OWNERS = re.compile(r"户主|产权人|业主|房主|房东|屋主")
_LOOKED_AFTER = re.compile(r"联系(?:户|人)|结对|包(?:户|保|联)|帮扶|负责户")  # a table of who looks after whom
_TENANT = re.compile(r"^(?:出?租|租[户客]|现住)\s*[:：]?\s*(?P<name>[\u3400-\u9fff·]{2,4})$")
_PHONE_AND_NOTE = re.compile(r"^(?P<phone>1\d{2}[\d*\s-]{8,10})?\s*(?:[(（](?P<note>[^)）]*)[)）])?\s*$")
_LEAST_LINES, _LEAST_SHARE = 6, 0.6


def member_list_form(sheet: Grid) -> Unfolded | None:
    """A line a household; only where the text says that the names are those of owners."""
    if sum(1 for cells in sample(sheet).rows.values() if said_of_flat(line_text(cells))) < _LEAST_LINES:
        return None
    texts = {number: line_text(cells) for number, cells in sheet.rows.items()}
    of_flats = {number: said for number, text in texts.items() if (said := said_of_flat(text)) is not None}
    titles = tuple(text for number, text in texts.items() if number < min(of_flats))
    if not _SAYS_OWNERS.search(" ".join(titles)) or _LOOKED_AFTER.search(" ".join(titles)):
        return None
    unfolded = Unfolded(_HEADINGS, titles=titles)
    building = ""
    for number, text in texts.items():
        building = caption_building(text) or building
        line = _member(with_building(of_flats[number], building)) if number in of_flats else None
        if line is not None:
            unfolded.lines.append((number, line))
            unfolded.used.add(number)
    return unfolded if len(unfolded.lines) >= max(_LEAST_LINES, _LEAST_SHARE * len(of_flats)) else None


def _member(said: SaidOfFlat) -> tuple[Cell | None, ...] | None:
    """None where more is said than a name, a phone and a note: that is another kind of line."""
    beside = _PHONE_AND_NOTE.match(said.words)
    if not said.name or not is_name(said.name) or beside is None:
        return None
    notes = [note for note in (said.who, beside["note"] or "") if note]
    tenant = next((match["name"] for note in notes if (match := _TENANT.match(note))), "")
    others = [note for note in notes if not _TENANT.match(note)]
    living = "租" if tenant else next(filter(_says_living, others), "")
    remarks = "；".join(note for note in others if note != living)
    return tuple(map(text_cell, (said.place, said.name, tenant, living, beside["phone"] or "", remarks)))


def _says_living(note: str) -> bool:
    return bool(Words()["occupancy"].exact(note))

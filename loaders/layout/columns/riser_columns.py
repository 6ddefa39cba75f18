"""Riser numbers with a column a pipe (厨房立管编号 | 卫生间立管编号): one riser map for each."""

from __future__ import annotations

import re
from dataclasses import replace

from socialgraph.loaders.files.sheets import Cell, Row, Sheet
from socialgraph.loaders.layout.kinds import is_survey
from socialgraph.loaders.values.text import NOTHING, squeeze

# Field -> the pipe, in the vocabulary's words.
_PIPES = {
    "stack_kitchen": "厨房下水",
    "stack_bathroom": "卫生间下水",
    "stack_supply": "上水",
    "stack_sewage": "下水",
    "stack_heating": "暖气",
}
_STACK = re.compile(r"^(?=.*\d)(?=.*[A-Za-z#-])[\w#.-]{2,12}$")
_MOSTLY = 0.8
_NO_RISER = re.compile(r"[没无未不?？]|待")
_KEPT = ("compound", "address_full", "building", "door", "floor", "room", "tie_source")


def stack_field(name: str) -> str:
    """The field of the riser number for that of an opinion on the same riser; "" for any other field.

    >>> stack_field("stance_kitchen")
    'stack_kitchen'
    """
    candidate = name.replace("stance_", "stack_", 1)
    return candidate if name.startswith("stance_") and candidate in _PIPES else ""


def looks_like_stacks(texts: list[str]) -> bool:
    """Whether a column headed 厨房立管 holds numbers of risers (KL-1), not opinions: nearly all of them are codes."""
    codes = sum(1 for text in texts if _STACK.match(text))
    return codes > 0 and codes >= _MOSTLY * len(texts)


def split_risers(sheet: Sheet) -> list[Sheet]:
    """The sheet, and a riser map for each column of riser numbers; without the sheet where it says no more."""
    pipes = [name for name in _PIPES if name in sheet.fields]
    if not pipes:
        return [sheet]
    maps = [_riser_map(sheet, name) for name in pipes]
    if is_survey(set(sheet.fields) - set(pipes)):
        return [sheet, *maps]
    maps[0].notes, maps[0].skipped = sheet.notes, {**sheet.skipped, **maps[0].skipped}
    return maps


def _names_a_riser(text: str) -> bool:
    """Whether a cell names a riser: a code, or a short name (左串), and no remark that there is or was none."""
    return squeeze(text) not in NOTHING and not _NO_RISER.search(text)


def _riser_map(sheet: Sheet, name: str) -> Sheet:
    fields = {kept: sheet.fields[kept] for kept in _KEPT if kept in sheet.fields}
    pipe = Cell(_PIPES[name], _PIPES[name])
    rows = []
    for row in sheet.rows:
        if _names_a_riser(row.text(name)):
            cells = {kept: row.cells[kept] for kept in fields if kept in row.cells}
            rows.append(Row(row.number, {**cells, "stack": row.cells[name], "pipe_kind": pipe}, row.hidden, row.marks))
    riser_sheet = replace(
        sheet, fields={**fields, "stack": sheet.fields[name], "pipe_kind": sheet.fields[name]}, rows=rows
    )
    riser_sheet.kind, riser_sheet.ambiguous, riser_sheet.notes = "riser_map", {}, []
    riser_sheet.skipped = {"without_riser": len(sheet.rows) - len(rows)} if len(rows) < len(sheet.rows) else {}
    if "tie_source" in fields:
        riser_sheet.fields["stack_source"] = riser_sheet.fields.pop("tie_source")
        for row in rows:
            if "tie_source" in row.cells:
                row.cells["stack_source"] = row.cells.pop("tie_source")
    return riser_sheet

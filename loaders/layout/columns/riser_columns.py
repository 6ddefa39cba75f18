"""Riser numbers with a column a pipe (厨房立管编号 | 卫生间立管编号): one riser map for each."""

from __future__ import annotations

import re
from dataclasses import replace

from socialgraph.loaders.files.sheets import Cell, Row, Sheet
from socialgraph.loaders.layout.kinds import is_survey
from socialgraph.loaders.values.text import NOTHING, squeeze
from socialgraph.loaders.values.words.pipes import COLUMN_OF_PIPE, names_of_pipes

_PIPES = {f"stack_{column}": pipe for pipe, column in COLUMN_OF_PIPE.items()}
_STACK = re.compile(r"^(?=.*\d)(?=.*[A-Za-z#-])[\w#.-]{2,12}$")
_SPOKEN = re.compile(
    r"^(?=.*\d)(?=.*[厨厕卫污废雨]|.*[东南西北中左右]$)[厨厕卫污废雨排水立管房东南西北中左右单元门串号\w#-]{2,8}$"
)
_NO_CODE = re.compile(r"[月日签同意肯换改]|(?<=\d)号$")
_MOSTLY, _MANY = 0.8, 0.5
_OF_A_CODE = re.compile(r"[0-9A-Za-z①-⑳一二三四五六七八九十]")
_NO_RISER = re.compile(r"[没无未不?？]|待")
_NUMBER = "house_no"
_KEPT = ("compound", "address_full", "building", "door", "floor", "room", "tie_source")


def stack_field(name: str) -> str:
    """The field of the riser number for that of an opinion on the same riser; "" for any other field.

    >>> stack_field("stance_kitchen")
    'stack_kitchen'
    """
    candidate = name.replace("stance_", "stack_", 1)
    return candidate if name.startswith("stance_") and candidate in _PIPES else ""


def looks_like_stacks(texts: list[str], *, mostly: float = _MOSTLY) -> bool:
    """Whether a column headed 厨房立管 holds numbers of risers (KL-1, 厨1东), not opinions: nearly all are codes."""
    codes = sum(1 for text in texts if _STACK.match(text) or (_SPOKEN.match(text) and not _NO_CODE.search(text)))
    return codes > 0 and codes >= mostly * len(texts)


def split_risers(sheet: Sheet) -> list[Sheet]:
    """The sheet, and a riser map for each column of riser numbers; without the sheet where it says no more."""
    pipes = [name for name in _PIPES if name in sheet.fields]
    if not pipes:
        return [sheet]
    maps = [_riser_map(sheet, name) for name in pipes]
    if is_survey(set(sheet.fields) - set(pipes)) or _NUMBER in sheet.fields:  # by which other sheets know a flat
        return [sheet, *maps]
    maps[0].notes, maps[0].skipped = sheet.notes, {**sheet.skipped, **maps[0].skipped}
    return maps


def holds_codes(sheet: Sheet, name: str = "stack") -> bool:
    """Whether a column of risers holds codes, but for some remarks: FL-1, FL-2, 单排."""
    return looks_like_stacks([text for row in sheet.rows if (text := row.text(name).strip())], mostly=_MANY)


def names_a_riser(text: str, *, by_codes: bool) -> bool:
    """Whether a cell names a riser: a code, or a short name (左串), and no remark that there is or was none.

    Where the column has codes (`by_codes`), words without a figure or a letter are a remark.

    >>> names_a_riser("左串", by_codes=False), names_a_riser("单排", by_codes=True), names_a_riser("东1", by_codes=True)
    (True, False, True)
    """
    if squeeze(text) in NOTHING or _NO_RISER.search(text):
        return False
    return not by_codes or _OF_A_CODE.search(text) is not None


def _riser_map(sheet: Sheet, name: str) -> Sheet:
    fields = {kept: sheet.fields[kept] for kept in _KEPT if kept in sheet.fields}
    word = names_of_pipes()[_PIPES[name]]
    pipe = Cell(word, word)
    by_codes = holds_codes(sheet, name)
    rows = []
    for row in sheet.rows:
        if names_a_riser(row.text(name), by_codes=by_codes):
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

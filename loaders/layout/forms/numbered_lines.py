"""A chain of a group chat (接龙): numbered lines, each an address, a name, and what its writer says."""

from __future__ import annotations

import re

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.forms.unfolded import Unfolded, sample, text_cell
from socialgraph.loaders.layout.header_rows import own_cells

_LINE = re.compile(r"^\s*(?P<number>\d{1,3})\s*[.、．)）]\s*(?P<rest>\S.*)$")
_BUILDING, _DOOR = r"[甲乙丙丁]?\d{1,3}(?:#|号楼|栋|幢|楼)?[-—]?", r"[\d一二三四五六七八九十]{1,2}(?:单元|门|梯|-)"
_PLACE = rf"(?:{_BUILDING})?(?:{_DOOR})?\d{{3,4}}(?:室|号)?"
_SAYS = re.compile(
    rf"^(?P<place>{_PLACE})\s*(?P<name>[\u3400-\u9fff·]{{2,4}}?)(?:[(（](?P<who>[^)）]*)[)）])?[\s,，:：]+(?P<words>.+)$"
)
_NAME_FIRST = re.compile(
    rf"^(?P<name>[\u3400-\u9fff·]{{2,4}})\s*[(（]?\s*(?P<place>{_PLACE})\s*[)）]?[\s,，]*(?P<words>.+)$"
)
_TENANT = re.compile(r"租")
_STATED = re.compile(r"同意|签|意向|换管|换立管")
_HELPS = re.compile(r"报名|愿意帮|谁愿意|出力")
_LEAST_LINES, _LEAST_SHARE = 4, 0.5
_SURVEY = ("地址", "产权人", "租客", "意见")
_ROSTER = ("姓名", "地址", "身份")


def numbered_lines_form(sheet: Grid) -> Unfolded | None:
    """A line a numbered line that begins with an address or a name and an address; None where few do."""
    if sum(1 for cells in sample(sheet).rows.values() if _LINE.match(_text(cells))) < _LEAST_LINES:
        return None
    texts = {number: _text(cells) for number, cells in sheet.rows.items()}
    numbered = {number: match for number, text in texts.items() if (match := _LINE.match(text))}
    title = " ".join(text for number, text in texts.items() if number < min(numbered))
    roster = bool(_HELPS.search(title))
    if not roster and not _STATED.search(title):
        return None
    unfolded = Unfolded(_ROSTER if roster else _SURVEY, titles=(title,))
    for number, match in numbered.items():
        line = _roster_line(match["rest"]) if roster else _survey_line(match["rest"])
        if line is not None:
            unfolded.lines.append((number, line))
            unfolded.used.add(number)
    return unfolded if len(unfolded.lines) >= _LEAST_SHARE * len(numbered) else None


def _survey_line(text: str) -> tuple[Cell | None, ...] | None:
    match = _SAYS.match(text)
    if match is None:
        return None
    tenant = bool(match["who"] and _TENANT.search(match["who"]))
    owner, lodger = ("", match["name"]) if tenant else (match["name"], "")
    return text_cell(match["place"]), text_cell(owner), text_cell(lodger), text_cell(match["words"])


def _roster_line(text: str) -> tuple[Cell | None, ...] | None:
    match = _NAME_FIRST.match(text)
    return None if match is None else (text_cell(match["name"]), text_cell(match["place"]), text_cell(match["words"]))


def _text(cells: dict[int, Cell]) -> str:
    """The line as it was written, a comma where the reader of csv cut it."""
    return ",".join(cell.text.strip() for cell in own_cells(cells).values())

"""Who trusts whom as a matrix of neighbours: a row is the one who answers, a column the one who is trusted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.forms.unfolded import Unfolded, sample, text_cell
from socialgraph.loaders.layout.header_rows import own_cells
from socialgraph.loaders.values.addresses import building_named, outer_address
from socialgraph.loaders.values.text import squeeze

_PERSON = re.compile(r"^(?:(?P<door>\d{1,2})-)?(?P<room>\d{3,4})\s*(?P<name>[\u3400-\u9fff·]{2,4})?$")
_STRENGTH = re.compile(r"^[1-3]$")
_AGAINST = frozenset(("×", "X", "✗"))
_LEAST_PEOPLE, _LEAST_SHARED = 4, 0.7
_TRUST = re.compile(r"信|听|服|说得上|熟|认")
_TITLE_ROWS = 3
_HEADINGS = (
    *("姓名", "楼号", "单元", "房号", "信任的人", "信任的人楼号", "信任的人单元", "信任的人房号", "关系", "熟悉程度"),
)


@dataclass(frozen=True)
class _Place:
    """Somebody of the matrix: column or row, door, room and name as written."""

    at: int
    door: str
    room: str
    name: str


def trust_matrix_form(sheet: Grid) -> Unfolded | None:
    """A line a filled cell of the matrix; None where the sheet holds none, or nothing says that it is about trust."""
    unfolded = Unfolded(_HEADINGS)
    titles = [cell.text for cells in list(sheet.rows.values())[:_TITLE_ROWS] for cell in own_cells(cells).values()]
    title = next((text for text in titles if _TRUST.search(text)), "")
    if not title:
        return None
    if not any(_runs(own_cells(cells)) for cells in sample(sheet).rows.values()):
        return None
    building = building_named(titles[0], sheet.name)
    for number, cells in sheet.rows.items():
        for columns in _runs(own_cells(cells)):
            unfolded.lines += _matrix(sheet, number, columns, building)
    if not unfolded.lines:
        return None
    unfolded.titles = tuple(titles[:1])
    unfolded.used = {number for number, _ in unfolded.lines}
    return unfolded


def _runs(own: dict[int, Cell]) -> list[list[_Place]]:
    """Neighbouring columns headed by people."""
    runs: list[list[_Place]] = []
    for column, cell in own.items():
        match = _PERSON.match(cell.text.strip())
        if match is None:
            continue
        person = _Place(column, match["door"] or "", match["room"], match["name"] or "")
        if runs and runs[-1][-1].at == column - 1:
            runs[-1].append(person)
        else:
            runs.append([person])
    return [run for run in runs if len(run) >= _LEAST_PEOPLE]


def _matrix(
    sheet: Grid, header: int, columns: Sequence[_Place], building: str
) -> list[tuple[int, tuple[Cell | None, ...]]]:
    stub = columns[0].at - 1
    rows = []
    for number, cells in sheet.rows.items():
        match = _PERSON.match(cells[stub].text.strip()) if number > header and stub in cells else None
        if match is not None:
            rows.append(_Place(number, match["door"] or "", match["room"], match["name"] or ""))
    shared = {person.room for person in columns} & {person.room for person in rows}
    if len(shared) < _LEAST_SHARED * len(columns):
        return []
    names = {person.room: person.name for person in (*columns, *rows) if person.name}
    door = _door(sheet, header, stub)
    lines: list[tuple[int, tuple[Cell | None, ...]]] = []
    for ego in rows:
        for alter in columns:
            cell = sheet.rows[ego.at].get(alter.at)
            if cell is not None and alter.room != ego.room and (read := _tie(cell)):
                ends = [(names.get(end.room, ""), building, end.door or door, end.room) for end in (ego, alter)]
                texts = [text for end in ends for text in end]
                lines.append((ego.at, (*map(text_cell, texts), text_cell(read[0]), text_cell(read[1]))))
    return lines


def _tie(cell: Cell) -> tuple[str, str] | None:
    """Kind and strength: a number is how much somebody is trusted, a cross that two do not get on."""
    text = squeeze(cell.text)
    if _STRENGTH.match(text):
        return "提名", text
    return ("有矛盾", "") if text in _AGAINST else None


def _door(sheet: Grid, header: int, column: int) -> str:
    """The door named over the matrix, nearest first."""
    for number in sorted((row for row in sheet.rows if row <= header), reverse=True):
        cell = own_cells(sheet.rows[number]).get(column)
        if cell is not None and (door := outer_address(cell.text).door):
            return door
    return ""

"""A building's face as coloured cells of a workbook, to be looked at, edited and printed on one page."""

from __future__ import annotations

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from socialgraph.messages import Lang
from socialgraph.outputs.elevation.grid import BuildingGrid, FlatCell, floor_name
from socialgraph.outputs.elevation.look import LOOKS
from socialgraph.outputs.elevation.svg import head_text
from socialgraph.outputs.words import page_text, page_words
from socialgraph.outputs.workbooks import SMALL, TITLE, put, put_line

_HALVES = 2  # sheet columns a flat: a split flat has one for each half
_WIDTH, _HEIGHT_PT, _GAP_WIDTH, _LABEL_WIDTH = 5.2, 24.0, 1.6, 6.0
_THIN, _THICK = Side(style="thin", color="6B7680"), Side(style="thick", color="111111")
_CENTRE = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)
_FONT = "微软雅黑"


def write_elevation(sheet: Worksheet, grid: BuildingGrid, *, title: str, lines: list[str], lang: Lang) -> None:
    """Fill an empty sheet.

    Parameters
    ----------
    grid : of the building, from `building_grid`.
    title : what stands on top; `lines` are the small ones below it: date, number, who may see it.
    """
    columns, last = _columns(sheet, grid)
    width = _LABEL_WIDTH + last * _WIDTH
    put_line(sheet, 1, last, title, TITLE, width)
    for row, line in enumerate(lines, start=2):
        put_line(sheet, row, last, line, SMALL, width)
    top = 3 + len(lines)
    _doors(sheet, grid, columns, top, lang)
    _heads(sheet, grid, columns, top + 1, lang)
    first = top + 1 + grid.levels
    rows = {floor: first + place for place, floor in enumerate(grid.floors)}
    for floor, row in rows.items():
        put(sheet, row, 1, page_text("floor_name", lang, floor=floor_name(floor)), SMALL, centre=True)
        sheet.row_dimensions[row].height = _HEIGHT_PT
    for cell in sorted(grid.cells, key=lambda cell: cell.planned):  # thick borders last, so that none is drawn over
        _cell(sheet, cell, columns, rows[cell.floor])
    _legend(sheet, first + len(rows) + 1, last, lang)


def _columns(sheet: Worksheet, grid: BuildingGrid) -> tuple[list[int], int]:
    """The first sheet column of every column of the grid, and the last one used; a narrow one between doors."""
    sheet.column_dimensions["A"].width = _LABEL_WIDTH
    at, columns = 2, []
    for place, door in enumerate(grid.doors):
        if place and door != grid.doors[place - 1]:
            sheet.column_dimensions[get_column_letter(at)].width = _GAP_WIDTH
            at += 1
        columns.append(at)
        for half in range(_HALVES):
            sheet.column_dimensions[get_column_letter(at + half)].width = _WIDTH
        at += _HALVES
    return columns, max(at - 1, 2)


def _doors(sheet: Worksheet, grid: BuildingGrid, columns: list[int], row: int, lang: Lang) -> None:
    for door in dict.fromkeys(grid.doors):
        if door:
            own = [columns[place] for place, other in enumerate(grid.doors) if other == door]
            _box(sheet, row, own[0], own[-1] + _HALVES - 1, page_text("door_name", lang, door=door))


def _heads(sheet: Worksheet, grid: BuildingGrid, columns: list[int], top: int, lang: Lang) -> None:
    for head in grid.heads:
        row = top + grid.levels - 1 - head.level
        look = {"complete": LOOKS["done"], "ready": LOOKS["ready"]}.get(head.state)
        text = head_text(head, lang)
        _box(
            sheet,
            row,
            columns[head.first],
            columns[head.last] + _HALVES - 1,
            text,
            fill=look.fill if look else "#f4f6f8",
            ink=look.ink if look else "#1a1a1a",
            side=_THICK if head.planned and not head.state else _THIN,
            bold=bool(head.planned),
        )


def _cell(sheet: Worksheet, cell: FlatCell, columns: list[int], row: int) -> None:
    first, last = columns[cell.column], columns[cell.column + cell.span - 1] + _HALVES - 1
    if cell.parts > 1:
        first = last = columns[cell.column] + min(cell.part, _HALVES - 1)
    look = LOOKS[cell.state]
    text = f"{look.sign} {cell.room.replace('|', '+')}".strip()
    side = _THICK if cell.planned else _THIN
    _box(sheet, row, first, last, text, fill=look.fill, ink=look.ink, side=side, bold=cell.planned)


def _box(
    sheet: Worksheet,
    row: int,
    first: int,
    last: int,
    text: str,
    *,
    fill: str = "",
    ink: str = "#1a1a1a",
    side: Side | None = None,
    bold: bool = False,
) -> None:
    """One text over sheet columns `first` to `last`, with a border around all of them."""
    put(sheet, row, first, text, Font(name=_FONT, size=10, bold=bold, color=ink[1:].upper()), centre=True)
    for column in range(first, last + 1):
        one: SheetCell = sheet.cell(row=row, column=column)
        one.alignment = _CENTRE
        if fill:
            one.fill = PatternFill("solid", fgColor=fill[1:].upper())
        if side is not None:
            one.border = Border(
                top=side, bottom=side, left=side if column == first else None, right=side if column == last else None
            )
    if last > first:
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)


def _legend(sheet: Worksheet, row: int, last: int, lang: Lang) -> None:
    """A line a state: a sample and what it means; the last one is the outline."""
    words = page_words("flat_state", lang)
    for place, state in enumerate([*LOOKS, "planned"]):
        look = LOOKS.get(state, LOOKS["not_asked"])
        side = _THICK if state == "planned" else _THIN
        _box(sheet, row + place, 2, 3, look.sign, fill=look.fill, ink=look.ink, side=side)
        put(sheet, row + place, 4, words[state], SMALL)
        sheet.cell(row=row + place, column=4).alignment = Alignment(vertical="center")
        if last > 4:
            sheet.merge_cells(start_row=row + place, end_row=row + place, start_column=4, end_column=last)

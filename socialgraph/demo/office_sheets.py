"""Sheets as an office keeps them: titles, merged cells, subtotals, two-tier headings; for small synthetic towns."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from socialgraph.shipped import shipped_table

Cells = Sequence[str]
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WIDEST = 34.0
TIER = ">"


@cache
def office_word(field: str, code: str) -> str:
    """How an office writes a code of `vocab.csv`: the first way that the list has; several codes joined by 、."""
    if "|" in code:
        return "、".join(office_word(field, part) for part in code.split("|"))
    return _first_words().get((field, code), "") if code else ""


@cache
def _first_words() -> dict[tuple[str, str], str]:
    rows = shipped_table("vocab", "socialgraph.loaders")
    return {(row["field"], row["canonical_value"]): row["chinese_variants"].split("|")[0] for row in rows}


def add_sheet(
    book: Workbook,
    name: str,
    title: str,
    headings: Cells,
    rows: Iterable[Cells],
    *,
    signature: str = "",
    merged_columns: Cells = (),
) -> Worksheet:
    """A sheet with a merged title, a heading row and data; equal cells of `merged_columns` are merged downwards.

    A heading `upper>lower` stands in two tiers, its upper cell merged over its columns.
    """
    sheet: Worksheet = book.active if book.sheetnames == ["Sheet"] else book.create_sheet()
    sheet.title = name
    sheet.append([title])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(headings))
    sheet["A1"].font, sheet["A1"].alignment = Font(bold=True, size=14), _CENTRE
    first = _add_headings(sheet, headings)
    for row in rows:
        sheet.append([int(cell) if cell.isdigit() and len(cell) < 6 else cell or None for cell in row])
    for heading in merged_columns:
        _merge_runs(sheet, list(headings).index(heading) + 1, first)
    if signature:
        sheet.append([signature])
    _set_widths(sheet, len(headings), first)
    return sheet


def building_word(building: str) -> str:
    """How an office names a building."""
    return f"{building}号楼"


def address_text(row: pd.Series, prefix: str = "", *, style: int = 0) -> str:
    """One-cell address in one of the forms that clerks use."""
    building, door, room = (row[prefix + part] for part in ("building", "door", "room"))
    if style == 1 and room.isdigit():
        return "-".join(part for part in (building, door, room) if part)
    return f"{building}号楼{f'{door}单元' if door else ''}{room}{'室' if room.isdigit() and style == 2 else ''}"


def save(book: Workbook, path: Path) -> Path:
    """Write the workbook; its path."""
    book.save(path)
    return path


def save_csv(path: Path, lines: Iterable[Cells], encoding: str) -> Path:
    """Write a CSV in an office's encoding; its path."""
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(lines)
    return path


def _add_headings(sheet: Worksheet, headings: Cells) -> int:
    """Heading row or rows; the number of the first row of data."""
    if not any(TIER in heading for heading in headings):
        sheet.append(list(headings))
        return 3
    uppers = [heading.split(TIER)[0] for heading in headings]
    sheet.append(uppers)
    sheet.append([heading.split(TIER)[1] if TIER in heading else None for heading in headings])
    column = 1
    while column <= len(headings):
        if TIER not in headings[column - 1]:
            sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)
            column += 1
            continue
        last = column
        while last < len(headings) and uppers[last] == uppers[column - 1]:
            last += 1
        sheet.merge_cells(start_row=2, end_row=2, start_column=column, end_column=last)
        column = last + 1
    return 4


def _merge_runs(sheet: Worksheet, column: int, first: int) -> None:
    start = first
    for row in range(first + 1, sheet.max_row + 2):
        same = row <= sheet.max_row and sheet.cell(row, column).value == sheet.cell(start, column).value
        if same and sheet.cell(start, column).value is not None:
            continue
        if row - start > 1:
            sheet.merge_cells(start_row=start, end_row=row - 1, start_column=column, end_column=column)
            sheet.cell(start, column).alignment = _CENTRE
        start = row


def _set_widths(sheet: Worksheet, columns: int, first: int) -> None:
    for column in range(1, columns + 1):
        texts = [str(sheet.cell(row, column).value or "") for row in range(2, min(sheet.max_row, 60) + 1)]
        width = max(sum(2 if ord(character) > 255 else 1 for character in text) for text in texts) + 2
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDEST, max(6.0, width))
    sheet.freeze_panes = sheet.cell(first, 1)

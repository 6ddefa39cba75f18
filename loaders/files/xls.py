"""The old Excel format (xls, and WPS's et): values, dates, merges, hidden parts, strikethrough, fills, comments."""

from __future__ import annotations

import datetime
import io
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import xlrd
from xlrd.compdoc import CompDocError

from socialgraph.errors import InputError
from socialgraph.loaders.files.file_names import shown_name
from socialgraph.loaders.files.grids import Grid, MergedRange, date_text, finish, number_text, value_text
from socialgraph.loaders.files.limits import MAX_OLD_EXCEL_BYTES, MAX_SHEETS, Budget
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.files.xlsx_sheet import date_of_serial
from socialgraph.loaders.files.xlsx_styles import code_prefix
from socialgraph.loaders.files.xml_parts import damaged, password_error

# xlrd checks little of what it reads: a cut or scrambled file ends in any of these.
_DAMAGE = (
    xlrd.XLRDError,
    CompDocError,
    struct.error,
    LookupError,
    AssertionError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    EOFError,
    NotImplementedError,
    RecursionError,
    OSError,
)


def read_xls(path: Path, budget: Budget) -> list[Grid]:
    """Every worksheet of an xls file, hidden ones too.

    Raises
    ------
    InputError
        If the file is damaged, has a password, or holds no workbook.
    """
    if path.stat().st_size > MAX_OLD_EXCEL_BYTES:
        raise InputError("file.old_excel_large", file=shown_name(path), megabytes=MAX_OLD_EXCEL_BYTES // 1024**2)
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:  # an xlsx with a password lies in the same wrapping
        raise password_error(shown_name(path))
    book = _open(data, shown_name(path))
    if book.nsheets > MAX_SHEETS:
        raise InputError("file.many_sheets", file=shown_name(path), most=MAX_SHEETS)
    return [_grid(book, sheet, budget) for sheet in book.sheets()]


def _open(data: bytes, file: str) -> Any:
    log = io.StringIO()
    try:
        return xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=log)
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower() or "password" in str(error).lower():
            raise password_error(file) from error
        raise damaged(file) from error
    except _DAMAGE as error:
        raise damaged(file) from error


def _grid(book: Any, sheet: Any, budget: Budget) -> Grid:
    grid = Grid(name=sheet.name, hidden=sheet.visibility != 0)
    for index in range(sheet.nrows):
        cells = {}
        for column, cell in enumerate(sheet.row(index)):
            made = _cell(book, cell)
            if made is not None:
                cells[column] = made
        budget.take_row(len(cells))
        if cells:
            grid.rows[index + 1] = cells
    for top, bottom, left, right in sheet.merged_cells:  # ends excluded
        if top < bottom and left < right:
            grid.merges.append(MergedRange(top + 1, left, bottom, right - 1))
    grid.hidden_rows = {index + 1 for index, info in sheet.rowinfo_map.items() if info.hidden}
    grid.hidden_columns = {column for column, info in sheet.colinfo_map.items() if info.hidden}
    for (index, column), note in sheet.cell_note_map.items():
        cells = grid.rows.setdefault(index + 1, {})
        cells[column] = replace(cells.get(column, Cell()), comment=value_text(note.text).strip())
    return finish(grid, budget)


def _cell(book: Any, cell: Any) -> Cell | None:
    struck, fill = _style(book, cell.xf_index)
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or cell.value == "":
        return Cell(struck=struck, fill=fill) if struck or fill else None
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return Cell(value_text(str(cell.value)), str(cell.value), struck=struck, fill=fill)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Cell(value_text(bool(cell.value)), bool(cell.value), struck=struck, fill=fill)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        text = str(xlrd.error_text_from_code.get(cell.value, "#ERROR"))
        return Cell(text, text, struck=struck, fill=fill)
    number = float(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment: datetime.datetime | None = date_of_serial(number, uses_1904=bool(book.datemode))
        if moment is not None:
            return Cell(date_text(moment), moment, is_date=True, struck=struck, fill=fill)
    raw = int(number) if number.is_integer() and abs(number) < 2**53 else number
    return Cell(_as_shown(book, cell.xf_index, number_text(raw)), raw, struck=struck, fill=fill)


def _as_shown(book: Any, index: int | None, text: str) -> str:
    """A whole number with what its format writes before it, where that makes a code of it: `KL-1`."""
    if index is None or not 0 <= index < len(book.xf_list) or not text.isdigit():
        return text
    number_format = book.format_map.get(book.xf_list[index].format_key)
    prefix, digits = code_prefix(number_format.format_str if number_format is not None else "")
    return prefix + text.zfill(digits) if prefix else text


def _style(book: Any, index: int | None) -> tuple[bool, str]:
    """Strikethrough and fill of an XF record; white and the system's own colours are no fill."""
    if index is None or not 0 <= index < len(book.xf_list):
        return False, ""
    xf = book.xf_list[index]
    struck = 0 <= xf.font_index < len(book.font_list) and bool(book.font_list[xf.font_index].struck_out)
    if xf.background.fill_pattern == 0:
        return struck, ""
    rgb = book.colour_map.get(xf.background.pattern_colour_index)
    fill = "".join(f"{channel:02X}" for channel in rgb) if rgb else ""
    return struck, "" if fill == "FFFFFF" else fill

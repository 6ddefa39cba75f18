"""Our workbooks on their way to the disk: openpyxl's writer, without its plain worksheets in the temporary folder."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from socialgraph.files.private import private_file


class _InMemory(ExcelWriter):
    """openpyxl writes each sheet to a plain file in the system's temporary folder, which outlives a kill."""

    def write_worksheet(self, sheet: Worksheet) -> None:
        sheet._drawing = SpreadsheetDrawing()
        sheet._drawing.charts, sheet._drawing.images = sheet._charts, sheet._images
        content = io.BytesIO()
        writer = WorksheetWriter(sheet, content)
        writer.write()
        sheet._rels = writer._rels
        self._archive.writestr(sheet.path[1:], content.getvalue())
        self.manifest.append(sheet)


def empty_book() -> Workbook:
    """A workbook without the sheet that openpyxl begins with."""
    book = Workbook()
    book.remove(book.active)
    return book


def save_workbook(book: Workbook, path: Path) -> None:
    """Write `book` to `path`, readable by its owner only, whole or not at all; nothing is written anywhere else.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    book.properties.modified = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    with private_file(path) as file, ZipFile(file, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        _InMemory(book, archive).save()

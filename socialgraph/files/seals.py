"""Workbooks of ours that people write into: whether somebody has."""

from __future__ import annotations

import zipfile
from hashlib import blake2b
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException


def seal(book: Workbook) -> None:
    """Write down in a workbook's properties what it holds, so that `is_as_written` can tell when it is changed."""
    book.properties.identifier = _digest(book)


def is_as_written(path: Path) -> bool:
    """Whether a workbook still holds what we wrote: texts, colours, notes; False where it can't be told."""
    try:
        book = load_workbook(path)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, InvalidFileException):
        return False
    return bool(book.properties.identifier) and book.properties.identifier == _digest(book)


def _digest(book: Workbook) -> str:
    content = [
        "|".join((page.title, cell.coordinate, str(cell.value or ""), str(cell.fill.fgColor.rgb), _comment(cell)))
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.value or cell.comment or cell.fill.fill_type
    ]
    return blake2b("\n".join(content).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _comment(cell: Cell | MergedCell) -> str:
    return cell.comment.text if cell.comment else ""

"""Quarantine workbooks as files: what was mended in one."""

from __future__ import annotations

from pathlib import Path

from socialgraph.errors import InputError
from socialgraph.loaders.opening import open_sheets
from socialgraph.loaders.report.mends import Mended, read_mends
from socialgraph.loaders.report.origins import take_origins


def mends_in(path: Path) -> Mended:
    """What was mended in a quarantine workbook; of no rows where it is none, or cannot be read."""
    try:
        sheets = open_sheets(path)
    except InputError:
        return Mended({}, {})
    _, books = take_origins((path, sheet) for sheet in sheets)
    return read_mends(sheet for book in books for sheet in book.sheets)

"""One sheet of rows, read; and what of a table was read."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from socialgraph.loaders import Reading, read_paths


def reading_of(folder: Path, rows: list[list[str]], title: str = "") -> Reading:
    """What is read of a workbook of one sheet: a title, where there is one, over a header and its rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    if title:
        sheet.append([title])
    for row in rows:
        sheet.append(row)
    book.save(folder / "表.xlsx")
    return read_paths([folder / "表.xlsx"])


def rows_of(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    """The rows of a table, as the values of some of its columns, sorted."""
    return sorted(zip(*(reading.tables[table][name].tolist() for name in columns), strict=True))

"""Real files for the tests of reading: written by openpyxl, xlwt and odfpy, never mocked."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

Rows = Sequence[Sequence[object]]


@pytest.fixture
def write_xlsx(tmp_path: Path) -> Callable[..., Path]:
    """`write_xlsx(rows)` or `write_xlsx({"1门": rows, …}, merges=["A1:A3"], name="x.xlsx")` gives the path."""

    def write(sheets: Rows | Mapping[str, Rows], merges: Sequence[str] = (), name: str = "台账.xlsx") -> Path:
        book = Workbook()
        book.remove(book.active)
        for title, rows in (sheets if isinstance(sheets, Mapping) else {"摸排": sheets}).items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
            for area in merges:
                sheet.merge_cells(area)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def patch_part() -> Callable[[Path, str, Callable[[bytes], bytes]], Path]:
    """`patch_part(path, "xl/worksheets/sheet1.xml", change)` rewrites one part of a zipped workbook."""

    def patch(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        parts[part] = change(parts[part])
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        return path

    return patch

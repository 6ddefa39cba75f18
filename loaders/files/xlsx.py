"""Excel and WPS workbooks (xlsx, xlsm): values, styles, merges, hidden parts and comments in one pass a sheet.

Sheets are read sparsely and streamed: neither a wrong dimension (WPS writes A1) nor one cell in the last row of
the sheet changes what is read or how much memory it takes.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from socialgraph.errors import InputError
from socialgraph.loaders.files.grids import Grid, finish
from socialgraph.loaders.files.limits import MAX_SHEETS, Budget
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.files.xlsx_sheet import SheetScanner, cell_range
from socialgraph.loaders.files.xlsx_styles import CellStyle, read_styles
from socialgraph.loaders.files.xlsx_texts import SharedText, SharedTexts
from socialgraph.loaders.files.xml_parts import Package, attribute, children, descendants, open_package


@dataclass(frozen=True)
class _Part:
    name: str
    path: str
    hidden: bool


def read_xlsx(path: Path, budget: Budget) -> list[Grid]:
    """Every worksheet of a workbook, hidden ones too, in the workbook's order.

    Raises
    ------
    InputError
        If the file is cut off, has a password, is no workbook, or goes beyond `limits`.
    """
    with open_package(path, budget) as package:
        return _read_package(package)


def _read_package(package: Package) -> list[Grid]:
    main = _main_part(package)
    if main.endswith(".bin"):
        raise InputError("file.xlsb", file=package.file)
    root = package.tree(main)
    if root is None:
        raise InputError("file.zip_without_workbook", file=package.file)
    targets = _relations(package, main)
    uses_1904 = any(attribute(pr, "date1904") in ("1", "true") for pr in children(root, "workbookPr"))
    by_kind = dict(targets.values())
    styles = read_styles(package, by_kind.get("styles", ""))
    texts = SharedTexts()
    package.scan(by_kind.get("sharedStrings", ""), texts)
    return [
        _read_sheet(package, part, styles, texts.texts, uses_1904=uses_1904)
        for part in _sheet_parts(root, targets, package)
    ]


def _main_part(package: Package) -> str:
    for kind, path in _relations(package, "").values():
        if kind == "officeDocument":
            return path
    return "xl/workbook.xml"


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relation id -> (kind, path of the part)."""
    folder, name = posixpath.split(part)
    root = package.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
    if root is None:
        return {}
    relations = {}
    for item in descendants(root, "Relationship"):
        target = attribute(item, "Target")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        relations[attribute(item, "Id")] = (attribute(item, "Type").rpartition("/")[2], path)
    return relations


def _sheet_parts(root: etree._Element, targets: dict[str, tuple[str, str]], package: Package) -> list[_Part]:
    parts = []
    for sheet in descendants(root, "sheet"):
        kind, path = targets.get(attribute(sheet, "id"), ("", ""))
        if kind == "worksheet":  # charts and dialogs hold no rows
            parts.append(_Part(attribute(sheet, "name"), path, attribute(sheet, "state") in ("hidden", "veryHidden")))
    if len(parts) > MAX_SHEETS:
        raise InputError("file.many_sheets", file=package.file, most=MAX_SHEETS)
    return parts


def _read_sheet(
    package: Package, part: _Part, styles: list[CellStyle], texts: list[SharedText], *, uses_1904: bool
) -> Grid:
    scanner = SheetScanner(Grid(name=part.name, hidden=part.hidden), styles, texts, package.budget, uses_1904=uses_1904)
    package.scan(part.path, scanner)
    for kind, path in _relations(package, part.path).values():
        if kind == "comments":
            _add_comments(package, path, scanner.grid)
    return finish(scanner.grid, package.budget)


def _add_comments(package: Package, path: str, grid: Grid) -> None:
    root = package.tree(path)
    if root is None:
        return
    for comment in descendants(root, "comment"):
        area = cell_range(attribute(comment, "ref"))
        if area is not None:
            cells = grid.rows.setdefault(area.top, {})
            text = "".join(t.text or "" for t in descendants(comment, "t"))
            cells[area.left] = replace(cells.get(area.left, Cell()), comment=text.strip())

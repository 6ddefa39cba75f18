"""Quarantine workbooks that come back: their rows stand again under the file, sheet and row they came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from socialgraph.files.formulas import unguarded
from socialgraph.loaders.files.sheets import Cell, Row, Sheet
from socialgraph.loaders.report.mends import CHECK
from socialgraph.loaders.tables.doors import MENDED_CODE as CODE
from socialgraph.loaders.tables.findings import Finding

RowOrigin = tuple[str, str, str]  # file, sheet, row
ORIGIN = ("origin_file", "origin_sheet", "origin_row", "origin_code")


@dataclass
class MendedBook:
    """A quarantine workbook that came back: the sheets that its rows belong to."""

    path: Path
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def sources(self) -> set[str]:
        """The `file::sheet` of its rows; each is read only in part."""
        return {sheet.source for sheet in self.sheets}

    def unusable_rows(self, findings: Sequence[Finding]) -> int:
        """How many of its rows still can't be used whole; 0 when the workbook is done with."""
        own = {id(sheet) for sheet in self.sheets}
        return len({id(finding.place.row) for finding in findings if id(finding.place.sheet) in own})


def take_origins(files: Iterable[tuple[Path, Sheet]]) -> tuple[list[Sheet], list[MendedBook]]:
    """The sheets of all files, the rows of quarantine workbooks under the file, sheet and row they came from."""
    sheets: list[Sheet] = []
    books: dict[Path, MendedBook] = {}
    files = list(files)
    checks = _kept_checks(files)
    for path, sheet in files:
        if not set(ORIGIN) <= sheet.fields.keys():
            sheets.append(sheet)
            continue
        book = books.setdefault(path, MendedBook(path))
        if not _is_check_page(sheet):
            parts = _by_origin(sheet, checks[path])
            sheets += parts
            book.sheets += parts
    return sheets, list(books.values())


def _is_check_page(sheet: Sheet) -> bool:
    return CHECK in sheet.fields and all(name.startswith("origin_") for name in sheet.fields)


def _kept_checks(files: Iterable[tuple[Path, Sheet]]) -> dict[Path, dict[RowOrigin, str]]:
    """The check of every row of a file by its origin, from the page that no clerk sees; none where two rows share one.

    The hidden column may be lost: deleted, or not saved by another program.
    """
    checks: dict[Path, dict[RowOrigin, str]] = defaultdict(dict)
    for path, sheet in files:
        for row in sheet.rows if _is_check_page(sheet) else ():
            origin = _origin_of(row)
            checks[path][origin] = "" if origin in checks[path] else row.text(CHECK)
    return checks


def _origin_of(row: Row) -> RowOrigin:
    return row.text("origin_file"), row.text("origin_sheet"), row.text("origin_row")


def _by_origin(sheet: Sheet, checks: Mapping[RowOrigin, str]) -> list[Sheet]:
    parts: dict[tuple[str, str], Sheet] = {}
    for row in sheet.rows:
        origin = (row.text("origin_file"), row.text("origin_sheet"))
        if origin not in parts:
            fields = {name: text for name, text in sheet.fields.items() if not name.startswith("origin_")}
            parts[origin] = replace(
                sheet,
                file=origin[0],
                sheet=origin[1],
                title="",
                fields=fields,
                rows=[],
                notes=[],
                wishes=[],
                hidden_columns=0,
            )
        number, check = row.text("origin_row"), checks.get(_origin_of(row), "")
        cells = {
            name: _without_apostrophe(cell)
            for name, cell in row.cells.items()
            if name in (CODE, CHECK) or not name.startswith("origin_")
        }
        if check and not row.text(CHECK):
            cells[CHECK] = Cell(text=check)
        parts[origin].rows.append(Row(int(number) if number.isdigit() else row.number, cells, row.hidden, row.marks))
    return list(parts.values())


def _without_apostrophe(cell: Cell) -> Cell:
    return replace(cell, text=as_read_back(cell.text)) if cell.text[:1] == "'" else cell


def as_read_back(text: str) -> str:
    """The office's text again, without the apostrophe that kept it from being a formula."""
    return unguarded(text) if text[:1] == "'" else text

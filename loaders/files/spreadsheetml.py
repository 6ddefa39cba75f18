"""Excel's XML of 2003 (SpreadsheetML), which older office systems export under the name .xls."""

from __future__ import annotations

import datetime
import io
import re

from socialgraph.errors import InputError
from socialgraph.loaders.encodings import decode_text, without_declaration
from socialgraph.loaders.files.grids import Grid, MergedRange, date_text, finish, number_text, value_text
from socialgraph.loaders.files.limits import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, Budget, MeteredReader
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.files.xml_parts import damaged, scan_xml, whole_number

_NAMESPACE = b"urn:schemas-microsoft-com:office:spreadsheet"


def looks_like_spreadsheetml(head: bytes) -> bool:
    """Whether the first bytes name Excel's XML."""
    return _NAMESPACE in head.replace(b"\0", b"")


def read_spreadsheetml(data: bytes, budget: Budget) -> list[Grid]:
    """Every worksheet of an XML workbook.

    Raises
    ------
    InputError
        If the XML is damaged or goes beyond `limits`.
    """
    stated = re.search(rb"encoding\s*=\s*[\"']([A-Za-z0-9_-]+)", data[:200])
    text, _ = decode_text(data, budget.file, stated=stated[1].decode("ascii") if stated else "")
    text = without_declaration(text)
    scanner = _Scanner(budget)
    scan_xml(MeteredReader(io.BytesIO(text.encode("utf-8")), budget), scanner, budget.file)
    if not scanner.grids:
        raise InputError("file.xml_without_sheet", file=budget.file)
    return [finish(grid, budget) for grid in scanner.grids]


class _Scanner:
    """One pass over the workbook; attributes carry the prefix `ss:`."""

    def __init__(self, budget: Budget) -> None:
        self.grids: list[Grid] = []
        self.wants_text = False
        self._budget = budget
        self._row = self._column = 0
        self._merged: tuple[int, int] = (0, 0)
        self._type = ""
        self._pieces: list[str] = []
        self._covered: set[tuple[int, int]] = set()
        self._in_comment = self._has_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        given = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "Worksheet":
            if len(self.grids) >= MAX_SHEETS:
                raise damaged(self._budget.file)
            self.grids.append(Grid(name=given.get("Name", "")))
            self._row, self._covered = 0, set()
        elif not self.grids:
            return
        elif name == "Row":
            self._row = min(whole_number(given.get("Index"), self._row + 1), MAX_ROWS)
            self._column = -1
            if given.get("Hidden") == "1":
                self.grids[-1].hidden_rows.add(self._row)
        elif name == "Cell":
            self._start_cell(given)
        elif name == "Data" and not self._in_comment:
            self._type, self._pieces, self.wants_text = given.get("Type", "String"), [], True
        elif name == "Comment":
            self._in_comment = True
        elif name == "Visible":
            self._pieces, self.wants_text = [], True

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "Data" and not self._in_comment:
            self.wants_text = False
            self._store("".join(self._pieces))
        elif name == "Comment":
            self._in_comment = False
        elif name == "Visible" and self.grids:
            self.wants_text = False
            self.grids[-1].hidden = "".join(self._pieces).strip() in ("SheetHidden", "SheetVeryHidden")

    def text(self, text: str) -> None:
        """Text of a value."""
        self._pieces.append(text)

    def _start_cell(self, given: dict[str, str]) -> None:
        column = whole_number(given.get("Index"), 0) - 1
        if column < 0:
            column = self._column + 1
            while (self._row, column) in self._covered:
                column += 1
        self._column = min(column, MAX_COLUMNS - 1)
        across = min(whole_number(given.get("MergeAcross"), 0), MAX_COLUMNS - 1 - self._column)
        down = min(whole_number(given.get("MergeDown"), 0), MAX_ROWS - self._row)
        if across or down:
            area = MergedRange(self._row, self._column, self._row + down, self._column + across)
            self.grids[-1].merges.append(area)
            rows = min(down, 65_536)
            self._budget.take_cells((rows + 1) * (across + 1))
            self._covered.update(
                (row, place)
                for row in range(area.top + 1, area.top + rows + 1)
                for place in range(area.left, area.right + 1)
            )
            self._column = area.right
            self._start_column = area.left
        else:
            self._start_column = self._column

    def _store(self, text: str) -> None:
        cell = _cell(text, self._type)
        if cell is not None and self._row:
            self._budget.take_row(1)
            self.grids[-1].rows.setdefault(self._row, {})[self._start_column] = cell

    _start_column = 0


def _cell(text: str, kind: str) -> Cell | None:
    if not text:
        return None
    if kind == "Number":
        try:
            number = float(text)
        except ValueError:
            return Cell(value_text(text), text)
        raw = int(number) if number.is_integer() and abs(number) < 2**53 else number
        return Cell(number_text(raw), raw)
    if kind == "DateTime":
        try:
            moment = datetime.datetime.fromisoformat(text)
        except ValueError:
            return Cell(value_text(text), text)
        return Cell(date_text(moment), moment, is_date=True)
    if kind == "Boolean":
        return Cell("TRUE" if text == "1" else "FALSE", text == "1")
    return Cell(value_text(text), text)

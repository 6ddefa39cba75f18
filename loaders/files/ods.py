"""OpenDocument sheets (ods): values, dates, merges, hidden parts, strikethrough, fills and comments, streamed."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from pathlib import Path

from socialgraph.errors import InputError
from socialgraph.loaders.files.file_names import shown_name
from socialgraph.loaders.files.grids import Grid, MergedRange, date_text, finish, number_text, value_text
from socialgraph.loaders.files.limits import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, Budget
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.files.xml_parts import open_package, password_error, whole_number

_CODE = re.compile(r"[A-Za-z][A-Za-z#/._-]*(?P<digits>[0-9]+)")  # as `xlsx_styles.code_prefix` takes it
_NUMBERS = frozenset(("float", "percentage", "currency"))


def is_ods(path: Path) -> bool:
    """Whether a zip file is an OpenDocument sheet."""
    with open_package(path, Budget(shown_name(path))) as package:
        return package.has("content.xml") and not package.has("xl/workbook.xml")


def read_ods(path: Path, budget: Budget) -> list[Grid]:
    """Every table of an ods file, hidden ones too.

    Raises
    ------
    InputError
        If the file is damaged, has a password, or goes beyond `limits`.
    """
    with open_package(path, budget) as package:
        manifest = package.tree("META-INF/manifest.xml")
        if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
            raise password_error(shown_name(path))
        scanner = _Scanner(budget)
        package.scan("content.xml", scanner)
    if not scanner.grids:
        raise InputError("file.ods_without_sheet", file=shown_name(path))
    return [finish(grid, budget) for grid in scanner.grids]


@dataclass
class _Style:
    struck: bool = False
    fill: str = ""
    hides: bool = False  # of a table style


class _Scanner:
    """One pass over content.xml. Repeated empty rows and cells only move the place, they make nothing."""

    def __init__(self, budget: Budget) -> None:
        self.grids: list[Grid] = []
        self.wants_text = False
        self._budget = budget
        self._styles: dict[str, _Style] = {}
        self._style = _Style()
        self._column_styles: list[tuple[int, int, str]] = []
        self._row = self._row_repeat = self._column = 0
        self._cells: dict[int, Cell] = {}
        self._given: dict[str, str] = {}
        self._lines: list[str] = []
        self._comment: list[str] = []
        self._in_comment = False
        self._header_column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        given = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "style":
            self._style = self._styles.setdefault(given.get("name", ""), _Style())
        elif name.endswith("-properties"):
            self._read_properties(given)
        elif name == "table":
            self._start_table(given)
        elif not self.grids:
            return
        elif name == "table-column":
            self._add_columns(given)
        elif name == "table-row":
            self._row_repeat = min(max(whole_number(given.get("number-rows-repeated"), 1), 1), MAX_ROWS)
            self._column, self._cells = 0, {}
            if given.get("visibility") in ("collapse", "filter"):
                self.grids[-1].hidden_rows.update(range(self._row + 1, min(self._row + self._row_repeat, 65_536) + 1))
        elif name in ("table-cell", "covered-table-cell"):
            self._given, self._lines, self._comment = given, [], []
        elif name == "annotation":
            self._in_comment = True
        elif name == "p":
            self.wants_text = True
            (self._comment if self._in_comment else self._lines).append("")
        elif name == "s":
            self.text(" " * min(whole_number(given.get("c"), 1), 100))
        elif name == "line-break":
            self.text("\n")

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "p":
            self.wants_text = False
        elif name == "annotation":
            self._in_comment = False
        elif name in ("table-cell", "covered-table-cell") and self.grids:
            self._end_cell(covered=name == "covered-table-cell")
        elif name == "table-row" and self.grids:
            self._end_row()

    def text(self, text: str) -> None:
        """Text of a paragraph."""
        lines = self._comment if self._in_comment else self._lines
        if lines:
            lines[-1] += text

    def _read_properties(self, given: dict[str, str]) -> None:
        if given.get("text-line-through-style", "none") != "none":
            self._style.struck = True
        colour = given.get("background-color", "").lstrip("#").upper()
        if len(colour) == 6 and colour != "FFFFFF":
            self._style.fill = colour
        if given.get("display") == "false":
            self._style.hides = True

    def _start_table(self, given: dict[str, str]) -> None:
        if len(self.grids) >= MAX_SHEETS:
            raise InputError("file.many_sheets", file=self._budget.file, most=MAX_SHEETS)
        style = self._styles.get(given.get("style-name", ""), _Style())
        self.grids.append(Grid(name=given.get("name", ""), hidden=style.hides or given.get("display") == "false"))
        self._row = self._header_column = 0

    def _add_columns(self, given: dict[str, str]) -> None:
        count = min(max(whole_number(given.get("number-columns-repeated"), 1), 1), MAX_COLUMNS - self._header_column)
        if given.get("visibility") in ("collapse", "filter"):
            self.grids[-1].hidden_columns.update(range(self._header_column, self._header_column + count))
        self._header_column += count

    def _end_cell(self, *, covered: bool) -> None:
        count = min(max(whole_number(self._given.get("number-columns-repeated"), 1), 1), MAX_COLUMNS - self._column)
        cell = None if covered else self._cell()
        if cell is not None and (cell.text or cell.formula_without_value or count < 64):
            for column in range(self._column, self._column + count):
                self._cells[column] = cell
        across = whole_number(self._given.get("number-columns-spanned"), 1)
        down = whole_number(self._given.get("number-rows-spanned"), 1)
        if across > 1 or down > 1:
            top, left = self._row + 1, self._column
            bottom, right = min(top + max(down, 1) - 1, MAX_ROWS), min(left + max(across, 1) - 1, MAX_COLUMNS - 1)
            self.grids[-1].merges.append(MergedRange(top, left, bottom, right))
        self._column += max(count, 0)

    def _end_row(self) -> None:
        if any(cell.text or cell.formula_without_value for cell in self._cells.values()):
            self._budget.take_cells((len(self._cells) + 2) * self._row_repeat)
            for number in range(self._row + 1, min(self._row + self._row_repeat, MAX_ROWS) + 1):
                self.grids[-1].rows[number] = dict(self._cells)
        self._row = min(self._row + self._row_repeat, MAX_ROWS)

    def _cell(self) -> Cell | None:
        style = self._styles.get(self._given.get("style-name", ""), _Style())
        shown = "\n".join(self._lines)
        cell = _valued_cell(self._given, shown)
        comment = "\n".join(self._comment).strip()
        if cell is None and not (style.fill or style.struck or comment):
            return None
        return replace(cell or Cell(), struck=style.struck, fill=style.fill, comment=comment)


def _valued_cell(given: dict[str, str], shown: str) -> Cell | None:
    kind, value = given.get("value-type", ""), given.get("value", "")
    if kind in _NUMBERS and value:
        try:
            number = float(value)
        except ValueError:
            return Cell(value_text(shown), shown) if shown else None
        raw = int(number) if number.is_integer() and abs(number) < 2**53 else number
        return Cell(_as_shown(number_text(raw), shown), raw)
    if kind == "date":
        try:
            moment = datetime.datetime.fromisoformat(given.get("date-value", ""))
        except ValueError:
            return Cell(value_text(shown), shown) if shown else None
        return Cell(date_text(moment), moment, is_date=True)
    if kind == "time":
        return Cell(value_text(shown[:5]), shown, is_date=True) if shown else None
    if kind == "boolean":
        truth = given.get("boolean-value") == "true"
        return Cell("TRUE" if truth else "FALSE", truth)
    if given.get("formula") and not shown and kind != "string":
        return Cell(formula_without_value=True)
    return Cell(value_text(shown), shown) if shown else None


def _as_shown(number: str, shown: str) -> str:
    """A whole number as the cell shows it, where its format makes a code of it: `KL-1`, not `1号楼` and not `¥1`."""
    code = _CODE.fullmatch(shown) if number.isdigit() else None
    return shown if code and int(code["digits"]) == int(number) else number

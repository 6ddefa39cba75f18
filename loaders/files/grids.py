"""A sheet as it lies in the file, before anybody knows what it says: sparse rows of cells, merges, hidden parts."""

from __future__ import annotations

import datetime
import unicodedata
from dataclasses import dataclass, field, replace

from socialgraph.loaders.files.limits import Budget
from socialgraph.loaders.files.sheets import Cell, RawValue
from socialgraph.messages import Note

_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"))


@dataclass(frozen=True, slots=True)
class MergedRange:
    """A merged range; rows count from 1, columns from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Grid:
    """Cells of one sheet by row number (from 1, ascending) and column (from 0); absent cells are empty."""

    name: str = ""
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[MergedRange] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False
    encoding: str = ""
    notes: list[Note] = field(default_factory=list)
    groups: dict[int, list[MergedRange]] = field(default_factory=dict)  # ranges of one row and several columns, by row
    continued: dict[int, set[int]] = field(default_factory=dict)  # columns merged with the cell above, by row
    code_lists: dict[str, dict[str, str]] = field(default_factory=dict)  # heading -> codes, of the whole workbook
    before: Grid | None = None  # the grid above it in the same document
    whole: Grid | None = None  # the sheet of which this is what a form left over

    def title_of_document(self) -> list[str]:
        """Lines above the document's first table but the last, which is that table's own; [] for the first table."""
        first = self.before
        while first is not None and first.before is not None:
            first = first.before
        lines: list[str] = []
        for cells in first.rows.values() if first is not None else ():
            if len(cells) != 1:
                return lines[:-1]
            lines.append(next(iter(cells.values())).text)
        return []


def number_text(value: float) -> str:
    """A number as a person would type it: `301`, `2.5`, `13800000000`; never `301.0`, never an exponent."""
    if isinstance(value, int):
        return str(value)
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    if value.is_integer():
        return str(int(value))
    text = repr(value)
    return text if "e" not in text else format(value, "f").rstrip("0").rstrip(".")


def date_text(value: datetime.datetime | datetime.date) -> str:
    """ISO date; with the time of day, to the minute, where there is one."""
    if isinstance(value, datetime.datetime) and (value.hour or value.minute):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.strftime("%Y-%m-%d") if value.year >= 1000 else value.isoformat()[:10]


def value_text(value: RawValue) -> str:
    """The text of a value, as `Cell.text` defines it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.date):
        return date_text(value)
    return number_text(value)


def value_cell(value: RawValue) -> Cell:
    """A cell without any style."""
    return Cell(text=value_text(value), raw=value, is_date=isinstance(value, datetime.date))


def finish(grid: Grid, budget: Budget) -> Grid:
    """Fill merged ranges from their top left cell and mark hidden cells; nothing else is ever filled.

    What a formula gave as its error (#N/A) is no value.
    """
    for cells in grid.rows.values():
        for column, cell in cells.items():
            if cell.text[:1] == "#" and cell.text in _ERRORS:
                cells[column] = replace(cell, text="", raw=None, formula_without_value=True)
    _fill_merges(grid, budget)
    for number, cells in grid.rows.items():
        hidden = cells if number in grid.hidden_rows else cells.keys() & grid.hidden_columns
        for column in list(hidden):
            cells[column] = replace(cells[column], hidden=True)
    grid.rows = dict(sorted(grid.rows.items()))
    return grid


def _fill_merges(grid: Grid, budget: Budget) -> None:
    """Copies stay inside the used area: a range may be drawn over a million empty rows."""
    last_row = max((number for number, cells in grid.rows.items() if cells), default=0)
    last_column = max((max(cells) for cells in grid.rows.values() if cells), default=0)
    filled = set()
    for area in grid.merges:
        source = grid.rows.get(area.top, {}).get(area.left)
        if source is None or not (source.text or source.fill or source.formula_without_value):
            continue
        rows = area.bottom - area.top + 1
        if rows == 1:
            grid.groups.setdefault(area.top, []).append(area)
        bottom, right = min(area.bottom, last_row), min(area.right, last_column)
        budget.take_cells(max(0, bottom - area.top + 1) * max(0, right - area.left + 1))
        copy = replace(source, merged=True, merge_rows=rows)
        for number in range(area.top, bottom + 1):
            cells = grid.rows.setdefault(number, {})
            for column in range(area.left, right + 1):
                if area.left == area.right and number > area.top:
                    grid.continued.setdefault(number, set()).add(column)
                if (number, column) not in filled and ((number, column) != (area.top, area.left)):
                    cells[column] = copy
                    filled.add((number, column))
        grid.rows[area.top][area.left] = replace(source, merge_rows=rows)

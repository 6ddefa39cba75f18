"""One sheet of an xlsx, streamed: cells, merged ranges, hidden rows and columns, at whatever place they say."""

from __future__ import annotations

import datetime
import re

from socialgraph.loaders.files.grids import Grid, MergedRange, date_text, number_text
from socialgraph.loaders.files.limits import MAX_COLUMNS, MAX_ROWS, Budget
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.files.xlsx_styles import PLAIN, CellStyle
from socialgraph.loaders.files.xlsx_texts import RichText, SharedText, clean_text
from socialgraph.loaders.files.xml_parts import whole_number
from socialgraph.schema.excel_days import DAY_ZERO, DAY_ZERO_1904

_INLINE = frozenset(("t", "r", "rPh", "strike"))
_REMEMBERED = 200_000  # equal plain cells are one object: a sheet of 50,000 rows holds few different words
_RANGE = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$")
_LAST_SERIAL = 2_958_466  # 9999-12-31


def column_index(letters: str) -> int:
    """`A` -> 0, `AA` -> 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def cell_range(reference: str) -> MergedRange | None:
    """`B3:B6` or `B3` as a range; None where it is none inside a sheet."""
    match = _RANGE.match(reference)
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    area = MergedRange(int(top), column_index(left), int(bottom or top), column_index(right or left))
    inside = 1 <= area.top <= area.bottom <= MAX_ROWS and 0 <= area.left <= area.right < MAX_COLUMNS
    return area if inside else None


def date_of_serial(serial: float, *, uses_1904: bool = False) -> datetime.datetime | None:
    """The date of an Excel serial number to the second; None outside 1900-9999 or for a bare time of day."""
    if not (1 if not uses_1904 else 0) <= serial < _LAST_SERIAL:
        return None
    if serial < 60 and not uses_1904:  # Excel believes in a 29 February 1900
        serial += 1
    midnight = datetime.datetime.combine(DAY_ZERO_1904 if uses_1904 else DAY_ZERO, datetime.time())
    return midnight + datetime.timedelta(seconds=round(serial * 86_400))


class SheetScanner:
    """One pass over a sheet's XML."""

    def __init__(
        self, grid: Grid, styles: list[CellStyle], texts: list[SharedText], budget: Budget, *, uses_1904: bool
    ) -> None:
        self.grid = grid
        self.wants_text = False
        self._styles, self._texts, self._budget, self._uses_1904 = styles, texts, budget, uses_1904
        self._columns: dict[str, int] = {}
        self._known: dict[tuple[str, str, str], Cell | None] = {}
        self._row: dict[int, Cell] = {}
        self._row_number = 0
        self._column = -1
        self._type = self._style = ""
        self._pieces: list[str] = []
        self._inline = RichText()  # only for texts that stand in the sheet itself
        self._is_struck = self._has_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "c":
            self._start_cell(attributes)
        elif name == "v":
            self.wants_text = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "f":
            self._has_formula = True
        elif name in _INLINE:
            self._inline.start(name, attributes)
            self.wants_text = self._inline.wants_text
        elif name == "is":
            self._inline.clear()
        elif name == "mergeCell":
            area = cell_range(attributes.get("ref", ""))
            if area is not None:
                self._budget.take_cells(1)
                self.grid.merges.append(area)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = whole_number(attributes.get("min"), 1), whole_number(attributes.get("max"), 0)
            self.grid.hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "c":
            self._end_cell()
        elif name == "v":
            self.wants_text = False
        elif name in _INLINE:
            self._inline.end(name)
            self.wants_text = False
        elif name == "is":
            self._is_struck = self._inline.struck
        elif name == "row" and self._row:
            self._budget.take_row(len(self._row))
            self.grid.rows.setdefault(self._row_number, {}).update(self._row)

    def text(self, text: str) -> None:
        """Text of a value."""
        self._pieces.append(text)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row_number = min(whole_number(attributes.get("r"), self._row_number + 1), MAX_ROWS)
        self._row, self._column = {}, -1
        if attributes.get("hidden") in ("1", "true"):
            self.grid.hidden_rows.add(self._row_number)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r", "")
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            known = letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) <= 3
            column = column_index(letters) if known else self._column + 1
            if known:
                self._columns[letters] = column
        self._column = min(column, MAX_COLUMNS - 1)
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._pieces = []
        self._is_struck = self._has_formula = False

    def _end_cell(self) -> None:
        value = "".join(self._pieces)
        if self._has_formula and not value and self._type != "str":
            style = self._style_of()
            self._row[self._column] = Cell(formula_without_value=True, struck=style.struck, fill=style.fill)
            return
        key = ("struck" if self._is_struck else self._type, self._style, value)
        if key in self._known:
            cell = self._known[key]
        else:
            cell = self._cell(value)
            if len(self._known) < _REMEMBERED:
                self._known[key] = cell
        if cell is not None:
            self._row[self._column] = cell

    def _style_of(self) -> CellStyle:
        place = whole_number(self._style, len(self._styles))
        return self._styles[place] if self._style and place < len(self._styles) else PLAIN

    def _cell(self, value: str) -> Cell | None:
        """A cell from the file's words; None where it is empty and shows nothing."""
        style = self._style_of()
        if self._type == "s":
            place = whole_number(value, len(self._texts))
            shared = self._texts[place] if place < len(self._texts) else SharedText("", struck=False)
            return _text_cell(shared.text, style, struck=shared.struck)
        if self._type == "d":
            return _iso_date_cell(value, style)
        if self._type == "b":
            raw = value in ("1", "true")
            return Cell("TRUE" if raw else "FALSE", raw, struck=style.struck, fill=style.fill) if value else None
        if self._type != "n":  # str, inlineStr, e
            return _text_cell(clean_text(value), style, struck=self._is_struck)
        return _number_cell(value, style, uses_1904=self._uses_1904)


def _text_cell(text: str, style: CellStyle, *, struck: bool = False) -> Cell | None:
    if not text and not style.shows:
        return None
    return Cell(text, text or None, struck=style.struck or struck, fill=style.fill)


def _iso_date_cell(text: str, style: CellStyle) -> Cell | None:
    try:
        moment = datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return _text_cell(text, style)
    return Cell(date_text(moment), moment, is_date=True, struck=style.struck, fill=style.fill)


def _number_cell(value: str, style: CellStyle, *, uses_1904: bool) -> Cell | None:
    value = value.strip()
    if not value:
        return Cell(struck=style.struck, fill=style.fill) if style.shows else None
    try:
        number = int(value) if value.isdigit() and len(value) < 16 else float(value)
    except ValueError:
        return _text_cell(clean_text(value), style)
    if style.is_date:
        if 0 < number < 1:
            minutes = round(number * 1440)
            return Cell(f"{minutes // 60 % 24:02}:{minutes % 60:02}", number, is_date=True, fill=style.fill)
        moment = date_of_serial(number, uses_1904=uses_1904)
        if moment is not None:
            return Cell(date_text(moment), moment, is_date=True, struck=style.struck, fill=style.fill)
    raw = int(number) if isinstance(number, float) and number.is_integer() and abs(number) < 2**53 else number
    text = number_text(raw)
    if style.prefix and text.isdigit():
        text = style.prefix + text.zfill(style.digits)
    return Cell(text, raw, struck=style.struck, fill=style.fill)

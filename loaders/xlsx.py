"""Excel and WPS workbooks (xlsx, xlsm): values, styles, merges, hidden parts and comments in one pass a sheet.

Sheets are read sparsely and streamed: neither a wrong dimension (WPS writes A1) nor one cell in the last row of
the sheet changes what is read or how much memory it takes.
"""

from __future__ import annotations

import datetime
import posixpath
import re
import unicodedata
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

from socialgraph.errors import InputError
from socialgraph.loaders.grids import Grid, MergedRange, date_text, finish, number_text
from socialgraph.loaders.limits import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, Budget
from socialgraph.loaders.sheets import Cell
from socialgraph.loaders.xlsx_styles import PLAIN, CellStyle, read_styles
from socialgraph.loaders.xml_parts import Package, attribute, children, damaged, descendants, whole_number

_REMEMBERED = 200_000  # equal plain cells are one object: a sheet of 50,000 rows holds few different words
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RANGE = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$")
_EPOCH = {False: datetime.datetime(1899, 12, 30), True: datetime.datetime(1904, 1, 1)}
_LAST_SERIAL = 2_958_466  # 9999-12-31


@dataclass(frozen=True)
class _Part:
    name: str
    path: str
    hidden: bool


@dataclass(frozen=True)
class _SharedText:
    text: str
    struck: bool


def read_xlsx(path: Path, budget: Budget) -> list[Grid]:
    """Every worksheet of a workbook, hidden ones too, in the workbook's order.

    Raises
    ------
    InputError
        If the file is cut off, has a password, is no workbook, or goes beyond `limits`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            package = Package(archive, budget)
            return _read_package(package)
    except (zipfile.BadZipFile, OSError, UnicodeDecodeError) as error:
        raise damaged(path.name) from error


def _read_package(package: Package) -> list[Grid]:
    main = _main_part(package)
    root = package.tree(main)
    if root is None:
        raise InputError(f"{package.file} is a zip file without a workbook in it: load the workbook itself.")
    targets = _relations(package, main)
    uses_1904 = any(attribute(pr, "date1904") in ("1", "true") for pr in children(root, "workbookPr"))
    by_kind = dict(targets.values())
    styles = read_styles(package, by_kind.get("styles", ""))
    texts = _SharedTexts()
    package.scan(by_kind.get("sharedStrings", ""), texts)
    return [
        _read_sheet(package, part, styles, texts.found, uses_1904=uses_1904)
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


def _sheet_parts(root: object, targets: dict[str, tuple[str, str]], package: Package) -> list[_Part]:
    parts = []
    for sheet in descendants(root, "sheet"):  # type: ignore[arg-type]
        kind, path = targets.get(attribute(sheet, "id"), ("", ""))
        if kind == "worksheet":  # charts and dialogs hold no rows
            parts.append(_Part(attribute(sheet, "name"), path, attribute(sheet, "state") in ("hidden", "veryHidden")))
    if len(parts) > MAX_SHEETS:
        raise InputError(f"{package.file} has more than {MAX_SHEETS} sheets: split it into several files.")
    return parts


def _read_sheet(
    package: Package, part: _Part, styles: list[CellStyle], texts: list[_SharedText], *, uses_1904: bool
) -> Grid:
    scanner = _SheetScanner(part, styles, texts, package.budget, uses_1904=uses_1904)
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
    return _EPOCH[uses_1904] + datetime.timedelta(seconds=round(serial * 86_400))


class _SharedTexts:
    """The texts that cells point to; phonetic readings (rPh) are no part of them."""

    def __init__(self) -> None:
        self.found: list[_SharedText] = []
        self.wants_text = False
        self._pieces: list[str] = []
        self._in_phonetic = False
        self._run_struck = False
        self._struck: list[bool] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "si":
            self._pieces, self._struck, self._run_struck = [], [], False
        elif name == "t":
            self.wants_text = not self._in_phonetic
        elif name == "r":
            self._run_struck = False
        elif name == "strike":
            self._run_struck = attributes.get("val") not in ("0", "false")
        elif name == "rPh":
            self._in_phonetic = True

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "si":
            self.found.append(_SharedText(_clean("".join(self._pieces)), bool(self._struck) and all(self._struck)))
        elif name == "t":
            self.wants_text = False
        elif name == "rPh":
            self._in_phonetic = False

    def text(self, text: str) -> None:
        """Text of a run."""
        self._pieces.append(text)
        self._struck.append(self._run_struck)


def _clean(text: str) -> str:
    if "_x" in text:
        text = _ESCAPE.sub(_unescaped, text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text


def _unescaped(match: re.Match[str]) -> str:
    """`_x000D_` is how Excel writes what XML cannot hold; half of a surrogate pair stays as written."""
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code < 0xE000 or not code else chr(code)


class _SheetScanner:
    """One pass over a sheet's XML."""

    def __init__(
        self, part: _Part, styles: list[CellStyle], texts: list[_SharedText], budget: Budget, *, uses_1904: bool
    ) -> None:
        self.grid = Grid(name=part.name, hidden=part.hidden)
        self.wants_text = False
        self._styles, self._texts, self._budget, self._uses_1904 = styles, texts, budget, uses_1904
        self._columns: dict[str, int] = {}
        self._known: dict[tuple[str, str, str], Cell | None] = {}
        self._row: dict[int, Cell] = {}
        self._row_number = 0
        self._column = -1
        self._type = self._style = ""
        self._pieces: list[str] = []
        self._in_phonetic = self._has_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "c":
            self._start_cell(attributes)
        elif name == "v":
            self.wants_text = True
        elif name == "t":
            self.wants_text = not self._in_phonetic
        elif name == "row":
            self._start_row(attributes)
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._in_phonetic = True
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
        elif name in ("v", "t"):
            self.wants_text = False
        elif name == "rPh":
            self._in_phonetic = False
        elif name == "row" and self._row:
            self._budget.take_cells(len(self._row))
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
        self._has_formula = False

    def _end_cell(self) -> None:
        value = "".join(self._pieces) if len(self._pieces) != 1 else self._pieces[0]
        if self._has_formula and not value and self._type != "str":
            style = self._style_of()
            self._row[self._column] = Cell(formula_without_value=True, struck=style.struck, fill=style.fill)
            return
        key = (self._type, self._style, value)
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
            shared = self._texts[place] if place < len(self._texts) else _SharedText("", struck=False)
            return _text_cell(shared.text, style, struck=shared.struck)
        if self._type == "d":
            return _iso_date_cell(value, style)
        if self._type == "b":
            raw = value in ("1", "true")
            return Cell("TRUE" if raw else "FALSE", raw, struck=style.struck, fill=style.fill) if value else None
        if self._type != "n":  # str, inlineStr, e
            return _text_cell(_clean(value), style)
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
        return _text_cell(_clean(value), style)
    if style.is_date:
        if 0 < number < 1:
            minutes = round(number * 1440)
            return Cell(f"{minutes // 60 % 24:02}:{minutes % 60:02}", number, is_date=True, fill=style.fill)
        moment = date_of_serial(number, uses_1904=uses_1904)
        if moment is not None:
            return Cell(date_text(moment), moment, is_date=True, struck=style.struck, fill=style.fill)
    raw = int(number) if isinstance(number, float) and number.is_integer() and abs(number) < 2**53 else number
    return Cell(number_text(raw), raw, struck=style.struck, fill=style.fill)

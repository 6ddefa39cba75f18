"""Text tables: csv, tab or semicolon separated, in whatever encoding; a row's number is that of its record."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Literal

from socialgraph.errors import InputError
from socialgraph.loaders.encodings import decode_text
from socialgraph.loaders.files.grids import Grid, finish, value_text
from socialgraph.loaders.files.limits import MAX_COLUMNS, Budget
from socialgraph.loaders.files.sheets import Cell
from socialgraph.messages import note

_DELIMITERS = (",", "\t", ";")
_RARE_DELIMITERS = ("|", "，")  # they also stand inside cells, so only where none of the others does
_SAMPLE_LINES = 50
_QUOTINGS: tuple[tuple[bool, Literal[0, 3]], ...] = (
    (True, csv.QUOTE_MINIMAL),
    (False, csv.QUOTE_MINIMAL),
    (False, csv.QUOTE_NONE),
)


def read_delimited(data: bytes, budget: Budget) -> list[Grid]:
    """The one table of a text file.

    Raises
    ------
    InputError
        If the bytes are no text, or a record is broken.
    """
    text, encoding = decode_text(data, budget.file)
    if "\0" in text:
        raise InputError("file.no_table", file=budget.file)
    grid = Grid(encoding=encoding)
    delimiter, text = _stated_delimiter(text)
    for number, record in enumerate(_records(text, delimiter or _delimiter(text), grid, budget.file), 1):
        if len(record) > MAX_COLUMNS:
            raise InputError("file.many_fields", file=budget.file, most=MAX_COLUMNS)
        cells = {column: Cell(value_text(field), field) for column, field in enumerate(record) if field}
        budget.take_row(len(cells))
        if cells:
            grid.rows[number] = cells
    return [finish(grid, budget)]


def _stated_delimiter(text: str) -> tuple[str, str]:
    """Excel's own first line `sep=;` names the delimiter and is no record."""
    if text[:4].lower() == "sep=" and text[5:6] in ("\r", "\n"):
        return text[4], text[5:].lstrip("\r\n")
    return "", text


def _delimiter(text: str) -> str:
    """The mark that most lines share in the same number; a comma where there is no such mark."""
    lines = [line for line in text[:100_000].splitlines()[:_SAMPLE_LINES] if line.strip()]
    scores = {mark: _score(lines, mark) for mark in _DELIMITERS}
    if max(scores.values(), default=0) < len(lines):
        scores |= {mark: _score(lines, mark) for mark in _RARE_DELIMITERS}
    return max(scores, key=lambda mark: scores[mark])


def _score(lines: list[str], mark: str) -> int:
    """How many cells stand in the lines that hold this mark the same number of times."""
    counts = Counter(count for line in lines if (count := line.count(mark)))
    return max(((shared + 1) * lines_alike for shared, lines_alike in counts.items()), default=0)


def _records(text: str, delimiter: str, grid: Grid, file: str) -> list[list[str]]:
    """All records. A quote that never closes would swallow the rest of the file: then quotes are plain marks."""
    csv.field_size_limit(1 << 20)
    for strict, quoting in _QUOTINGS:
        try:
            records = list(
                csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict, quoting=quoting)
            )
        except csv.Error:
            continue
        if quoting == csv.QUOTE_MINIMAL and _swallows(records, text, delimiter):
            break
        if not strict:
            if quoting == csv.QUOTE_MINIMAL and text.count('"') % 2:
                continue
            grid.notes.append(note("report.unclosed_quote"))
        return records
    else:
        raise InputError("file.long_cell", file=file)
    grid.notes.append(note("report.unclosed_quote"))
    return _line_by_line(text, delimiter)


def _swallows(records: list[list[str]], text: str, delimiter: str) -> bool:
    """Whether a quoted cell holds whole lines, each with as many delimiters as the header: lost records, no cell."""
    width = _width(text, delimiter)
    return width > 0 and any(
        "\n" in cell and any(line.count(delimiter) == width for line in cell.split("\n")[1:])
        for record in records
        for cell in record
    )


def _width(text: str, delimiter: str) -> int:
    """Delimiters of the widest of the first lines that several lines share: the header has as many as the rows."""
    counts = Counter(line.count(delimiter) for line in text.splitlines()[:_SAMPLE_LINES] if delimiter in line)
    shared = [count for count, lines in counts.items() if lines > 1]
    return max(shared, default=0)


def _line_by_line(text: str, delimiter: str) -> list[list[str]]:
    """Records where a quotation mark is astray: a line with an odd number of marks takes them as plain ones.

    A cell may still span lines, as long as none of them is a whole record by itself.
    """
    width = _width(text, delimiter)
    lines = text.splitlines()
    records: list[list[str]] = []
    at = 0
    while at < len(lines):
        end = at
        while lines[at : end + 1] and "".join(lines[at : end + 1]).count('"') % 2 and end + 1 < len(lines):
            if lines[end + 1].count(delimiter) >= width:
                break
            end += 1
        part = "\n".join(lines[at : end + 1])
        if part.count('"') % 2:
            part, end = lines[at], at
        quoting: Literal[0, 3] = csv.QUOTE_NONE if part.count('"') % 2 else csv.QUOTE_MINIMAL
        records += csv.reader(io.StringIO(part, newline=""), delimiter=delimiter, quoting=quoting) if part else [[]]
        at = end + 1
    return records

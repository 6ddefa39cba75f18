"""A result table as text: an aligned table for people, CSV or JSON for programs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
from typing import IO, Any

import numpy as np
import pandas as pd

from socialgraph.files.formulas import neutral, without_controls
from socialgraph.outputs.widths import display_width, padded
from socialgraph.schema.choices import Format

_GAP = "  "
_PLAIN = frozenset({str, int, bool})  # these very types, no NumPy scalars


def render(frame: pd.DataFrame, format: Format = "table") -> str:
    """The whole table as text, without a final line feed.

    `json` is one list of records with the column names as they are, numbers unrounded, what is missing `null`; the
    same frame gives the same bytes. `csv` has a header line and unrounded numbers, what is missing is empty, and
    text that a spreadsheet would take for a formula begins with an apostrophe.
    `table` is aligned for a fixed-width screen (Chinese characters take two columns), shares and scores shown with
    three decimals.
    """
    if format == "json":
        return json.dumps(records(frame), ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
    if format == "csv":
        return _csv(frame)
    return _table(frame)


def show(text: str, stream: IO[str] | None = None) -> None:
    """Write `text` and a line feed to the screen, without what a terminal would obey.

    A character that the screen's encoding lacks is replaced there.
    """
    screen: IO[str] = sys.stdout if stream is None else stream
    encoding = getattr(screen, "encoding", None) or "utf-8"
    screen.write(without_controls(text).encode(encoding, errors="replace").decode(encoding) + "\n")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The table's rows as plain Python values: no NaN, no NumPy scalars, dates ISO."""
    columns = [_plain_column(frame[name]) for name in frame.columns]
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _plain_column(column: pd.Series) -> list[Any]:
    """All values as JSON knows them; what is so already, by far the most, is not looked at one by one."""
    values: list[Any] = column.tolist()
    if isinstance(column.dtype, np.dtype) and column.dtype.kind == "f":
        for row in np.flatnonzero(~np.isfinite(column.to_numpy())).tolist():
            values[row] = None
        return values
    return [value if type(value) in _PLAIN else plain(value) for value in values]


def plain(value: Any) -> Any:
    """One value as JSON knows it."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def _csv(frame: pd.DataFrame) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([str(name) for name in frame.columns])
    for row in records(frame):
        writer.writerow([_csv_cell(value) for value in row.values()])
    return buffer.getvalue().rstrip("\n")


def _table(frame: pd.DataFrame) -> str:
    names = [str(name) for name in frame.columns]
    if not names:
        return ""
    rows = [[cell_text(value, decimals=3).replace("\n", " ") for value in row.values()] for row in records(frame)]
    numeric = [pd.api.types.is_numeric_dtype(frame[name]) and frame[name].dtype != bool for name in frame.columns]
    widths = [max(map(display_width, column)) for column in zip(names, *rows, strict=True)]
    lines = [names, ["-" * width for width in widths], *rows]
    return "\n".join(
        _GAP.join(
            padded(cell, width, right=right) for cell, width, right in zip(line, widths, numeric, strict=True)
        ).rstrip()
        for line in lines
    )


def _csv_cell(value: Any) -> str:
    text = cell_text(value, decimals=None)
    return neutral(text) if isinstance(value, (str, list)) else text


def cell_text(value: Any, *, decimals: int | None) -> str:
    """One value as a cell of a table; `decimals` None: unrounded."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value) if decimals is None else f"{value:.{decimals}f}"
    if isinstance(value, list):
        return "|".join(cell_text(item, decimals=decimals) for item in value)
    return str(value) if not isinstance(value, dict) else json.dumps(value, ensure_ascii=False)

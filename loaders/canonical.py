"""Canonical tables as input: CSV or Parquet of an office with its own system. Strict, since no clerk reads along."""

from __future__ import annotations

import csv
import datetime
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from socialgraph.errors import InputError
from socialgraph.files.formulas import unguarded
from socialgraph.loaders.files.file_names import shown_name
from socialgraph.loaders.report.sheet_report import SheetReport
from socialgraph.loaders.tables.findings import Finding
from socialgraph.loaders.tables.frames import columns_of
from socialgraph.loaders.tables.observed import rows_of_canonical, without_future
from socialgraph.loaders.tables.unknown_ends import without_self_ties
from socialgraph.loaders.values.dates import parse_date
from socialgraph.loaders.values.words.dictionary import vocabulary_variants
from socialgraph.messages import Lang, Note, note, reason_of
from socialgraph.schema.addresses import SEPARATOR
from socialgraph.schema.tables import (
    FLAT_KINDS,
    GIVERS,
    HOLD_REASONS,
    MULTI_VALUE_SEPARATOR,
    SURVEY_OUTCOMES,
    TABLES,
    Column,
    Table,
)

_MEASURE_CODES = frozenset({"none_possible"})
_CHOICES = {
    ("flats", "kind"): FLAT_KINDS,
    ("stances", "giver"): GIVERS,
    ("surveys", "outcome"): SURVEY_OUTCOMES,
    ("holds", "reason"): HOLD_REASONS,
}
_NEEDED = {
    "flats": ("building", "room"),
    "dossiers": ("building", "room"),
    "stances": ("building", "room", "giver", "stance"),
    "people": ("name", "roles"),
    "ties": ("ego_name", "ego_room", "alter_name", "alter_room", "kind"),
    "links": ("member_name", "building", "room"),
    "visits": ("date", "building", "room", "visitors", "result"),
    "measures": ("building", "room", "concern", "measure"),
    "surveys": ("building", "room", "outcome"),
    "activities": ("name", "building", "room", "activity"),
    "access_windows": ("building", "room", "from", "to"),
    "works": ("building", "stack", "status"),
    "holds": ("building", "room", "reason"),
    "closed_pairs": ("ego_name", "ego_room", "alter_name", "alter_room", "kind"),
}
_ONLY_BY_NAME = frozenset({"closed_pairs"})  # its columns are those of ties
# what a whole number may be at most: stated closeness, places a volunteer has, floors
_RANGES = {"strength": range(4), "capacity": range(1000), "floor": range(-9, 200)}
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_ADDRESS = ("compound", "building", "door", "room")
_NEVER_EMPTY = _NEEDED | {
    "ties": ("ego_building", "ego_room", "alter_building", "alter_room", "kind"),
    **dict.fromkeys(("visits", "measures", "surveys", "access_windows"), ("building", "room")),
    "works": ("building", "stack"),
    "holds": ("reason",),
    "closed_pairs": (),
}


@dataclass
class CanonicalInput:
    """One file that holds one canonical table."""

    table: str
    file: str
    frame: pd.DataFrame
    set_aside: int = 0  # rows that `frame` no longer has

    @property
    def source(self) -> str:
        """What its rows give as their source."""
        return f"{self.file}::"

    def cut(self, today: datetime.date | None) -> list[Finding]:
        """Leave out ties of somebody to themselves, and what is dated after `today`, as in workbooks."""
        if self.frame.empty:
            return []
        rows, selves = without_self_ties(rows_of_canonical(self.table, self.file, self.frame))
        kept, later = without_future(rows, today)
        self.set_aside = len(selves)
        if selves or later:
            values = [row.values for row in kept]
            self.frame = pd.DataFrame(values, columns=self.frame.columns, dtype=object)
        return [*selves, *later]

    def report(self, lang: Lang) -> SheetReport:
        """Its line in the summary: every row is used or set aside, or reading stopped."""
        used = len(self.frame)
        return SheetReport(self.file, "", self.table, used + self.set_aside, used, self.set_aside)


def canonical_input(path: Path, name: str = "") -> CanonicalInput | None:
    """The table in a CSV or Parquet file whose header is a canonical table's; None for any other file.

    Raises
    ------
    InputError
        If a value breaks the table's rules: names file, row and column, never the value.
    """
    if path.suffix.lower() == ".parquet":
        frame = _read_parquet(path)
        table = _table_of(list(frame.columns), path.stem)
        if table is None:
            raise InputError("canonical.no_such_table", file=shown_name(path))
    elif path.suffix.lower() == ".csv":
        table = _table_of(_header(path), path.stem)
        if table is None:
            return None
        frame = _read_csv(path)
    else:
        return None
    name = name or shown_name(path)
    frame = _completed(frame, table, name)
    _validate(frame, TABLES[table], name)
    return CanonicalInput(table, name, frame)


def _header(path: Path) -> list[str]:
    try:
        with path.open("rb") as stream:
            line = stream.readline(4096)
        return next(csv.reader([line.decode("utf-8-sig")]), [])
    except (UnicodeDecodeError, csv.Error):
        return []
    except OSError as error:
        raise InputError("file.unopened", file=shown_name(path), reason=reason_of(error)) from error


def _table_of(header: list[str], stem: str) -> str | None:
    """The table whose columns these are; the file's name decides where several would fit."""
    names = {name.strip() for name in header} - {"compound", "sources"}
    fitting = [
        table
        for table, needed in _NEEDED.items()
        if table not in _ONLY_BY_NAME - {stem}
        and names
        and set(needed) <= names | {"compound"}
        and names <= set(TABLES[table].column_names)
    ]
    if stem in fitting:
        return stem
    if stem in TABLES and names and names <= set(TABLES[stem].column_names):
        missing = ", ".join(name for name in _NEEDED[stem] if name not in names)
        raise InputError("canonical.columns_missing", table=stem, missing=missing)
    return fitting[0] if len(fitting) == 1 else None


def _read_csv(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("canonical.not_utf8", file=shown_name(path)) from error
    except pd.errors.ParserError as error:
        raise InputError("canonical.uneven", file=shown_name(path)) from error


def _read_parquet(path: Path) -> pd.DataFrame:
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise InputError("canonical.parquet_missing", file=shown_name(path)) from None
    try:
        return pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise InputError("canonical.bad_parquet", file=shown_name(path)) from error


def _completed(frame: pd.DataFrame, table: str, file: str) -> pd.DataFrame:
    """All columns of the table as text; a missing value is empty, a whole float has no .0."""
    full = pd.DataFrame(index=frame.index)
    for name in columns_of(table):
        full[name] = _text(frame[name]) if name in frame.columns else ""
    if table == "flats":  # a flats table is a register: only sheets that are none leave this empty
        full["stack_source"] = full["stack_source"].where(full["stack_source"] != "", "unknown")
    full["sources"] = f"{file}::"
    return full


def _text(column: pd.Series) -> pd.Series:
    if pd.api.types.is_bool_dtype(column):
        return column.map({True: "true", False: "false"}).astype(object)
    if pd.api.types.is_datetime64_any_dtype(column):
        days: pd.Series = column.dt.strftime("%Y-%m-%d").fillna("").astype(object)
        return days
    if pd.api.types.is_float_dtype(column):
        return column.map(lambda v: "" if pd.isna(v) else f"{v:g}" if v != int(v) else str(int(v))).astype(object)
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(object)
    text = column.where(column.notna(), "").astype(str).str.strip()
    guarded = text.str.startswith("'")
    return text.where(~guarded, text[guarded].map(unguarded)).astype(object)  # the apostrophe that write_tables adds


def _validate(frame: pd.DataFrame, table: Table, file: str) -> None:
    for name in _NEVER_EMPTY[table.name]:
        _refuse(frame, frame[name] == "", file, name, note("canonical.empty"))
    for name in frame.columns:
        if name.removeprefix("ego_").removeprefix("alter_").removeprefix("member_") in _ADDRESS:
            parted = frame[name].str.contains(SEPARATOR, regex=False)
            _refuse(frame, parted, file, name, note("canonical.colon"))
    for column in table.columns:
        allowed = _CHOICES.get((table.name, column.name))
        values = frame[column.name]
        if allowed:
            _refuse(
                frame,
                ~values.isin([*allowed, ""]),
                file,
                column.name,
                note("canonical.none_of", known=", ".join(allowed)),
            )
        elif column.kind != "text":
            bad = {value for value in values.unique() if not _is_valid(value, column)}
            if bad:
                _refuse(frame, values.isin(bad), file, column.name, _what_it_is_not(column))


_KIND_WORDS = {
    "integer": note("canonical.not_whole_number"),
    "date": note("canonical.not_date"),
    "dates": note("canonical.not_date"),
    "boolean": note("canonical.not_boolean"),
}


def _what_it_is_not(column: Column) -> Note:
    if column.kind == "integer" and column.name in _RANGES:
        known = _RANGES[column.name]
        return note("canonical.out_of_range", least=known[0], most=known[-1])
    if column.kind == "codes":
        return note("canonical.not_codes", vocabulary=column.vocabulary)
    if column.kind == "code":
        return note("canonical.not_code", vocabulary=column.vocabulary)
    return _KIND_WORDS[column.kind]


def _is_valid(value: str, column: Column) -> bool:
    if value == "":
        return True
    if column.kind == "integer":
        allowed = _RANGES.get(column.name)
        return bool(_WHOLE.fullmatch(value)) and (allowed is None or int(value) in allowed)
    if column.kind == "boolean":
        return value in ("true", "false")
    if column.kind == "dates":
        return all(_is_valid(part, Column(column.name, "date")) for part in value.split(MULTI_VALUE_SEPARATOR) if part)
    if column.kind == "date":
        return bool(re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", value)) and parse_date(value) == value
    codes = set(vocabulary_variants()[column.vocabulary].values()) | _MEASURE_CODES
    if column.vocabulary == "refusal_reason":
        codes.add("not_yet_heard")
    parts = value.split(MULTI_VALUE_SEPARATOR) if column.kind == "codes" else [value]
    return all(part in codes for part in parts)


def _refuse(frame: pd.DataFrame, bad: pd.Series, file: str, column: str, what: Note) -> None:
    """Stop at the first bad row; the header is row 1."""
    if bool(bad.any()):
        row = int(bad.to_numpy().argmax()) + 2
        raise InputError("canonical.bad_cell", file=file, row=row, column=column, what=what)

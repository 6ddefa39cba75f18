"""What is observed has a day, and no day to come: later dates are findings and never used, but no stop is lost."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import pandas as pd

from socialgraph.loaders.files.sheets import Cell, Row, Sheet
from socialgraph.loaders.tables.findings import Finding, Place, TableRow
from socialgraph.loaders.tables.kept_stops import PROTECTING, closes_pair, is_stop
from socialgraph.loaders.values.dates import older_first
from socialgraph.schema.opt_ins import OPT_IN_DAYS
from socialgraph.schema.tables import MULTI_VALUE_SEPARATOR, united

# the day on which the row was observed, by table; a dossier or a person is no observation, only its dated parts are
_OBSERVED = {
    "stances": ("date",),
    "visits": ("date",),
    "ties": ("observed_on",),
    "surveys": ("asked_on",),
    "activities": ("date",),
    "works": ("done_on",),
}
_DATED_PARTS = {
    "dossiers": ("flags_consent_on", "do_not_contact_on", "survey_date"),
    "people": ("willing_on", *OPT_IN_DAYS.values()),
    "holds": ("held_on",),
    "closed_pairs": ("observed_on",),
}
_GIVING = ("signed_date", "survey_date", "date", "observed_on", "asked_on", "done_on")  # fields that may give the date


def without_future(rows: Iterable[TableRow], today: datetime.date | None) -> tuple[list[TableRow], list[Finding]]:
    """The rows without what is dated after `today`; a stop, or a closed pair, stays without its date."""
    rows = list(rows)
    if today is None:
        return rows, []
    kept: list[TableRow] = []
    findings: dict[tuple[int, str], Finding] = {}
    for row in rows:
        dates = _OBSERVED.get(row.table, ()) + _DATED_PARTS.get(row.table, ())
        late = [name for name in dates if _is_later(row.values.get(name, ""), today)]
        if not late:
            kept.append(row)
            continue
        if row.table not in PROTECTING:
            for name in late:
                field_name = _field_of(row, name)
                finding = Finding(row.place, field_name, row.values[name], "future_date")
                findings.setdefault((id(row.place.row), field_name), finding)
        if row.table in _OBSERVED and not is_stop(row) and not closes_pair(row):
            continue
        row.values.update(_without_late_days(row, late, today))
        kept.append(row)
    return kept, list(findings.values())


def _without_late_days(row: TableRow, late: list[str], today: datetime.date) -> dict[str, str]:
    """What the columns with a day to come keep: of several days those that have been, of a word on helping nothing."""
    kept = {}
    for name in late:
        days = row.values[name].split(MULTI_VALUE_SEPARATOR)
        kept[name] = united(day for day in days if not _is_later(day, today))
    return kept | ({"willing": ""} if "willing_on" in late else {})


def rows_of_canonical(table: str, file: str, frame: pd.DataFrame) -> list[TableRow]:
    """A canonical table as rows of a sheet whose row 1 is its header."""
    columns = [str(name) for name in frame.columns]
    sheet = Sheet(file, "", fields={name: name for name in columns}, kind=table)
    rows = []
    for number, texts in enumerate(frame.astype(str).to_numpy().tolist(), start=2):
        values = dict(zip(columns, texts, strict=True))
        cells = {name: Cell(text) for name, text in values.items() if text and name != "sources"}
        rows.append(TableRow(table, values, Place(sheet, Row(number, cells))))
    return rows


def _is_later(date: str, today: datetime.date) -> bool:
    """Whether the date, or one of several, is later; a month or year counts as its first day."""
    days = date.split(MULTI_VALUE_SEPARATOR)
    return any(day and older_first(day)[1] > today.isoformat() for day in days)


def _field_of(row: TableRow, name: str) -> str:
    """The field of the sheet that gave the date: a stance has that of the signature or of the survey."""
    cells = row.place.row.cells
    year = row.values[name][:4]
    return next((given for given in (name, *_GIVING) if given in cells and year in cells[given].text), name)

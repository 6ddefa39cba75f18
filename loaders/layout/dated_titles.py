"""The year and the month that a sheet gives for dates that leave them out."""

from __future__ import annotations

from pathlib import PurePath

from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.values.dates import date_of_title, month_named, parse_date, years_in

_DATES = ("date", "survey_date", "done_on", "observed_on", "willing_on", "asked_on", "signed_date")


def says_years(sheet: Sheet) -> bool:
    """Whether anything around the table names a year; several are no reason to take that of other sheets."""
    return any(map(years_in, (sheet.block_title, sheet.title, sheet.sheet, PurePath(sheet.file).stem)))


def year_of(sheet: Sheet) -> int:
    """The year that is confirmed, or that title, sheet or file name give; else that of full dates, where they agree."""
    if sheet.year:
        return sheet.year
    for text in (sheet.block_title, sheet.title, sheet.sheet, PurePath(sheet.file).stem):
        if years := years_in(text):
            return years[-1] if len(set(years)) == 1 else 0
    written = {
        date[:4]
        for row in sheet.rows
        for name in _DATES
        if (cell := row.cells.get(name)) is not None and (date := parse_date(cell.text))
    }
    return int(next(iter(written))) if len(written) == 1 else 0


def month_of(sheet: Sheet, year: int) -> str:
    """The one month that the line above the table, its title or its sheet's name give: 2026-10; "" where none does."""
    for text in (sheet.block_title, sheet.title):
        months = {date[:7] for line in text.splitlines() if len(date := date_of_title(line, year)) >= len("2026-10")}
        if months:
            return months.pop() if len(months) == 1 else ""
    return month_named(sheet.sheet, year)

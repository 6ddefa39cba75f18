"""The day that a sheet says of all its rows, and the year and month that it gives for dates that leave them out."""

from __future__ import annotations

import re
from pathlib import PurePath

from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.tables.sheet_places import over_all_columns
from socialgraph.loaders.values.dates import date_of_title, month_named, parse_date, parse_date_in_year, years_in

_DATES = ("date", "survey_date", "done_on", "observed_on", "willing_on", "asked_on", "signed_date")
_SAYS_WHEN = frozenset(("survey", "people_roster", "party_roster", "ties"))
# days on which nobody was asked: of printing and planning, and of chains in which people answer for days
_NOT_ASKED = re.compile(r"截至|截止|打印|导出|计划|预约|安排|接龙|登记以来|[起前]$|[起前][)）]")
_TENS = re.compile(r"^\d{1,2}\.[123]0$")
# a year of what has long been done: 1986年建成, 2016年换过
_PAST = re.compile(
    r"20\d\d年?(?:\d{1,2}月)?(?:建(?![议设档立卡])|竣工|落成|投用|交付|入住(?!情况|率|登记|调查|户)|翻建|(?:大修|换|改|改造|装修|翻修|更换)过|[^\d,，;；。()（）]{0,12}(?:换过|改过|(?:时|已经?|都)换|换了|翻修|翻建))"
)
_SHORT_DAY = re.compile(
    r"(?:(?:日期|时间|日子)[:：]?\s*|[(（，,]\s*)(\d{1,2}[./]\d{1,2})(?![\d./])(?=日?(?:问|摸|征询|登记|入户|上门|走)?的?\s*(?:[)）]|$|\s))"
)
_SAYS_THE_DAY = ("survey_date", "willing_on", "observed_on", "date", "signed_date")


def says_years(sheet: Sheet) -> bool:
    """Whether anything around the table names a year; several are no reason to take that of other sheets."""
    return any(map(years_in, _texts_around(sheet)))


def _texts_around(sheet: Sheet) -> tuple[str, ...]:
    """What may name the year of a sheet's dates: their heading 日期（2025年）, titles, the names of sheet and file."""
    headings = "\n".join(heading for name in _DATES if (heading := sheet.fields.get(name, "")))
    return headings, sheet.block_title, sheet.title, sheet.sheet, PurePath(sheet.file).stem


def year_of(sheet: Sheet) -> int:
    """The year that is confirmed, or that title, sheet or file name give; else that of full dates, where they agree."""
    if sheet.year:
        return sheet.year
    for text in _texts_around(sheet):
        if years := years_in(_PAST.sub("", text)):
            return years[-1] if len(set(years)) == 1 else 0
    written = {
        date[:4]
        for row in sheet.rows
        for name in _DATES
        if (cell := row.cells.get(name)) is not None and (date := parse_date(cell.text))
    }
    return int(next(iter(written))) if len(written) == 1 else 0


def with_tens(sheet: Sheet) -> frozenset[str]:
    """The columns of days that write 10.20 as text where others are numbers: there 10.2 is the second."""
    written = {name: [row.cells[name] for row in sheet.rows if name in row.cells] for name in _DATES}
    return frozenset(
        name
        for name, cells in written.items()
        if any(isinstance(cell.raw, str) and _TENS.match(cell.text.strip()) for cell in cells)
    )


def month_of(sheet: Sheet, year: int) -> str:
    """The one month that the line above the table, its title or its sheet's name give: 2026-10; "" where none does."""
    for text in (sheet.block_title, sheet.title):
        months = {date[:7] for line in text.splitlines() if len(date := date_of_title(line, year)) >= len("2026-10")}
        if months:
            return months.pop() if len(months) == 1 else ""
    return month_named(sheet.sheet, year)


def stated_day(sheet: Sheet, year: int = 0) -> str:
    """The one day or month of the line above a table, else of its sheet's title; "" where rows have days or none is.

    A file's name may tell of the day of an export: it says nothing. `year` is that of days written without one.
    """
    if sheet.kind not in _SAYS_WHEN or any(row.text(name) for row in sheet.rows for name in _SAYS_THE_DAY):
        return ""
    for text in (over_all_columns(sheet), sheet.block_title, sheet.title):
        lines = [line for line in text.split("\n") if not _NOT_ASKED.search(line)]
        day, short = date_of_title("\n".join(lines), year), _short_day(lines, year)
        if day or short:
            return short if short.startswith(day) else day  # 3月问的（3/12） is of that day
    return ""


def _short_day(lines: list[str], year: int) -> str:
    """The one day without a year that stands behind 日期 or at the end of a line: 征询日期：9/10, （10.12问的）."""
    days = {match[1] for line in lines for match in _SHORT_DAY.finditer(line)}
    return (parse_date_in_year(days.pop(), year) or "") if year and len(days) == 1 else ""

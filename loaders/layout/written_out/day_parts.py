"""A day written in several columns (年 | 月 | 日), or as a bare number on the sheet of a month."""

from __future__ import annotations

from dataclasses import replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.values.dates import month_named
from socialgraph.loaders.values.text import squeeze

_YEAR, _MONTH, _DAY = ("年", "年份"), ("月", "月份"), ("日", "日子", "几号", "号")
_ANY_YEAR = 2000
_LAST_DAY = 31


def with_whole_days(grid: Grid, block: Block) -> Block:
    """The block with one column of days, its cells changed in place: 2026 | 9 | 23 and below it only 28.

    A year and a month that are left blank are those above.
    """
    named = {squeeze(heading.lower): heading for heading in block.header.headings}
    year, month, day = (next((named[word] for word in words if word in named), None) for words in (_YEAR, _MONTH, _DAY))
    of_sheet = month_named(grid.name.strip(), _ANY_YEAR)
    if day is None or (month is None and not of_sheet):
        return block
    if not _join(grid, block, day, year, month, of_sheet[5:7]):
        return block
    headings = tuple(_read_as(heading, day, (year, month)) for heading in block.header.headings)
    return replace(block, header=replace(block.header, headings=headings))


def _join(grid: Grid, block: Block, day: Heading, year: Heading | None, month: Heading | None, of_sheet: str) -> bool:
    """Whether the cells are numbers, and now say the whole day; `of_sheet` is the month of days without a column."""
    cells = [grid.rows[number][day.column] for number in block.rows if day.column in grid.rows[number]]
    days = [text for cell in cells if (text := squeeze(cell.text))]
    if not days or not all(_is_day(text) for text in days):
        return False
    last = {"年": "", "月": "" if month is not None else str(int(of_sheet))}
    for number in block.rows:
        row = grid.rows[number]
        for mark, part in (("年", year), ("月", month)):
            if part is not None and part.column in row and (text := squeeze(row[part.column].text)):
                last[mark] = text.rstrip(mark)
        if day.column in row and (text := squeeze(row[day.column].text)):
            whole = "".join(f"{said}{mark}" for mark, said in last.items() if said) + f"{text.rstrip('日号')}日"
            row[day.column] = replace(row[day.column], text=whole, raw=whole)
    return True


def _is_day(text: str) -> bool:
    number = text.rstrip("日号")
    return number.isdecimal() and 0 < int(number) <= _LAST_DAY


def _read_as(heading: Heading, day: Heading, parts: tuple[Heading | None, ...]) -> Heading:
    if heading is day:
        return replace(heading, lower="日期", fields=("date",))
    return replace(heading, fields=(), settled=True) if heading in parts else heading

"""The secretary's workbook: the conversations to have, the same per volunteer for printing, and the rules.

Sheets one and two carry the same row numbers (`L20261125-01/3`), and either may be filled in: a row counts once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from socialgraph.counting import counted
from socialgraph.files.workbooks import save_workbook
from socialgraph.outputs.elevation import building_grid
from socialgraph.outputs.elevation.sheet import write_elevation
from socialgraph.outputs.list_context import ListContext
from socialgraph.outputs.list_pictures import ListPictures
from socialgraph.outputs.list_rows import assignment_records
from socialgraph.outputs.list_texts import list_text, rules_lines, small_line
from socialgraph.outputs.next_sheets import NextStep, add_next_sheets
from socialgraph.outputs.secretary_sheet import write_secretary_page
from socialgraph.outputs.widths import display_width
from socialgraph.outputs.words import page_text
from socialgraph.outputs.workbooks import (
    BODY,
    SECTION,
    SMALL,
    TITLE,
    new_workbook,
    offer_choices,
    print_on_a4,
    put_line,
    put_table_row,
    set_widths,
)
from socialgraph.privacy.confirming import must_be_a_name
from socialgraph.schema.excel_days import serial_of_day
from socialgraph.schema.list_words import list_words

_WIDTHS = {
    "list_row": 15.0, "volunteer": 9.0, "compound": 9.0, "building": 6.0, "door": 5.0, "room": 8.0, "contact": 12.0,
    "phone": 13.0, "missing_key": 10.0, "concern": 13.0, "measure": 26.0, "not_before": 11.0, "result": 11.0,
    "stance": 12.0, "access": 8.0, "held_on": 11.0, "remark": 16.0,
}  # fmt: skip
_RULES_WIDTHS = (23.0, 23.0, 23.0, 23.0)  # several columns: a single one is never scaled down to the page
_ROWS_OF_ONE_PAGE = 60  # more would print too small to read
_LONGEST_TITLE = 31  # of a sheet, in Excel
INPUTS = ("result", "stance", "access", "held_on", "remark")
_LEFT = frozenset({"contact", "concern", "measure", "remark"})


def write_list(
    path: Path,
    rows: pd.DataFrame,
    context: ListContext,
    pictures: ListPictures | None = None,
    steps: Sequence[NextStep] = (),
) -> pd.DataFrame:
    """Write the workbook (readable by its owner only) and return its `assignments` records, state open.

    `rows` has the columns of `list_rows.LIST_COLUMNS`, as `list_rows.build_rows` makes them. With `pictures` the
    workbook begins with the secretary's page, its conversations stand in that order, and every building has a face;
    `steps` fill the sheets behind the rules.

    Raises
    ------
    InputError
        If nobody confirmed the list, or the file can't be written (it may be open in WPS or Excel).
    """
    must_be_a_name(context.confirmed_by)
    book = new_workbook()
    book.remove(book.active)
    own = list_words("own_sheet", context.lang)
    if pictures is not None:
        first = book.create_sheet(own["first"])
        write_secretary_page(first, rows, pictures, context, small_line=small_line(context))
        _print(first, context, repeat_rows=None, landscape=False)
        first.page_setup.fitToHeight = 1 if first.max_row <= _ROWS_OF_ONE_PAGE else 0
    ordered = rows if pictures is None else _in_order(rows, pictures)
    _write_conversations(book.create_sheet(list_text("sheet_conversations", context.lang)), ordered, context)
    _write_per_volunteer(book.create_sheet(list_text("sheet_per_volunteer", context.lang)), rows, context)
    if pictures is not None:
        _write_elevations(book, pictures, context)
    _write_rules(book.create_sheet(own["rules"]), context)
    add_next_sheets(book, steps, context)
    book.properties.title = context.export_id
    book.properties.creator = book.properties.lastModifiedBy = "socialgraph"
    save_workbook(book, path)
    return assignment_records(rows, context.export_id, context.exported_on, context.last_day)


def _in_order(rows: pd.DataFrame, pictures: ListPictures) -> pd.DataFrame:
    """The conversations as the first page has them; their numbers stay, so that a volunteer's sheet tells no order."""
    order = pictures.order()
    place = rows["household"].map(lambda household: order.get(household, len(order)))
    return rows.loc[place.sort_values(kind="stable").index].reset_index(drop=True)


def _write_elevations(book: Workbook, pictures: ListPictures, context: ListContext) -> None:
    """A sheet a building, one page each."""
    legend = {
        "export_id": context.export_id,
        "date": context.exported_on.isoformat(),
        "handler": context.handler,
        "confirmed_by": context.confirmed_by,
    }
    for index, name in counted(pictures.buildings.items(), "buildings"):
        flats = pictures.flats[pictures.flats["building"] == index]
        grid = building_grid(flats, pictures.members[pictures.members["building"] == index])
        shown = page_text("building_name", context.lang, building=name)
        sheet = book.create_sheet(f"{list_words('own_sheet', context.lang)['elevation']} {shown}"[:_LONGEST_TITLE])
        lines = [page_text("elevation_internal", context.lang, **legend)]
        title = page_text("elevation_title", context.lang, building=name)
        write_elevation(sheet, grid, title=title, lines=lines, lang=context.lang)
        _print(sheet, context, repeat_rows=None)
        sheet.page_setup.fitToHeight = 1


def shown_columns(rows: pd.DataFrame, *, with_volunteer: bool) -> list[str]:
    """Codes of the columns shown: no compound, door or phone column where no row has one.

    The printed sheet has the volunteer in its headings and no remarks, so that it prints larger.
    """
    hidden = {name for name in ("compound", "door", "phone") if not (rows[name] != "").any()}
    if not with_volunteer:
        hidden |= {"volunteer", "remark"}
    return [name for name in _WIDTHS if name not in hidden]


def _widths(columns: list[str], context: ListContext) -> list[float]:
    """Wide enough for the longest word of the heading, too."""
    words = list_words("column", context.lang)
    return [max(_WIDTHS[name], *(display_width(word) + 2.0 for word in words[name].split())) for name in columns]


def cell_texts(row: Mapping[Hashable, Any], columns: list[str], context: ListContext) -> list[str]:
    """The texts of one row, in the order of these columns; "" for what is to be filled in."""
    lang = context.lang
    separator = list_text("separator", lang)
    measures = list_words("measure", lang)
    keys = list_words("missing_key", lang)
    concerns = list_words("concern", lang)
    texts = {
        **{name: row[name] for name in ("volunteer", "compound", "building", "door", "contact", "phone")},
        "not_before": _shown_day(row["not_before"], context),
        "list_row": f"{context.export_id}/{row['row_no']}",
        "room": row["room"].replace("|", "、"),
        "missing_key": separator.join(keys[key] for key in row["missing_key"].split("|") if key),
        "concern": separator.join(concerns[code] for code in row["concern"].split("|") if code),
        "measure": separator.join(measures.get(code, code) for code in row["measure"].split("|") if code),
    }
    return [texts.get(name, "") for name in columns]


def _shown_day(day: str, context: ListContext) -> str:
    return context.shown_day(dt.date.fromisoformat(day)) if day else ""


def _head(sheet: Worksheet, columns: list[str], context: ListContext, *, title: str, note: str) -> float:
    """Column widths, and three lines above the table: title, what the list is, how to fill it in; the whole width."""
    widths = _widths(columns, context)
    set_widths(sheet, widths)
    width = sum(widths)
    put_line(sheet, 1, len(columns), list_text(title, context.lang), TITLE, width, centre=True)
    put_line(sheet, 2, len(columns), small_line(context), SMALL, width)
    put_line(sheet, 3, len(columns), list_text(note, context.lang), SMALL, width)
    return width


def _write_conversations(sheet: Worksheet, rows: pd.DataFrame, context: ListContext) -> None:
    columns = shown_columns(rows, with_volunteer=True)
    _head(sheet, columns, context, title="title", note="how_to_fill")
    _table(sheet, 4, rows, columns, context, header=True, least_height_pt=30)
    sheet.freeze_panes = sheet.cell(row=5, column=columns.index("building") + 1)
    if len(rows):
        sheet.auto_filter.ref = f"A4:{get_column_letter(len(columns))}{4 + len(rows)}"
    _offer(sheet, columns, 5, max(5, 4 + len(rows)), context)
    _print(sheet, context, repeat_rows="1:4")


def _write_per_volunteer(sheet: Worksheet, rows: pd.DataFrame, context: ListContext) -> None:
    columns = shown_columns(rows, with_volunteer=False)
    width = _head(sheet, columns, context, title="title_per_volunteer", note="either_sheet")
    _header(sheet, 4, columns, context)
    line = 5
    for _, own in rows.groupby("person", sort=False):
        if line > 5:
            sheet.row_breaks.append(Break(id=line - 1))
        heading = list_text("volunteer_heading", context.lang, name=own["volunteer"].iloc[0], n=len(own))
        put_line(sheet, line, len(columns), heading, SECTION, width)
        _table(sheet, line + 1, own, columns, context, header=False, least_height_pt=48)
        line += 1 + len(own)
        put_line(sheet, line, len(columns), _grievance(context), SMALL, width)
        line += 1
    sheet.freeze_panes = "A5"
    _offer(sheet, columns, 5, max(5, line - 1), context)
    _print(sheet, context, repeat_rows="1:4")


def _write_rules(sheet: Worksheet, context: ListContext) -> None:
    columns, width = len(_RULES_WIDTHS), sum(_RULES_WIDTHS)
    set_widths(sheet, _RULES_WIDTHS)
    put_line(sheet, 1, columns, list_text("title_rules", context.lang), TITLE, width, centre=True)
    for line, (text, is_heading) in enumerate(rules_lines(context), start=2):
        put_line(sheet, line, columns, text, SECTION if is_heading else BODY, width)
    _print(sheet, context, repeat_rows=None, landscape=False)


def _header(sheet: Worksheet, line: int, columns: list[str], context: ListContext) -> None:
    words = list_words("column", context.lang)
    put_table_row(sheet, line, [words[name] for name in columns], _widths(columns, context), header=True)


def _table(
    sheet: Worksheet,
    line: int,
    rows: pd.DataFrame,
    columns: list[str],
    context: ListContext,
    *,
    header: bool,
    least_height_pt: float,
) -> None:
    if header:
        _header(sheet, line, columns, context)
        line += 1
    widths = _widths(columns, context)
    inputs = frozenset(index for index, name in enumerate(columns) if name in INPUTS)
    centred = frozenset(index for index, name in enumerate(columns) if name not in _LEFT)
    for offset, row in enumerate(rows.to_dict("records")):
        put_table_row(
            sheet,
            line + offset,
            cell_texts(row, columns, context),
            widths,
            inputs=inputs,
            centred=centred,
            least_height_pt=least_height_pt,
        )
        sheet.cell(row=line + offset, column=columns.index("held_on") + 1).number_format = "yyyy-mm-dd"


def _offer(sheet: Worksheet, columns: list[str], first: int, last: int, context: ListContext) -> None:
    for name in ("result", "stance", "access"):
        letter = get_column_letter(columns.index(name) + 1)
        offer_choices(
            sheet,
            f"{letter}{first}:{letter}{last}",
            list(list_words(name, context.lang).values()),
            list_words("column", context.lang)[name],
            list_text(f"prompt_{name}", context.lang),
        )
    letter = get_column_letter(columns.index("held_on") + 1)
    day = DataValidation(type="date", operator="greaterThanOrEqual", formula1=str(serial_of_day(context.exported_on)))
    day.allow_blank, day.errorStyle = True, "warning"
    day.showErrorMessage = day.showInputMessage = True
    day.promptTitle = day.errorTitle = list_words("column", context.lang)["held_on"]
    day.prompt = day.error = list_text("prompt_held_on", context.lang)
    sheet.add_data_validation(day)
    day.add(f"{letter}{first}:{letter}{last}")


def _grievance(context: ListContext) -> str:
    return list_text("grievance_line", context.lang, grievance=context.grievance)


def _print(sheet: Worksheet, context: ListContext, *, repeat_rows: str | None, landscape: bool = True) -> None:
    watermark = list_text("watermark", context.lang, export_id=context.export_id, handler=context.handler)
    pages = list_text("page_of", context.lang)
    footer = {"left": context.export_id, "center": pages, "right": context.page_foot}
    print_on_a4(sheet, landscape=landscape, repeat_rows=repeat_rows, header=watermark, footer=footer)

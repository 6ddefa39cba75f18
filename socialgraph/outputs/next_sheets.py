"""Sheets of the secretary's workbook beside the conversations: next steps by stack, the weeks, the empty survey form.

Nothing that a list may not hold: no path, no third person's name, no q. Whom to invite stands in a list of its own. A
household that is left alone or waits for its day is on no sheet and counted nowhere, and what is said of a stack counts
only flats with a planned conversation or appointment: nobody is found by subtraction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from socialgraph.messages import Lang, text
from socialgraph.outputs.list_context import ListContext
from socialgraph.outputs.workbooks import (
    SMALL,
    TITLE,
    new_workbook,
    offer_choices,
    print_on_a4,
    put_line,
    put_table_row,
)
from socialgraph.outputs.workbooks import set_widths as _set_widths
from socialgraph.schema.list_words import list_words

N_WORDS_OF_ASKING = 4
_WIDTHS = {
    "steps": (14.0, 20.0, 16.0, 46.0, 14.0, 26.0),
    "weeks": (24.0, 16.0, 22.0, 18.0),
    "survey": (8, 6, 8, 12, 13, 14, 44),
}


@dataclass(frozen=True)
class NextStep:
    """A household's next step as it is written.

    `flat` is the address; `building`, `door`, `room` fill the survey form; `standing` counts the planned flats of its
    stack, -1 says nothing; `week` counts from 1, 0 is beyond the calendar.
    """

    flat: str
    building: str
    door: str
    room: str
    step: str
    who: str
    ask: str
    not_before: dt.date
    standing: int
    week: int
    is_survey: bool


def add_next_sheets(book: Workbook, steps: Sequence[NextStep], context: ListContext) -> None:
    """The three sheets behind the others; the survey form only where somebody is to be asked.

    Parameters
    ----------
    book : the workbook.
    steps : in the order in which they are shown.
    context : number, dates and language of the list.
    """
    if not steps:
        return
    words = list_words("step", context.lang)
    lines = [
        (s.flat, words[s.step], s.who, s.ask, _day(s.not_before, context), _standing(s.standing, context.lang))
        for s in steps
    ]
    _sheet(book, "steps", lines, context, note="note_steps")
    weekly = sorted((s for s in steps if s.week), key=lambda s: s.week)
    _sheet(book, "weeks", [(_week(s.week, context), s.flat, words[s.step], s.who) for s in weekly], context)
    asked = [(s.building, s.door, s.room, "", "", "", "") for s in steps if s.is_survey]
    if asked:
        sheet = _sheet(book, "survey", asked, context, note="note_survey")
        answers = list(list_words("survey_outcome", context.lang).values())
        title, prompt = text("next.form_heading", context.lang), text("next.form_prompt", context.lang)
        offer_choices(sheet, f"F4:F{3 + len(asked)}", answers, title, prompt)


def invitation_book(people: Sequence[tuple[str, str, str]], context: ListContext) -> Workbook:
    """The secretary's own workbook: whom to ask to help, and how to ask and to accept a no.

    Parameters
    ----------
    people : name, address and role of each.
    context : number, dates and language of the list.

    Returns
    -------
    Workbook
    """
    book = new_workbook()
    book.remove(book.active)
    _sheet(book, "invite", people, context, widths=(16.0, 24.0, 30.0))
    sheet = book.create_sheet(text("next.sheet_words", context.lang))
    _set_widths(sheet, (90.0,))
    put_line(sheet, 1, 1, text("next.sheet_words", context.lang), TITLE, 90.0)
    for line in range(1, N_WORDS_OF_ASKING + 1):
        put_line(sheet, line + 1, 1, text(f"next.asking_{line}", context.lang), SMALL, 90.0)
    _print(sheet, context)
    return book


def _sheet(
    book: Workbook,
    name: str,
    lines: Sequence[tuple[str, ...]],
    context: ListContext,
    *,
    note: str = "",
    widths: tuple[float, ...] = (),
) -> Worksheet:
    lang = context.lang
    sheet = book.create_sheet(text(f"next.sheet_{name}", lang))
    headings = text(f"next.header_{name}", lang).split("|")
    widths = widths or _WIDTHS[name]
    _set_widths(sheet, widths)
    put_line(sheet, 1, len(headings), text(f"next.title_{name}", lang), TITLE, sum(widths), centre=True)
    put_line(sheet, 2, len(headings), text(f"next.{note}", lang) if note else context.export_id, SMALL, sum(widths))
    put_table_row(sheet, 3, headings, widths, header=True)
    inputs = frozenset(range(3, len(headings))) if name == "survey" else frozenset[int]()
    for row, line in enumerate(lines, start=4):
        put_table_row(sheet, row, line, widths, inputs=inputs)
    sheet.freeze_panes = "A4"
    _print(sheet, context)
    return sheet


def _print(sheet: Worksheet, context: ListContext) -> None:
    footer = {"left": context.export_id, "right": context.page_foot}
    header = f"{context.handler} · {context.export_id}"
    print_on_a4(sheet, landscape=True, repeat_rows="1:3", header=header, footer=footer)


def _day(day: dt.date, context: ListContext) -> str:
    """A day that the list still holds on, else a word for later."""
    return day.isoformat() if day <= context.last_day else text("next.later", context.lang)


def _standing(n: int, lang: Lang) -> str:
    return text("next.standing", lang, n=n) if n > 0 else ""


def _week(week: int, context: ListContext) -> str:
    day = context.exported_on + dt.timedelta(days=7 * (week - 1))
    return text("next.week", context.lang, n=week, day=day)

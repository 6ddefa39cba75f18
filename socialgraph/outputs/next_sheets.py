"""Sheets of the secretary's workbook beside the conversations: next steps by stack, the weeks, the empty survey form.

Nothing that a list may not hold: no path, no third person's name, no q. Whom to invite has a list of its own. A
household that is left alone or waits for its day is on no sheet and counted nowhere, and what is said of a stack counts
only flats with a planned conversation or appointment: nobody is found by subtraction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from socialgraph.files.workbooks import save_workbook
from socialgraph.messages import Lang, text
from socialgraph.outputs import workbooks
from socialgraph.outputs.list_context import ListContext
from socialgraph.outputs.list_texts import small_line
from socialgraph.outputs.words import page_words
from socialgraph.privacy.confirming import must_be_a_name
from socialgraph.schema.list_words import list_words

N_WORDS_OF_ASKING = 4
_WIDTHS = {
    "steps": (14.0, 24.0, 16.0, 46.0, 14.0, 28.0),
    "weeks": (30.0, 18.0, 26.0, 22.0),
    "survey": (8, 6, 8, 12, 13, 14, 44),
    "invite": (16.0, 24.0, 30.0, 18.0),
}
_WORDS_WIDTHS = (22.0, 22.0, 22.0, 22.0)  # several columns: a single one is never scaled down to the page


@dataclass(frozen=True)
class NextStep:
    """A household's next step as it is written.

    `household` is its key, which stands nowhere; `flat` is the address; `building`, `door`, `room` fill the survey
    form; `standing` counts the planned flats of its stack, -1 says nothing; `week` counts from 1, 0 is beyond the
    calendar.
    """

    household: str
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
    words = page_words("step", context.lang)
    lines = [
        (s.flat, words[s.step], s.who, s.ask, context.shown_day(s.not_before), _standing(s.standing, context.lang))
        for s in steps
    ]
    _sheet(book, "steps", lines, context, "note_steps")
    weekly = sorted((s for s in steps if s.week), key=lambda s: s.week)
    _sheet(
        book, "weeks", [(_week(s.week, context), s.flat, words[s.step], s.who) for s in weekly], context, "note_weeks"
    )
    asked = [(s.building, s.door, s.room, "", "", "", "") for s in steps if s.is_survey]
    if asked:
        sheet = _sheet(book, "survey", asked, context, "note_survey")
        answers = list(list_words("survey_outcome", context.lang).values())
        title, prompt = text("next.form_heading", context.lang), text("next.form_prompt", context.lang)
        workbooks.offer_choices(sheet, f"F4:F{3 + len(asked)}", answers, title, prompt)


@dataclass(frozen=True)
class Invitation:
    """Somebody whom the secretary may ask to help: name, address, role in words, and from when."""

    name: str
    address: str
    role: str
    not_before: dt.date


def write_invitations(path: Path, people: Sequence[Invitation], context: ListContext) -> None:
    """Write the secretary's own workbook: whom to ask to help, and how to ask and to accept a no.

    It has no cell for an answer: who says no is recorded nowhere. Readable by its owner only.

    Parameters
    ----------
    path : where it is written.
    people : in natural order of address, whatever a plan would gain by them: it is no rank of persons.
    context : number, dates and language of the list.

    Raises
    ------
    InputError
        If nobody confirmed the list, or the file can't be written.
    """
    must_be_a_name(context.confirmed_by)
    book = workbooks.new_workbook()
    book.remove(book.active)
    lines = [(one.name, one.address, one.role, context.shown_day(one.not_before)) for one in people]
    _sheet(book, "invite", lines, context, "note_invite")
    sheet = book.create_sheet(text("next.sheet_words", context.lang))
    workbooks.set_widths(sheet, _WORDS_WIDTHS)
    columns, width = len(_WORDS_WIDTHS), sum(_WORDS_WIDTHS)
    workbooks.put_line(sheet, 1, columns, text("next.sheet_words", context.lang), workbooks.TITLE, width)
    for line in range(1, N_WORDS_OF_ASKING + 1):
        workbooks.put_line(sheet, line + 1, columns, text(f"next.asking_{line}", context.lang), workbooks.BODY, width)
    workbooks.put_line(sheet, N_WORDS_OF_ASKING + 2, columns, small_line(context), workbooks.SMALL, width)
    _print(sheet, context, landscape=False, repeat_rows=None)
    book.properties.title = context.export_id
    book.properties.creator = book.properties.lastModifiedBy = "socialgraph"
    save_workbook(book, path)


def _sheet(
    book: Workbook,
    name: str,
    lines: Sequence[tuple[str, ...]],
    context: ListContext,
    note: str,
) -> Worksheet:
    lang = context.lang
    sheet = book.create_sheet(text(f"next.sheet_{name}", lang))
    headings = text(f"next.header_{name}", lang).split("|")
    widths = _WIDTHS[name]
    workbooks.set_widths(sheet, widths)
    workbooks.put_line(
        sheet, 1, len(headings), text(f"next.title_{name}", lang), workbooks.TITLE, sum(widths), centre=True
    )
    workbooks.put_line(sheet, 2, len(headings), text(f"next.{note}", lang), workbooks.SMALL, sum(widths))
    workbooks.put_table_row(sheet, 3, headings, widths, header=True)
    inputs = frozenset(range(3, len(headings))) if name == "survey" else frozenset[int]()
    for row, line in enumerate(lines, start=4):
        workbooks.put_table_row(sheet, row, line, widths, inputs=inputs)
    if name != "survey":  # a form comes back: whatever stood under its rows would be read as one
        workbooks.put_line(sheet, 4 + len(lines), len(headings), small_line(context), workbooks.SMALL, sum(widths))
    sheet.freeze_panes = "A4"
    _print(sheet, context, landscape=name != "weeks")
    return sheet


def _print(sheet: Worksheet, context: ListContext, *, landscape: bool = True, repeat_rows: str | None = "1:3") -> None:
    footer = {"left": context.export_id, "right": context.page_foot}
    header = f"{context.handler} · {context.export_id}"
    workbooks.print_on_a4(sheet, landscape=landscape, repeat_rows=repeat_rows, header=header, footer=footer)


def _standing(n: int, lang: Lang) -> str:
    return text("next.standing", lang, n=n) if n > 0 else ""


def _week(week: int, context: ListContext) -> str:
    day = context.exported_on + dt.timedelta(days=7 * (week - 1))
    return text("next.week", context.lang, n=week, day=day)

"""Sheets of the secretary's workbook beside the conversations: next steps by stack, the weeks, the empty survey form.

Nothing that a list may not hold: no path, no third person's name, no q. Whom to invite stands in a list of its own. A
household that is left alone or waits for its day is on no sheet and counted nowhere, and what is said of a stack counts
only flats with a planned conversation or appointment: nobody is found by subtraction.
"""

# ruff: noqa: E501  (a sentence stays on its line: Chinese text has no place to break)

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from socialgraph.messages import Lang
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

_TEXTS: dict[str, tuple[str, str]] = {
    "sheet_steps": ("下一步", "Next steps"),
    "sheet_weeks": ("日历", "Calendar"),
    "sheet_survey": ("信任联系调查表", "Survey form"),
    "title_steps": ("下一步：每户做什么、由谁做", "Next steps: what, and by whom"),
    "title_weeks": ("按周安排", "Week by week"),
    "title_survey": (
        "信任联系调查表（自愿填写，可以不答）",
        "Whom they would hear (voluntary; any answer may be left out)",
    ),
    "note_steps": (
        "同一串的住户排在一起。约时间不是做工作，用平常的话问哪天方便。居民可以随时说“不”，不问原因。",
        "Households of one stack stand together. An appointment is no persuasion: ask which day suits. Residents may say "
        "no at any time; no reason is asked.",
    ),
    "note_survey": (
        "只问：关于改管这件事，您愿意听谁说？可以说“没有人”，也可以说“不希望别人来谈”。不记录原因。",
        "Ask only: whom would you hear about the works? “Nobody” and “I want nobody to come” are answers. No reason is "
        "written down.",
    ),
    "later": ("不在本单有效期内", "not within this list"),
    "standing": ("本单内本串已安排 {n} 户", "{n} households of this stack are planned in this list"),
    "no_standing": ("", ""),
    "week": ("第 {n} 周（{day} 起）", "Week {n} (from {day})"),
    "header_steps": (
        "住户|下一步|由谁做|请对方做什么|最早日期|本串情况",
        "Household|Next step|By whom|What to ask for|Not before|Its stack",
    ),
    "header_weeks": ("周|住户|下一步|由谁做", "Week|Household|Next step|By whom"),
    "header_survey": (
        "楼号|单元|房号|被访人|提名日期|提名结果|备注（愿意听谁的：姓名、住址）",
        "楼号|单元|房号|被访人|提名日期|提名结果|备注（愿意听谁的：姓名、住址）",
    ),
    "title_invite": ("邀请名单（仅供书记）", "People to invite (for the secretary alone)"),
    "sheet_invite": ("邀请名单", "Invitations"),
    "sheet_words": ("怎么开口、怎么接受“不”", "Asking, and accepting a no"),
    "header_invite": ("姓名|住址|身份", "Name|Address|Role"),
}
_WIDTHS = {
    "steps": (14.0, 20.0, 16.0, 46.0, 14.0, 26.0),
    "weeks": (24.0, 16.0, 22.0, 18.0),
    "survey": (8, 6, 8, 12, 13, 14, 44),
}
_WORDS_OF_ASKING = (
    (
        "开口：“咱们楼门改管，有几户想找信得过的邻居聊聊。您要是愿意，每周能抽出一个晚上吗？谈什么、和谁谈，您自己定。”",
        "Asking: “Some households would like to talk the works over with a neighbour they trust. Would you have an evening "
        "a week? With whom and about what is for you to decide.”",
    ),
    (
        "不说哪一户信任他（她），不拿身份、职务、人情说事。",
        "Do not say which household trusts them; do not appeal to office, duty or favours.",
    ),
    (
        "对方说“不”或不回答：“没关系，谢谢您。”不问原因，不再问，不上报，不记在本人名下；半年内不再邀请。",
        "A no, or no answer: “That is fine, thank you.” No reason is asked; it is not asked again for half a year, not "
        "reported and not held against anybody.",
    ),
    (
        "对方说“好”：登记本人愿意的日期和每周几户，随时可以退出。",
        "A yes: note the day and how many households a week; they may stop at any time.",
    ),
)


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


def sheet_text(name: str, lang: Lang) -> str:
    """One sentence of these sheets.

    Parameters
    ----------
    name : its code.
    lang : zh or en.

    Returns
    -------
    str
    """
    zh, en = _TEXTS[name]
    return zh if lang == "zh" else en


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
        answers = list(list_words("survey_outcome", "zh").values())
        offer_choices(sheet, f"F4:F{3 + len(asked)}", answers, "提名结果", "可以留空")


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
    words = [(zh if context.lang == "zh" else en,) for zh, en in _WORDS_OF_ASKING]
    sheet = book.create_sheet(sheet_text("sheet_words", context.lang))
    _set_widths(sheet, (90.0,))
    put_line(sheet, 1, 1, sheet_text("sheet_words", context.lang), TITLE, 90.0)
    for line, (text,) in enumerate(words, start=2):
        put_line(sheet, line, 1, text, SMALL, 90.0)
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
    sheet = book.create_sheet(sheet_text(f"sheet_{name}", lang))
    headings = sheet_text(f"header_{name}", lang).split("|")
    widths = widths or _WIDTHS[name]
    _set_widths(sheet, widths)
    put_line(sheet, 1, len(headings), sheet_text(f"title_{name}", lang), TITLE, sum(widths), centre=True)
    put_line(sheet, 2, len(headings), sheet_text(note, lang) if note else context.export_id, SMALL, sum(widths))
    put_table_row(sheet, 3, headings, widths, header=True)
    inputs = frozenset(range(3, len(headings))) if name == "survey" else frozenset[int]()
    for row, line in enumerate(lines, start=4):
        put_table_row(sheet, row, line, widths, inputs=inputs)
    sheet.freeze_panes = "A4"
    _print(sheet, context)
    return sheet


def _print(sheet: Worksheet, context: ListContext) -> None:
    footer = {"left": context.export_id, "right": str(context.exported_on)}
    header = f"{context.handler} · {context.export_id}"
    print_on_a4(sheet, landscape=True, repeat_rows="1:3", header=header, footer=footer)


def _day(day: dt.date, context: ListContext) -> str:
    """A day that the list still holds on, else a word for later."""
    return day.isoformat() if day <= context.last_day else sheet_text("later", context.lang)


def _standing(n: int, lang: Lang) -> str:
    return sheet_text("standing", lang).format(n=n) if n > 0 else ""


def _week(week: int, context: ListContext) -> str:
    day = context.exported_on + dt.timedelta(days=7 * (week - 1))
    return sheet_text("week", context.lang).format(n=week, day=day)

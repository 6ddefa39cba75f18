"""The secretary's list filled in as people do: some agree, one wants no more visits, one does not wish to talk."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from socialgraph.files.workbooks import save_workbook
from socialgraph.messages import Lang, text
from socialgraph.schema.list_words import list_words

AGREED, STOPPED, DECLINED, SOFTENED, NO_CONTACT, EMPTY = (
    "agreed",
    "asked_to_stop",
    "declined",
    "softened",
    "no_contact",
    "empty",
)
# what came of the first conversations, in the order of the list; of the later ones two in five were not held yet
_FIRST = (AGREED, AGREED, STOPPED, AGREED, DECLINED, AGREED, SOFTENED, AGREED, NO_CONTACT)
_LATER = (AGREED, EMPTY, SOFTENED, AGREED, EMPTY)
# outcome -> result, word of the household
_WORDS = {
    AGREED: ("agreed", "signed"),
    STOPPED: ("asked_to_stop", ""),
    DECLINED: ("unchanged", "declined_contact"),
    SOFTENED: ("softened", "conditional"),
    NO_CONTACT: ("no_contact", ""),
}


def fill_in(path: Path, today: dt.date, lang: Lang) -> Counter[str]:
    """Write into the list at `path` what came of each conversation; how many there are of each outcome.

    Parameters
    ----------
    today : the day on which all were held.
    lang : the language of the list.

    Returns
    -------
    Counter
        Over the outcomes `AGREED`, `STOPPED`, `DECLINED`, `SOFTENED`, `NO_CONTACT` and `EMPTY` (not held yet).
    """
    book = load_workbook(path)
    page = book[text("list.sheet_conversations", lang)]
    columns, line = _headings(page, lang)
    outcomes: Counter[str] = Counter()
    while page.cell(line, columns["list_row"]).value:
        place = outcomes.total()
        outcome = _FIRST[place] if place < len(_FIRST) else _LATER[(place - len(_FIRST)) % len(_LATER)]
        outcomes[outcome] += 1
        if outcome != EMPTY:
            _fill_row(page, line, columns, outcome, today, lang)
        line += 1
    save_workbook(book, path)
    return outcomes


def _headings(page: Worksheet, lang: Lang) -> tuple[dict[str, int], int]:
    """Code of a heading → its column, and the first line below them."""
    codes = {word: code for code, word in list_words("column", lang).items()}
    for row in page.iter_rows():
        columns = {codes[str(cell.value)]: cell.column for cell in row if str(cell.value) in codes}
        if "list_row" in columns:
            return columns, row[0].row + 1
    raise ValueError("no sheet of conversations")


def _fill_row(page: Worksheet, line: int, columns: dict[str, int], outcome: str, today: dt.date, lang: Lang) -> None:
    result, stance = _WORDS[outcome]
    key = list_words("missing_key", lang)["access"]
    access = outcome == AGREED and key in str(page.cell(line, columns["missing_key"]).value)
    consent = not access or str(page.cell(line, columns["missing_key"]).value) != key
    page.cell(line, columns["result"]).value = list_words("result", lang)[result]
    if stance and consent:
        page.cell(line, columns["stance"]).value = list_words("stance", lang)[stance]
    if access:
        page.cell(line, columns["access"]).value = list_words("access", lang)["verbal"]
    page.cell(line, columns["held_on"]).value = today.isoformat()

"""Messages of a group chat that was saved as text: who of which flat, when, and below it what was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import PurePath

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.evidence import other_matter
from socialgraph.loaders.layout.forms.text_lines import PLACE, SaidOfFlat, is_name, line_text, said_of_flat
from socialgraph.loaders.layout.forms.unfolded import Unfolded, text_cell
from socialgraph.loaders.values.dates import date_of_title
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone
from socialgraph.loaders.values.words.speech.sayings import likely_meaning

_NAME = r"(?P<name>[\u3400-\u9fff·]{2,4})"
_SENT = re.compile(
    rf"^(?:{_NAME}\s*(?P<place>{PLACE})|(?P<first>{PLACE})\s*(?P<second>[\u3400-\u9fff·]{{2,4}}))"
    r"\s+(?P<day>20\d\d[-./年]\d{1,2}[-./月]\d{1,2})日?\s+\d{1,2}:\d{2}(?::\d{2})?$"
)

_HEADINGS = ("日期", "地址", "姓名", "意见")  # whoever writes need not be the owner
_WORKS = re.compile(r"换(?:上下水|下水|上水|污水|厨房|厕所)?(?:立)?管|立管|管(?:道|线)?(?:的?更换|改造)|水改")
_LEAST_MESSAGES, _TITLE_LINES = 5, 3
_NO_YES = frozenset(("conditional", "hesitant", "refused", "reversed"))


def chat_form(sheet: Grid, file: str = "") -> Unfolded | None:
    """A line a message of somebody of a flat about the works, of a chat whose name says that it is about them."""
    texts = {number: line_text(cells) for number, cells in sheet.rows.items()}
    senders = [number for number, text in texts.items() if _SENT.match(text.strip())]
    title = " ".join([PurePath(file).stem, sheet.name, *islice(texts.values(), _TITLE_LINES)])
    if len(senders) < _LEAST_MESSAGES or not _WORKS.search(title) or other_matter(title):
        return None
    unfolded = Unfolded(_HEADINGS, titles=(PurePath(file).stem,))
    for number, day, said in messages_in(texts):
        unfolded.lines.append((number, tuple(map(text_cell, (day, said.place, said.name, said.words)))))
        unfolded.used.add(number)
    return unfolded if unfolded.lines else None


def messages_in(texts: Mapping[int, str]) -> Iterator[tuple[int, str, SaidOfFlat]]:
    """Row, day and what somebody of a flat wrote about the works, of every message that says nothing else.

    A wish to be left alone is never one of them, nor is what no word or sentence of the vocabulary reads.
    """
    by_row = iter(texts.items())
    for _, text in by_row:
        match = _SENT.match(text.strip())
        if match is None:
            continue
        number, words = next(by_row, (0, ""))
        name = match["name"] or match["second"]
        entry = said_of_flat((match["place"] or match["first"]).strip())
        if entry is not None and is_name(name) and _is_of_works(words):
            yield number, date_of_title(match["day"], 0), SaidOfFlat(entry.place, name, "", words.strip())


def _is_of_works(words: str) -> bool:
    """Whether a message is a word on the works; a yes in a sentence (我下午可以) may be one to anything."""
    cell = Words().stance_cell(words) if words.strip() else None
    known = cell is not None and bool(cell.stances)
    return (known or likely_meaning("stance", words) in _NO_YES) and not asks_to_be_left_alone(words)

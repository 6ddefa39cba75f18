"""Messages of a group chat that was saved as text: who of which flat, when, and below it what was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from socialgraph.loaders.layout.forms.text_lines import PLACE, SaidOfFlat, is_name, said_of_flat
from socialgraph.loaders.values.dates import date_of_title
from socialgraph.loaders.words.lexicon import Words
from socialgraph.loaders.words.protective import asks_to_be_left_alone
from socialgraph.loaders.words.speech.sayings import likely_meaning

_NAME = r"(?P<name>[\u3400-\u9fff·]{2,4})"
_SENT = re.compile(
    rf"^(?:{_NAME}\s*(?P<place>{PLACE})|(?P<first>{PLACE})\s*(?P<second>[\u3400-\u9fff·]{{2,4}}))"
    r"\s+(?P<day>20\d\d[-./年]\d{1,2}[-./月]\d{1,2})日?\s+\d{1,2}:\d{2}(?::\d{2})?$"
)

_NO_YES = frozenset(("conditional", "hesitant", "refused", "reversed"))


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

"""Dialects as clerks write them down, in the words of the standard language: 唔使换 is 不用换, 莫得人 is 没有人.

`data/dialects.csv` has the words, each with what it is in the standard language. A text is put into it only where it
holds a word that no standard text has (`marks`), or is nothing but such a word. Names are never put into it: only what
is looked up in a dictionary of words or headings.
"""

from __future__ import annotations

import re
from functools import lru_cache

from socialgraph.loaders.values.text import tidy
from socialgraph.loaders.values.words.heading_keys import data_table


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[re.Pattern[str], str], ...]:
    """All words in the order of the table."""
    return tuple((re.compile(row["said"]), row["written"]) for row in data_table("dialects.csv"))


@lru_cache(maxsize=1)
def _marks() -> re.Pattern[str]:
    return re.compile("|".join(row["said"] for row in data_table("dialects.csv") if row["marks"]))


@lru_cache(maxsize=65536)
def in_standard_words(text: str) -> str:
    """The text in the words of the standard language; as it is where it holds no word of a dialect.

    >>> in_standard_words("佢话唔使换"), in_standard_words("同意换")
    ('他说不用换', '同意换')
    """
    if text.isascii():
        return text
    plain = tidy(text)
    if not _marks().search(plain):
        return text
    for said, written in _words():
        plain = said.sub(written, plain)
    return plain

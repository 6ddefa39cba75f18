"""Words that hurt people: a refusal is lawful, and nobody is named for it; and names in the office's free text.

The list stands once, in `data/banned_words.csv`. It holds for code, labels, pages and logs (`tests/safeguards/
test_stigma.py`); free text of the office's that leaves in a list has such words masked.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from socialgraph.shipped import shipped_table

MASK = "…"
# as long as a phone or more; a date (2026-11-25, 20261125) is none
_LONG_DIGITS = re.compile(r"(?<![\d-])(?!20\d\d[-./]?[01]\d[-./]?[0-3]\d(?!\d))\d[\d\s-]{5,}[\dXx]")
_LONGEST_NAME = 12
_HIDDEN_NAME = "某某"


@cache
def banned_words() -> dict[str, str]:
    """Each banned word, and what to say instead; longer words first."""
    rows = {row["word"]: row["say_instead"] for row in shipped_table("banned_words")}
    return dict(sorted(rows.items(), key=lambda row: -len(row[0])))


def banned_in(text: str) -> list[str]:
    """The banned words that `text` holds, in whatever case and with whatever blanks between their characters."""
    return [match.group() for match in _pattern().finditer(text)]


def without_banned(text: str) -> str:
    """`text` with every banned word masked."""
    return _pattern().sub(MASK, text)


def without_people(text: str, names: Collection[str]) -> str:
    """`text` with every name of `names` (two characters or more) and every long number hidden."""
    text = _LONG_DIGITS.sub("****", text)
    start = 0
    while start < len(text):
        for length in range(min(_LONGEST_NAME, len(text) - start), 1, -1):
            if text[start : start + length] in names:
                text = text[:start] + _HIDDEN_NAME + text[start + length :]
                start += len(_HIDDEN_NAME) - 1
                break
        start += 1
    return text


@cache
def _pattern() -> re.Pattern[str]:
    """A Chinese word may be split by blanks; an English one is matched as a word, also in the plural."""
    patterns = [
        rf"\b{re.escape(word).replace(chr(92) + ' ', '[ _-]*')}s?\b" if word.isascii() else r"\s*".join(word)
        for word in banned_words()
    ]
    return re.compile("|".join(patterns), re.IGNORECASE)

"""Words that hurt people: a refusal is lawful, and nobody is named for it.

The list stands once, in `data/banned_words.csv`. It holds for code, labels, pages and logs (`tests/safeguards/
test_stigma.py`); free text of the office's that leaves in a list has such words masked.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

MASK = "…"


@cache
def banned_words() -> dict[str, str]:
    """Each banned word, and what to say instead; longer words first."""
    text = (files("socialgraph") / "data" / "banned_words.csv").read_text(encoding="utf-8")
    rows = {row["word"]: row["say_instead"] for row in csv.DictReader(text.splitlines())}
    return dict(sorted(rows.items(), key=lambda row: -len(row[0])))


def banned_in(text: str) -> list[str]:
    """The banned words that `text` holds, in whatever case and with whatever blanks between their characters."""
    return [found.group() for found in _pattern().finditer(text)]


def without_banned(text: str) -> str:
    """`text` with every banned word masked."""
    return _pattern().sub(MASK, text)


@cache
def _pattern() -> re.Pattern[str]:
    """A Chinese word may be split by blanks; an English one is matched as a word, also in the plural."""
    patterns = [
        rf"\b{re.escape(word).replace(chr(92) + ' ', '[ _-]*')}s?\b" if word.isascii() else r"\s*".join(word)
        for word in banned_words()
    ]
    return re.compile("|".join(patterns), re.IGNORECASE)

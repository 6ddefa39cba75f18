"""The one neutraliser of formulas: text on its way into a sheet, a CSV file or onto the screen."""

from __future__ import annotations

import re
import unicodedata

_STARTS = frozenset("=+-@＝＋－＠﹢﹣﹦﹫−")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
# what no cell and no screen should get: C0 and C1 controls (ESC begins a terminal's commands) but tab and line feed,
# and the signs that turn the direction of what follows, so that it reads as something else
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})  # blanks, line ends, controls, zero-width characters


def neutral(text: str) -> str:
    r"""`text` as a spreadsheet may hold it: an apostrophe before whatever could start a formula.

    Full-width signs count, and signs behind blanks, line feeds or characters without width; a number (-1, a room
    such as -101) is none. Control characters become blanks.

    Examples
    --------
    >>> [neutral(text) for text in ("=1", " =1", "＝1", "\n=1", "-101", "5-2-301")]
    ["'=1", "' =1", "'＝1", "'\n=1", '-101', '5-2-301']
    """
    text = without_controls(text)
    return "'" + text if _first_seen(text) in _STARTS and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """`text` without the apostrophe that `neutral` put before it; any other text as it is."""
    return text[1:] if text[:1] == "'" and neutral(text[1:]) == text else text


def without_controls(text: str) -> str:
    """`text` with every control character (but tab and line feed) as a blank: none reaches a cell or a terminal."""
    return _CONTROL.sub(" ", text)


def _first_seen(text: str) -> str:
    """The first character that takes room; empty where there is none."""
    if text[:1].isalnum():
        return text[0]
    return next((character for character in text if unicodedata.category(character) not in _UNSEEN), "")

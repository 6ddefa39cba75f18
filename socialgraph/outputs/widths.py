"""How wide text stands: a Chinese character takes two columns, on a screen as in a sheet."""

from __future__ import annotations

import re
import unicodedata
from math import ceil

SCREEN = 80
_OPENING, _CLOSING = "（“‘《", "，。；：、！？）”’》"
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60"
# what a line may end after: blanks, a wide character, or a run of narrow ones; punctuation stays with its neighbour
_PIECE = re.compile(rf"\s+|[{_OPENING}]*(?:[{_WIDE}]|[^\s{_WIDE}{_OPENING}{_CLOSING}]+)?[{_CLOSING}]*")


def display_width(text: str) -> int:
    """Columns that `text` takes on a screen: wide and full-width characters two, combining marks none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def padded(text: str, width: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `width` columns, on the left for numbers (`right=True`)."""
    blanks = " " * max(0, width - display_width(text))
    return blanks + text if right else text + blanks


def wrapped_lines(text: str, width: float) -> int:
    """Lines that `text` needs in a cell `width` columns wide (at least 1)."""
    return sum(max(1, ceil(display_width(line) / max(1.0, width - 1))) for line in text.split("\n"))


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns; broken at blanks where there are any, else anywhere."""
    lines, line, blank = [], "", -1
    for character in text:
        if display_width(line + character) > width and line:
            if blank > 0:
                lines.append(line[:blank])
                line = line[blank + 1 :]
            elif character in _CLOSING and len(line) > 1:  # no line begins with closing punctuation
                lines.append(line[:-1])
                line = line[-1]
            else:
                lines.append(line)
                line = ""
            blank = line.rfind(" ")
        if character == " ":
            blank = len(line)
        line += character
    return [*lines, line]


def flowed(text: str, width: int) -> list[str]:
    """Prose in lines of `width` columns: parted at blanks and between Chinese characters; no word is broken.

    Examples
    --------
    >>> flowed("a stack of flats", 8)
    ['a stack', 'of flats']
    >>> flowed("一串，就是上下相连的各户。", 10)
    ['一串，就是', '上下相连的', '各户。']
    """
    lines, line = [], ""
    for piece in filter(None, _PIECE.findall(text)):
        if line and display_width((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def in_screen(line: str, width: int = SCREEN) -> list[str]:
    """A line of prose in lines of a screen; one that fits, or that is set in, stays as it is.

    Examples
    --------
    >>> in_screen("  cd a-folder-to-type", 8), in_screen("to be read", 8)
    (['  cd a-folder-to-type'], ['to be', 'read'])
    """
    return [line] if line.startswith(" ") or display_width(line) <= width else flowed(line, width)

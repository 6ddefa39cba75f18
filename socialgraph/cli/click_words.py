"""What click itself says of wrong use, as notes of `messages`.

click hands out finished English, so its sentences are told apart by the English rows `click.…`: the one place where
text is matched. What stands in a hole is the user's and stays as it is; only the problem of a value is click's again.
"""

from __future__ import annotations

import re
from functools import cache

from socialgraph.messages import Note, note, texts

_HOLE = re.compile(r"\{(\w+)\}")
_OF_CLICK = "click."
_NESTED = {"click.invalid_value": "problem"}  # code -> the hole that holds another sentence of click's


def click_note(sentence: str) -> Note | str:
    """The note that `sentence` of click is in English; the sentence itself where no row fits it."""
    for code, pattern in _patterns():
        if match := pattern.fullmatch(sentence):
            return note(
                code,
                **{
                    name: click_note(part) if name == _NESTED.get(code) else part
                    for name, part in match.groupdict().items()
                },
            )
    return sentence


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """The rows as patterns; the longest literal text comes first, since it says most."""
    rows = [(code, text) for code, text in texts("en").items() if code.startswith(_OF_CLICK)]
    return [(code, _pattern(text)) for code, text in sorted(rows, key=lambda row: -len(_HOLE.sub("", row[1])))]


def _pattern(text: str) -> re.Pattern[str]:
    parts = _HOLE.split(text)
    holes = [f"(?P<{name}>.*?)" for name in parts[1::2]]
    literals = [re.escape(literal) for literal in parts[::2]]
    return re.compile("".join(part for pair in zip(literals, [*holes, ""], strict=True) for part in pair), re.DOTALL)

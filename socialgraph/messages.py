"""Sentences for the user in Chinese: the code says them in English, `data/messages_zh.csv` holds their Chinese.

A row's `message` is the English sentence with the expressions of its f-string as holes `{0}`, `{1}`, …; `zh` says the
same with the same holes. So a raise site stays readable, and a finished sentence still finds its translation.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import Literal

Lang = Literal["zh", "en"]

_HOLE = re.compile(r"\{(\d+)\}")


def in_language(sentence: str, lang: Lang) -> str:
    """The English `sentence` in `lang`; as it is where no row fits it.

    What stands in a hole is carried over; where it is a phrase with a row of its own, that is translated too.
    """
    return _in_chinese(sentence) if lang == "zh" else sentence


def _in_chinese(text: str) -> str:
    for pattern, chinese in _templates():
        if found := pattern.fullmatch(text):
            return _filled(chinese, [_in_chinese(part) for part in found.groups()])
    return text


def _filled(chinese: str, parts: list[str]) -> str:
    """The holes filled; not by `str.format`, since a sentence may show braces of its own."""
    return _HOLE.sub(lambda hole: parts[int(hole.group(1))], chinese)


@cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    """Every row as a pattern and its Chinese; the longest literal text comes first, since it says most."""
    text = files("socialgraph").joinpath("data/messages_zh.csv").read_text(encoding="utf-8")
    rows = sorted(csv.DictReader(text.splitlines()), key=lambda row: -len(_HOLE.sub("", row["message"])))
    return [(_pattern(row["message"]), row["zh"]) for row in rows]


def _pattern(message: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(re.escape(literal) for literal in _HOLE.split(message)[::2]), re.DOTALL)

"""Headings of databases: pinyin, its initials and English (lou, fh, ego_xm), as the Chinese heading they stand for."""

from __future__ import annotations

import re
from functools import lru_cache

from socialgraph.loaders.values.words.heading_keys import data_table

IDENTIFIER = re.compile(r"^[A-Za-z][A-Za-z0-9_]{0,23}$")
_DAY = re.compile(r"^[A-Z]{2,6}RQ$")  # WFRQ, DCRQ: initials of a day of something
_WHOSE = frozenset(("业主", "租户", "本人", "对方"))


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return {row["heading"]: row["chinese"] for row in data_table("latin_headings.csv")}


def in_chinese(heading: str) -> str:
    """The Chinese heading that an identifier stands for, "" where that is not known: att_o -> 业主态度."""
    key = heading.strip().lower()
    words = _words()
    if key in words:
        return words[key] if len(key) > 1 else ""
    parts = [words.get(part, "") for part in key.split("_")]
    if len(parts) > 1 and all(parts):
        return "".join(sorted(parts, key=lambda part: part not in _WHOSE))
    return ""


def is_day(heading: str) -> bool:
    """Whether initials stand for the day of something: WFRQ."""
    return bool(_DAY.match(heading))

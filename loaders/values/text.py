"""Text as offices type it, made comparable: full-width and look-alike characters, dashes, several values in a cell."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DASHES = re.compile(r"[‐‑‒–—―−﹣－~～〜〰─━]+")
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_BLANKS = re.compile(r"\s+")
_SEPARATORS = re.compile(r"[、,;/|┋\n\r+&]+|\s+")
_STRONG_SEPARATORS = re.compile(r"[、,;/|┋\n\r]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{6}(?:19|20)\d{9}[\dXx](?![0-9A-Za-z])")

# what a clerk types into a cell that has nothing to say
NOTHING = frozenset(
    {"", "-", "--", "---", "/", "\\", ".", "。", "无", "没有", "暂无", "不详", "未知", "不清楚", "待核实"}
)

SAME_AS_ABOVE = frozenset(
    ("同上", "″", "〃", '"', "''", "同前", "同日", "“", "”", "〞", "同楼上", "仝上", "′′", "ditto", "DITTO")
)


@lru_cache(maxsize=65536)
def tidy(text: str) -> str:
    """Half-width (NFKC), one kind of dash, no invisible characters, single blanks, nothing at the ends."""
    folded = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
    return _BLANKS.sub(" ", _DASHES.sub("-", folded)).strip()


def compact(text: str) -> str:
    """`tidy` without any blank, capitals and small letters as written: codes and names of offices."""
    return tidy(text).replace(" ", "")


@lru_cache(maxsize=65536)
def squeeze(text: str) -> str:
    """`compact` in upper case: how cells are compared with dictionaries."""
    return compact(text).upper()


def pieces(text: str, *, blanks: bool = True) -> list[str]:
    """The values of a cell that lists several: `老人、病人;考生 孕妇` gives four."""
    pattern = _SEPARATORS if blanks else _STRONG_SEPARATORS
    return [piece.strip() for piece in pattern.split(tidy(text)) if piece and piece.strip()]


def has_chinese(text: str) -> bool:
    """Whether a text holds a Chinese character.

    >>> has_chinese("FWBH"), has_chinese("FW号")
    (False, True)
    """
    return bool(_CHINESE.search(text))


def without_id_numbers(text: str) -> str:
    """The text with every national id number blotted out; such numbers stand nowhere in our tables."""
    return _ID_NUMBER.sub("***", text)

"""The words of screens, pictures and pages in Chinese and English: rows `page.…` of the messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from socialgraph.messages import Lang, text, words

NUMBER = "#"  # in a phrase: any number, which keeps its value
_NUMBER = r"(-?\d+(?:\.\d+)?)"
_LONG_NUMBER = re.compile(r"\d+\.\d{4,}")
_IN_BRACKETS = re.compile(r" ?\(([^()]*)\)")
_MARKS = (("; ", "；"), (", ", "、"), ("|", "、"), (": ", "："))


def page_words(field: str, lang: Lang) -> Mapping[str, str]:
    """Code → word of one field (`state`, `section`, …), in the order of the messages."""
    return words(f"page.{field}.", lang)


def page_text(code: str, lang: Lang, **values: object) -> str:
    """One sentence of the field `text`, its holes filled."""
    return text(f"page.text.{code}", lang, **values)


def codes_in_words(text: str, families: tuple[str, ...], lang: Lang) -> str:
    """The text with every code and phrase of these families in words, the longest first; numbers to three decimals.

    Examples
    --------
    >>> codes_in_words("verbal 2026-06-10", ("stance",), "zh")
    '口头同意 2026-06-10'
    >>> codes_in_words("2 good of 3 earlier conversations", ("source",), "zh")
    '谈得好 2 次，以前共谈 3 次'
    """
    known, pattern = _phrases(families, lang)
    worded = pattern.sub(lambda match: _filled(known, match[0]), text)
    worded = _LONG_NUMBER.sub(lambda match: f"{float(match[0]):.3f}", worded)
    return _with_marks(worded, lang)


def family_words(family: str, lang: Lang) -> Mapping[str, str]:
    """Code → word of a family: one of the pages', or one that other parts of the program have of their own."""
    group, _, name = family.partition(".")
    if group == "confirm":
        return words(f"confirm.{name}.", lang)
    return words(f"list.{name}.", lang) if group == "list" else page_words(family, lang)


@cache
def _phrases(families: tuple[str, ...], lang: Lang) -> tuple[dict[str, str], re.Pattern[str]]:
    known: dict[str, str] = {}
    for family in families:
        known = {**family_words(family, lang), **known}  # of two families that know a code the first one counts
    ordered = sorted(known, key=len, reverse=True)
    return known, re.compile("|".join(map(_bounded, ordered)))


def _bounded(phrase: str) -> str:
    """No part of a longer word: `open` is not found in `open_meeting`."""
    inner = re.escape(phrase).replace(re.escape(NUMBER), _NUMBER.replace("(", "(?:", 1))
    before = r"(?<![A-Za-z0-9_])" if phrase[0].isalnum() else ""
    return before + inner + (r"(?![A-Za-z0-9_])" if phrase[-1].isalnum() else "")


def _filled(known: dict[str, str], phrase: str) -> str:
    if phrase in known:
        return known[phrase]
    numbers = re.findall(_NUMBER, phrase)
    word = known[re.sub(_NUMBER, NUMBER, phrase)]
    for number in numbers:
        word = word.replace(NUMBER, number, 1)
    return word


def _with_marks(text: str, lang: Lang) -> str:
    """Punctuation as the language writes it."""
    if lang != "zh":
        return text.replace("|", ", ")
    for mark, written in _MARKS:
        text = text.replace(mark, written)
    return _IN_BRACKETS.sub(r"（\1）", text)

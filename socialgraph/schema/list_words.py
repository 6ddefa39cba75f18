"""The words of the secretary's list: its headings and choices in Chinese and English, declared once in a data file.

The list is written by `outputs` and comes back through `loaders.returned_lists`; both take the words from here.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from socialgraph.messages import Lang


@cache
def list_words(field: str, lang: Lang) -> dict[str, str]:
    """Code → word of one field (`column`, `result`, `stance`, …), in the order of the data file."""
    text = files("socialgraph").joinpath("data/list_words.csv").read_text(encoding="utf-8")
    words = {row["code"]: row[lang] for row in csv.DictReader(text.splitlines()) if row["field"] == field}
    if not words:
        raise KeyError(field)
    return words


@cache
def list_codes(field: str) -> dict[str, str]:
    """Word → code of one field, from both languages (a list may come back in another than the project's)."""
    return {word: code for words in (list_words(field, "zh"), list_words(field, "en")) for code, word in words.items()}

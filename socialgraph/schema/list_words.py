"""The words of the secretary's list: its headings and choices in Chinese and English, rows `list.…` of the messages.

The list is written by `outputs` and comes back through `loaders.returned_lists`; both take the words from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from socialgraph.messages import LANGS, Lang, words


def list_words(field: str, lang: Lang) -> Mapping[str, str]:
    """Code → word of one field (`column`, `result`, `stance`, …), in the order of the messages."""
    return words(f"list.{field}.", lang)


@cache
def list_codes(field: str) -> dict[str, str]:
    """Word → code of one field, from both languages (a list may come back in another than the project's)."""
    return {word: code for lang in LANGS for code, word in list_words(field, lang).items()}

"""The words of pictures and pages in Chinese and English: rows `page.…` of the messages."""

from __future__ import annotations

from collections.abc import Mapping

from socialgraph.messages import Lang, text, words


def page_words(field: str, lang: Lang) -> Mapping[str, str]:
    """Code → word of one field (`state`, `section`, …), in the order of the messages."""
    return words(f"page.{field}.", lang)


def page_text(code: str, lang: Lang, **values: object) -> str:
    """One sentence of the field `text`, its holes filled."""
    return text(f"page.text.{code}", lang, **values)

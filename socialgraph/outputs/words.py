"""The words of pictures and pages in Chinese and English, declared once in `data/page_words.csv`."""

from __future__ import annotations

from functools import cache

from socialgraph.messages import Lang
from socialgraph.registry import rows


@cache
def page_words(field: str, lang: Lang) -> dict[str, str]:
    """Code → word of one field (`state`, `section`, …), in the order of the data file."""
    words = {row["code"]: row[lang] for row in rows("page_words") if row["field"] == field}
    if not words:
        raise KeyError(field)
    return words


def page_text(code: str, lang: Lang, **values: object) -> str:
    """One sentence of the field `text`, its holes filled."""
    return page_words("text", lang)[code].format(**values)

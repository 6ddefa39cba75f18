"""Which pipe a longer text names: 厨房污水立管, WL(卫), 1梯厕所. One pipe only; of two the text says none."""

from __future__ import annotations

from functools import lru_cache

from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.words.heading_keys import data_table

_LONGEST = 16


@lru_cache(maxsize=4096)
def pipe_named(text: str) -> str:
    """The code of the only pipe of which a short text holds a word (`data/pipe_words.csv`); "" where none or several.

    >>> pipe_named("WL(厨)"), pipe_named("粪水（厕所）"), pipe_named("厨卫合用")
    ('sewage_kitchen', 'sewage_bath', '')
    """
    short = squeeze(text)
    if len(short) > _LONGEST:
        return ""
    codes = {code for code, words in _words() if any(word in short for word in words)}
    return codes.pop() if len(codes) == 1 else ""


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((row["code"], tuple(row["words"].split("|"))) for row in data_table("pipe_words.csv"))

"""Which pipe a longer text names: 厨房污水立管, WL(卫), 1梯厕所. One pipe only; of two the text says none."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.words.heading_keys import data_table

_LONGEST = 16
COLUMN_OF_PIPE: Mapping[str, str] = {
    "supply": "supply",
    "sewage_kitchen": "kitchen",
    "sewage_bath": "bathroom",
    "sewage": "sewage",
    "heating": "heating",
}
"""Code of a pipe -> what its columns are called: stance_kitchen, stack_kitchen; other pipes have none."""


@lru_cache(maxsize=4096)
def pipe_named(text: str) -> str:
    """The code of the only pipe of which a short text holds a word (`data/pipe_words.csv`); "" where none or several.

    >>> pipe_named("WL(厨)"), pipe_named("粪水（厕所）"), pipe_named("厨卫合用")
    ('sewage_kitchen', 'sewage_bath', '')
    """
    pipes = pipes_named(text) if len(squeeze(text)) <= _LONGEST else frozenset()
    return next(iter(pipes)) if len(pipes) == 1 else ""


@lru_cache(maxsize=4096)
def pipes_named(text: str) -> frozenset[str]:
    """The codes of all pipes of which a text holds a word.

    >>> sorted(pipes_named("厨房、卫生间立管的态度"))
    ['sewage_bath', 'sewage_kitchen']
    """
    short = squeeze(text)
    return frozenset(code for code, words in _words() if any(word in short for word in words))


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((row["code"], tuple(row["words"].split("|"))) for row in data_table("pipe_words.csv"))

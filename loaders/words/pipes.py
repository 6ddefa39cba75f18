"""Which pipe a longer text names: 厨房污水立管, WL(卫), 1梯厕所. One pipe only; of two the text says none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.words.heading_keys import data_table

_LONGEST = 16
_CODE_FIRST = re.compile(
    r"(?<![A-Za-z\d])(?P<code>[A-Za-z]{1,3})(?![座栋幢A-Za-z])\s*[-—]?\s*(?:[=＝:：(（]|代表|表示|是指|为|是)?\s*(?P<pipe>[\u3400-\u9fff]{2,8})"
)
_CODE_LAST = re.compile(r"(?P<pipe>[\u3400-\u9fff]{2,8})[(（:：=＝]?(?P<code>[A-Za-z]{1,3})(?![A-Za-z座栋幢])")
_LETTERS = re.compile(r"^(?:\d{1,2}(?:号楼|栋|幢|#)?[-_]?)*(?P<letters>[A-Za-z]{1,3})[-_]?\d")
_SAME = re.compile(r"^(?:同|跟|和|与|照)(?P<pipe>[\w（）()]{1,8}?)(?:一样|相同|一致)?$")
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


@lru_cache(maxsize=4096)
def same_as_pipe(text: str) -> str:
    """The column of the pipe to which a cell points instead of saying it again (同厨房); "" where to none.

    >>> same_as_pipe("同厨房"), same_as_pipe("跟给水一样"), same_as_pipe("同意"), same_as_pipe("同意换厨房")
    ('kitchen', 'supply', '', '')
    """
    match = _SAME.match(squeeze(text))
    return COLUMN_OF_PIPE.get(pipe_named(match["pipe"]), "") if match and match["pipe"][0] != "意" else ""


@lru_cache(maxsize=256)
def pipes_of_codes(text: str) -> Mapping[str, str]:
    """What the letters of risers' codes stand for, as a title explains them: WL厕所污水 FL厨房废水, 给水管(JL).

    Letters that are explained in two ways stand for nothing.

    >>> pipes_of_codes("编号：WL厕所污水 FL厨房废水 JL=给水")
    {'WL': 'sewage_bath', 'FL': 'sewage_kitchen', 'JL': 'supply'}
    >>> pipes_of_codes("厨房管（FL）、厕所管（WL）"), pipes_of_codes("FL厨房 FL厕所"), pipes_of_codes("A座厨房立管")
    ({'FL': 'sewage_kitchen', 'WL': 'sewage_bath'}, {}, {})
    """
    for pattern in (_CODE_FIRST, _CODE_LAST):
        told: dict[str, set[str]] = {}
        for match in pattern.finditer(text):
            if pipe := pipe_named(match["pipe"]):
                told.setdefault(match["code"].upper(), set()).add(pipe)
        if told:
            return {code: next(iter(pipes)) for code, pipes in told.items() if len(pipes) == 1}
    return {}


def letters_of(code: str) -> str:
    """The letters with which a riser's code begins, behind the number of its building: WL of 3WL-1, FL of FL2."""
    match = _LETTERS.match(squeeze(code))
    return match["letters"].upper() if match else ""

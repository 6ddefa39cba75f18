"""The pipes: what people call them, what their columns are called here, and which one a text names.

The words are `data/pipe_words.csv`. Of each pipe: `name`, how a form heads a column of it; `signs`, of which a short
text that names it holds one (厨, WL(卫), 1梯厕所); `words`, which name it as whole words in a sentence. `sewage` is
whichever of the two sewage pipes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.values.words.heading_keys import data_table

_LONGEST = 16
_CODE_FIRST = re.compile(
    r"(?<![A-Za-z\d])(?P<code>[A-Za-z]{1,3})(?![座栋幢A-Za-z])\s*[-—]?\s*(?:[=＝:：(（]|代表|表示|是指|为|是)?\s*(?P<pipe>[\u3400-\u9fff]{2,8})"
)
_CODE_LAST = re.compile(r"(?P<pipe>[\u3400-\u9fff]{2,8})[(（:：=＝]?(?P<code>[A-Za-z]{1,3})(?![A-Za-z座栋幢])")
_LETTERS = re.compile(r"^(?:\d{1,2}(?:号楼|栋|幢|#)?[-_]?)*(?P<letters>[A-Za-z]{1,3})[-_]?\d")
_SAME = re.compile(r"^(?:同|跟|和|与|照)(?P<pipe>[\w（）()]{1,8}?)(?:一样|相同|一致)?$")
_ALL_ARE = r"(?:都是|全是|均为|只有|只换|只画)(?:了)?"
_BESIDE_PIPES = "厨|卫|厕|废水|立管|管"
_OWN_DRAIN = re.compile("(?:独立|单独)(?:排水|下水)")
_ALL_PIPES = re.compile(
    r"^(?:全部?|所有|都|各|整体|一起|总的?|[两三四几]|全屋|全家|一并)(?:[根种类条套])?(?:的)?(?:上下水)?(?:立?管[子道线类]?)?(?:都?[有换是算]?|一起)$"
    r"|^(?:不分|不限|综合|通用|整串|(?:上下水|立?管[子道线]?)(?:改造|更换|都换|全换)?)(?:管[子道线类])?$"
)
_SEWAGE = "sewage"
SEWAGE_PIPES = ("sewage_kitchen", "sewage_bath")
COLUMN_OF_PIPE: Mapping[str, str] = {
    "supply": "supply",
    _SEWAGE: "sewage",
    "sewage_kitchen": "kitchen",
    "sewage_bath": "bathroom",
    "heating": "heating",
}
"""Code of a pipe -> what its columns are called: stance_kitchen, stack_kitchen; other pipes have none."""
PIPES_OF_COLUMN: Mapping[str, tuple[str, ...]] = {
    column: SEWAGE_PIPES if pipe == _SEWAGE else (pipe,) for pipe, column in COLUMN_OF_PIPE.items()
}
STANCE_FIELDS: Mapping[str, tuple[str, ...]] = {
    "stance": ("",),
    **{f"stance_{column}": pipes for column, pipes in PIPES_OF_COLUMN.items()},
}
"""Field of an opinion -> the pipes that it is on; "" for all."""
STANCES_AND_SIGNED = frozenset((*STANCE_FIELDS, "signed"))
"""What says that a table asks about the works."""


@dataclass(frozen=True)
class _Named:
    """What people call one pipe."""

    code: str
    name: str
    signs: tuple[str, ...]
    words: tuple[str, ...]


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
    single = (pipe for pipe in _pipes() if pipe.code != _SEWAGE)
    return frozenset(pipe.code for pipe in single if any(sign in short for sign in pipe.signs))


@lru_cache(maxsize=1)
def _pipes() -> tuple[_Named, ...]:
    rows = data_table("pipe_words.csv")
    return tuple(
        _Named(row["code"], row["name"], *(tuple(filter(None, row[kind].split("|"))) for kind in ("signs", "words")))
        for row in rows
    )


@lru_cache(maxsize=1)
def names_of_pipes() -> Mapping[str, str]:
    """Code of a pipe -> the word that a form writes for it, as a heading or a cell.

    >>> names_of_pipes()["supply"], names_of_pipes()["sewage_bath"]
    ('上水', '卫生间')
    """
    return {pipe.code: pipe.name for pipe in _pipes()}


@lru_cache(maxsize=1)
def pipe_words() -> str:
    """A pattern of all words that name a pipe, for use in a larger one; `pipe_of_word` tells which."""
    return "|".join(word for pipe in _pipes() for word in pipe.words)


@lru_cache(maxsize=1)
def _by_word() -> Mapping[str, str]:
    return {word: pipe.code for pipe in _pipes() for word in pipe.words}


@lru_cache(maxsize=4096)
def pipes_told(text: str) -> tuple[str, ...] | None:
    """The pipes that a cell 管类 names: ("",) for all of them; None where it names none, so another matter.

    >>> pipes_told("厨排"), pipes_told("全部"), pipes_told("下水"), pipes_told("加装电梯")
    (('sewage_kitchen',), ('',), ('sewage_kitchen', 'sewage_bath'), None)
    """
    short = squeeze(text)
    if _ALL_PIPES.match(short):
        return ("",)
    pipes = pipes_named(short)
    if not pipes and speaks_of_pipes(short):
        return SEWAGE_PIPES
    return tuple(sorted(pipes)) or None


def pipe_of_word(word: str) -> str:
    """The pipe of a match of `pipe_words`: `sewage` for 下水."""
    return _by_word()[word]


def names_a_pipe(text: str) -> bool:
    """Whether a sentence has a word of a pipe; that a flat has a drain of its own is said of the flat.

    >>> names_a_pipe("厨房的不换"), names_a_pipe("首层独立排水没份")
    (True, False)
    """
    return re.search(pipe_words(), _OWN_DRAIN.sub("", text)) is not None


def names_sewage(text: str) -> bool:
    """Whether a text has a word or a sign of a sewage pipe without saying which: 排水, WL.

    >>> names_sewage("给水、排水征询"), names_sewage("给水总立管更换征询")
    (True, False)
    """
    return any(sign in text for pipe in _pipes() if pipe.code == _SEWAGE for sign in pipe.signs)


def speaks_of_pipes(text: str) -> bool:
    """Whether a text has a word or a sign of any pipe, sewage of whichever kind too.

    >>> speaks_of_pipes("WL-1"), speaks_of_pipes("3层")
    (True, False)
    """
    return any(sign in text for pipe in _pipes() for sign in pipe.signs)


def only_pipes(text: str) -> bool:
    """Whether a text is nothing but words of pipes: 厨房下水立管, 卫.

    >>> only_pipes("厨房下水立管"), only_pipes("厨房下水立管表")
    (True, False)
    """
    return bool(_runs_of_pipes().fullmatch(text))


def pipes_written(text: str) -> list[str]:
    """Each run of words of pipes in a text, as it is written: 厨房下水 of `3楼2门 厨房下水`."""
    return [match[0] for match in _runs_of_pipes().finditer(text)]


@lru_cache(maxsize=1)
def _runs_of_pipes() -> re.Pattern[str]:
    return re.compile(f"(?:{pipe_words()}|{_BESIDE_PIPES})+")


@lru_cache(maxsize=1)
def _said_of_all() -> re.Pattern[str]:
    return re.compile(f"{_ALL_ARE}((?:{pipe_words()}|{_BESIDE_PIPES})+)")


def pipes_of_all(text: str) -> list[str]:
    """What a line says all risers below it to be, as it is written.

    >>> pipes_of_all("11号楼只换厨房污水管"), pipes_of_all("厨房下水")
    (['厨房污水管'], [])
    """
    return _said_of_all().findall(text)


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
        pipes_of: dict[str, set[str]] = {}
        for match in pattern.finditer(text):
            if pipe := pipe_named(match["pipe"]):
                pipes_of.setdefault(match["code"].upper(), set()).add(pipe)
        if pipes_of:
            return {code: next(iter(pipes)) for code, pipes in pipes_of.items() if len(pipes) == 1}
    return {}


def letters_of(code: str) -> str:
    """The letters with which a riser's code begins, behind the number of its building: WL of 3WL-1, FL of FL2."""
    match = _LETTERS.match(squeeze(code))
    return match["letters"].upper() if match else ""

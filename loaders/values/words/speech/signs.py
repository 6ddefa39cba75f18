"""A sign with words behind it: △瓷砖要照原样补, ×怕停水. The sign says the stance, the words why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.values.words.lexicon import StanceCell, Words
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone

_LEDGER = re.compile(r"签约|签订|签字|签署|签协议|协议签")
_ASKS = re.compile(r"意见|意愿|意向|态度|同意|征[求询集]|摸底|调查|[未没待不拟]签|计划|预约")
_TICKS = frozenset("√✓✔☑")
_TAKES_WORDS = frozenset(("conditional", "hesitant", "refused", "declined_contact"))
_GO_TOGETHER = {"conditional": frozenset(("hesitant", "verbal")), "hesitant": frozenset(("conditional",))}


def ticks_are_signatures(title: str, headings: tuple[str, ...]) -> bool:
    """Whether a tick is a signature: in a ledger of agreements signed, under headings that ask for no opinion.

    >>> ticks_are_signatures("协议签约台账", ("厨", "签约日期")), ticks_are_signatures("征求意见签字表", ("厨",))
    (True, False)
    """
    return bool(_LEDGER.search(title)) and not any(map(_ASKS.search, (title, *headings)))


def is_tick(text: str) -> bool:
    """Whether a cell holds a tick and nothing else."""
    return squeeze(text) in _TICKS


def sign_and_words(text: str) -> tuple[str, str]:
    """The sign that a text begins with and the words behind it; ("", "") where it begins with a word or says no more.

    >>> sign_and_words("△瓷砖要照原样补"), sign_and_words("× 怕停水"), sign_and_words("△"), sign_and_words("2号楼")
    (('△', '瓷砖要照原样补'), ('×', '怕停水'), ('', ''), ('', ''))
    """
    bare = text.strip()
    sign, rest = bare[:1], bare[1:].strip(" ,，:：、")
    return (sign, rest) if sign and not sign.isalnum() and rest[:1].isalnum() else ("", "")


def signed_words(words: Words, text: str, legend: Mapping[str, str] | None) -> tuple[StanceCell, str] | None:
    """The stance of the sign, and the words behind it, which are reasons; None where there is no such sign.

    What the words themselves say of the works must not be another thing: ×同意 is for a person to read. A yes that has
    words behind it may be half a yes.
    """
    sign, rest = sign_and_words(text)
    if not sign or asks_to_be_left_alone(rest):
        return None
    cell = words.stance_cell(sign, legend)
    stance = cell.stances.get("", "") if cell is not None and len(cell.stances) == 1 else ""
    if stance not in _TAKES_WORDS:
        return None
    said = _said(words, rest)
    if said - {stance} - _GO_TOGETHER.get(stance, frozenset()):
        return None
    return StanceCell({"": stance}), rest


@lru_cache(maxsize=4096)
def _said(words: Words, rest: str) -> frozenset[str]:
    cell = words.stance_cell(squeeze(rest))
    return frozenset(cell.stances.values()) if cell is not None else frozenset()

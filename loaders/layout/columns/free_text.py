"""A column of free text that the office confirmed to say why: only codes of reasons are kept of its cells.

The allow-list drops remarks before anything holds them. That a remark beside a stance tells its reason is confirmed by
the office; what else it says is dropped as before, and looked at for wishes to be left alone as before.
"""

from __future__ import annotations

from functools import lru_cache

from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone
from socialgraph.loaders.values.words.sentences import without_echo
from socialgraph.loaders.values.words.speech.sayings import chances_of, likely_meaning

REMARKS = "remarks"
_REASONS = "refusal_reason"
_BAR = 0.9
_SAYS_NONE = frozenset(("none", "no_reason"))


def reasons_only(cell: Cell) -> Cell | None:
    """A cell that holds the codes of the reasons that a remark gives, and nothing else; None where it gives none."""
    codes = reasons_in(cell.text)
    return Cell("、".join(codes), hidden=cell.hidden) if codes else None


@lru_cache(maxsize=4096)
def reasons_in(text: str) -> tuple[str, ...]:
    """The reasons of the vocabulary that a remark gives; none of a wish to be left alone.

    >>> reasons_in("刚装修，电话晚上打")
    ('new_fitout',)
    """
    if not text.strip() or asks_to_be_left_alone(text):
        return ()
    listed = Words().many(_REASONS, text)
    likely = (likely_meaning(_REASONS, piece) for piece in listed.unknown if _is_near_certain(piece))
    codes = dict.fromkeys(code for code in (*listed.codes, *likely) if code and code not in _SAYS_NONE)
    return tuple(without_echo([*codes], text))


def _is_near_certain(piece: str) -> bool:
    """Whether a remark is a reason beyond the bar of a column of reasons: remarks say much else."""
    return max(chances_of(_REASONS, piece).values(), default=0.0) >= _BAR

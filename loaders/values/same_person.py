"""Cells for a name that name nobody but point: 同产权人, 业主本人, 本人, 自己 are the person named elsewhere."""

from __future__ import annotations

import re

from socialgraph.loaders.values.text import squeeze

_OWNER = re.compile(
    r"^(?:同|即)(?:产权|权属|房屋所有权)?(?:所有)?(?:人|业主|户主|房主|房东)$|^(?:产权人|业主|户主|房主)本人$"
)
_HOLDER = re.compile(r"^(?:同|即|就是)?(?:产权人|业主|户主|房主|承租人|使用权?人|租赁人)(?:本人|自己)?$|^同左$")
_SELF = frozenset({"本人", "户主", "本人(户主)", "自己", "他自己", "她自己", "他本人", "她本人"})
_LIVES_HERE = re.compile(r"\s*[(（](?:就|也|现|同|常|一起)*住(?:在)?(?:这里|这儿|这|家里|一起|此|里面)?[)）]$")


def is_the_owner(text: str) -> bool:
    """Whether a cell says: the owner, who is named in another column of the row.

    >>> is_the_owner("同产权人"), is_the_owner("业主")
    (True, False)
    """
    return _OWNER.match(text.strip()) is not None


def is_themself(text: str) -> bool:
    """Whether a relation, or a cell for a name, says: the person themself.

    >>> is_themself("本人（户主）"), is_themself("女儿")
    (True, False)
    """
    return squeeze(text) in _SELF


def without_lives_here(relation: str) -> str:
    """A relation without the bracket that says that this person lives there.

    >>> without_lives_here("儿子（住这）"), without_lives_here("女儿（代）")
    ('儿子', '女儿（代）')
    """
    return _LIVES_HERE.sub("", relation.strip())


def is_the_holder(text: str) -> bool:
    """Whether the cell for an occupant says: who holds the flat, its owner or its public lessee.

    >>> is_the_holder("承租人本人"), is_the_holder("自己"), is_the_holder("租客")
    (True, True, False)
    """
    return is_themself(text) or is_the_owner(text) or _HOLDER.match(squeeze(text)) is not None

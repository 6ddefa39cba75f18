"""Who says what in one stance cell: 户主电话里同意，租客说再看看 is the owner's word and the occupants' own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from socialgraph.loaders.values.text import tidy

_OWNER = r"户主|房主|业主|房东|产权人|产权户|屋主|厝主|东家"
_OCCUPANT = r"租客|租户|租的人|房客|承租人|租住户|租房的|厝脚|租家|租住人"
_SAYS = (
    r"(?:本人|自己|那边|那头|方面)?"
    r"(?:说是|回话说?|回信说?|表示|答复|答应说|讲话|说了|说|讲|称|回|答)?(?:了|的)?[:：,，]?"
)
_START = rf"(?P<who>{_OWNER}|{_OCCUPANT})(?!家里|的|就|委托|代|[、和与跟及也都]){_SAYS}"
_SPEAKER = re.compile(rf"(?:^|(?<=[,，;；。、\s(（]))(?:另外?|但|而|可|不过)?{_START}")
_PADDING = " \t,，;；。、:："


@dataclass(frozen=True)
class SpokenPart:
    """One speaker's part of a cell; `giver` is empty where nobody is named."""

    giver: str
    text: str


@lru_cache(maxsize=65536)
def by_speaker(text: str) -> tuple[SpokenPart, ...]:
    """The parts of a cell that begin with who speaks; () where none is named, or something is said before the first.

    >>> [(part.giver, part.text) for part in by_speaker("户主电话里同意，没签；租客说再看看")]
    [('owner', '电话里同意,没签'), ('occupant', '再看看')]
    >>> by_speaker("听房东的"), by_speaker("同意，租客也没意见")
    ((), ())
    """
    plain = tidy(text)
    starts = list(_SPEAKER.finditer(plain))
    if not starts or plain[: starts[0].start()].strip(_PADDING):
        return ()
    ends = [*(match.start() for match in starts[1:]), len(plain)]
    parts = [
        SpokenPart(
            "owner" if re.fullmatch(_OWNER, match["who"]) else "occupant", plain[match.end() : end].strip(_PADDING)
        )
        for match, end in zip(starts, ends, strict=True)
    ]
    givers = [part.giver for part in parts]
    return tuple(parts) if all(part.text for part in parts) and len(set(givers)) == len(givers) else ()

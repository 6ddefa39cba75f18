"""The flats of one riser in one cell: 2单元 101,201,301, 11-1-102、202, 4号楼1单元 501—401—301, 2单元102~502."""

from __future__ import annotations

import re
from functools import lru_cache

from socialgraph.loaders.values.addresses import outer_address
from socialgraph.loaders.values.text import tidy

_ROOM = r"\d{3,4}"
_LIST = re.compile(rf"^(?P<head>.*?)(?P<rooms>{_ROOM}(?:室|号|户)?(?:[、,，/;；\s.—–-]+{_ROOM}(?:室|号|户)?)*)$")
_SPAN = re.compile(rf"^(?P<head>.*?)(?P<first>{_ROOM})\s*(?:[~～至到])\s*(?P<last>{_ROOM})$")
_CHAIN = re.compile(r"(?P<building>[甲乙丙丁]?\d{1,3})-(?P<door>\d{1,2})-$")
_HEAD = re.compile(r"^(?:\d{0,3}[^\d]{0,12}){0,3}$")


@lru_cache(maxsize=4096)
def rooms_of(text: str) -> tuple[str, str, tuple[str, ...]] | None:
    """Building and door (as far as written) and the rooms of such a list; None for anything else.

    >>> rooms_of("2单元102~502")
    ('', '2', ('102', '202', '302', '402', '502'))
    >>> rooms_of("11-1-102、202、302")
    ('11', '1', ('102', '202', '302'))
    """
    plain = tidy(text)
    if span := _SPAN.match(text.strip()):  # as written: tidied, a ~ is a hyphen, and a hyphen lists
        first, last = int(span["first"]), int(span["last"])
        if first % 100 != last % 100 or first == last:
            return None
        low, high = sorted((first, last))
        return _placed(span["head"], tuple(str(room) for room in range(low, high + 1, 100)))
    match = _LIST.match(plain)
    if match is None:
        return None
    return _placed(match["head"], tuple(re.findall(_ROOM, match["rooms"])))


def _placed(head: str, rooms: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]] | None:
    head = head.strip()
    if chain := _CHAIN.search(head):
        return chain["building"], chain["door"], rooms
    if not _HEAD.match(head):
        return None
    place = outer_address(head) if head else None
    return (place.building, place.door, rooms) if place else ("", "", rooms)

"""An address with whose it is, or which time, written behind it: 3-1-401 某某家, 3-1-401（二次）."""

from __future__ import annotations

import re
from functools import lru_cache

from socialgraph.loaders.values.addresses import parse_address
from socialgraph.loaders.values.names import NAME
from socialgraph.loaders.values.numbering import NumberingError
from socialgraph.loaders.values.text import tidy

_GLUED = re.compile(
    r"^(?P<place>.*?\d{3,4}(?:室|户|号)?)\s*"
    rf"(?P<glued>\([^()]{{1,12}}\)|{NAME}|[\u3400-\u9fff]{{1,4}}家里?)$"
)
# it may be another flat, or none: 201楼上, 201东边那家, 201或202
_BESIDE = re.compile(r"楼[上下]|隔壁|对[门面]|旁|附近|门口|[或和与及、?]|以上|底商|门脸|[室户间层南西北号]|(?<!房)东")


@lru_cache(maxsize=16384)
def address_alone(text: str) -> str:
    """The address without what is glued to it; the text as it is where it reads as a whole, or not even so.

    >>> address_alone("9楼1门301测试家"), address_alone("3-1-102（二次）"), address_alone("3-1-102隔壁")
    ('9楼1门301', '3-1-102', '3-1-102隔壁')
    >>> address_alone("二单元302孔八角")
    '二单元302'
    """
    match = _GLUED.match(tidy(text))
    if match is None or _BESIDE.search(match["glued"]) or _reads(text):
        return text
    return match["place"] if _reads(match["place"]) else text


def _reads(text: str) -> bool:
    try:
        address = parse_address(text)
    except NumberingError:
        return False
    return bool(address.building or address.door) and address.room is not None

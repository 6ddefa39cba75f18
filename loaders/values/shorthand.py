"""Addresses as an office abbreviates them: a compound by a character, a room by storey and place, or counted.

铆2-1-101 is 101 of door 1 of building 2 of the compound whose name begins so; 2-1-3-2 is the second flat on the third
storey, room 302. Neither says so itself: whoever reads them checks that the rest of the office knows such a flat.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from socialgraph.schema.addresses import storey_room

_BUILDING = r"(?P<building>[甲乙丙丁]?\d{1,3})"
_COMPOUND = r"(?P<compound>(?!第|底商|门脸|车库|地下)[\u3400-\u9fff]{1,3}?(?<![甲乙丙丁东西南北]))"
_ROOM = r"(?P<room>\d{3,4})(?:室|号|户)?"
_ROOM_BEHIND = re.compile(rf"^{_COMPOUND}{_BUILDING}-(?:(?P<door>\d{{1,2}})-)?{_ROOM}$")
_PLACE_BEHIND = re.compile(
    rf"^{_COMPOUND}?{_BUILDING}-(?P<door>\d{{1,2}})-(?P<floor>[1-9]\d?)-(?P<place>[1-9])(?:室|号|户)?$"
)
_YARD_AHEAD = re.compile(rf"^(?P<compound>\d{{1,3}})-{_BUILDING}-(?P<door>\d{{1,2}})-{_ROOM}$")  # 12-1-2-301 of 12号院
# 3-2-14 is flat 14 of door 2, where flats are counted through the door; 25-3-14 may be a day
_COUNTED = re.compile(r"^(?P<building>[甲乙丙丁]\d{1,2}|1?\d)-(?P<door>\d{1,2})-(?P<room>[1-9]\d?)(?:室|号|户)?$")
_HYPHENED = re.compile(r"^([\u3400-\u9fff]{1,3})-(?=[甲乙丙丁]?\d{1,3}-\d{1,2}-\d{3,4}(?:室|号|户)?$)")  # 轴-1-1-202
_AFTER_BUILDING = re.compile(r"(?<=\d)(?:#|号楼|栋|幢)-?(?=\d{1,2}-\d{1,2}-\d(?:室|号|户)?$)")  # 3#1-3-2
_NO_DOOR = re.compile(rf"^{_COMPOUND}{_BUILDING}-(?P<floor>[1-9]\d?)-(?P<place>[1-9])(?:室|号|户)?$")
_LETTERED = re.compile(  # 乙1单元4-1, 甲负1-2: of a building that is called by a letter alone
    r"^(?P<building>[甲乙丙丁])-?(?:(?P<door>\d{1,2})(?:单元-?|门-?|-))?(?P<floor>负?[1-9]|[1-9]\d)-(?P<place>[1-9])(?:室|号|户)?$"
)


@dataclass(frozen=True)
class Shorthand:
    """The parts of such an address; `room` in figures of storey and place: 302."""

    compound: str
    building: str
    door: str
    room: str


def shorthand(text: str) -> Shorthand | None:
    """The parts of an abbreviated address, None for any other text.

    >>> shorthand("铆2-1-101")
    Shorthand(compound='铆', building='2', door='1', room='101')
    >>> shorthand("2-1-3-2"), shorthand("铆4-3-2").room, shorthand("25-3-2")
    (Shorthand(compound='', building='2', door='1', room='302'), '302', None)
    >>> shorthand("3#1-3-2").room
    '302'
    >>> shorthand("铆厂-2-1-101")
    Shorthand(compound='铆厂', building='2', door='1', room='101')
    >>> shorthand("4-3-12")
    Shorthand(compound='', building='4', door='3', room='12')
    """
    text = _HYPHENED.sub(r"\1", _AFTER_BUILDING.sub("-", text))
    if match := _YARD_AHEAD.match(text) or _ROOM_BEHIND.match(text):
        return Shorthand(match["compound"], match["building"], match["door"] or "", match["room"])
    if match := _PLACE_BEHIND.match(text):
        return Shorthand(match["compound"] or "", match["building"], match["door"], _room(match))
    if match := _COUNTED.match(text):
        return Shorthand("", match["building"], match["door"], match["room"])
    if match := _LETTERED.match(text):
        return Shorthand("", match["building"], match["door"] or "", _room(match))
    if match := _NO_DOOR.match(text):
        return Shorthand(match["compound"], match["building"], "", _room(match))
    return None


def _room(match: re.Match[str]) -> str:
    return storey_room(match["floor"], match["place"])

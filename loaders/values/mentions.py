"""The places that running text names: 3号楼2单元402, 三单元五〇二, 1号602室, 4-2-501、502, a bare 402 before a name.

Nothing here is certain enough to read a fact by it. It says which household a wish to be left alone may come from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from socialgraph.loaders.values.addresses import parse_address
from socialgraph.loaders.values.numbering import NumberingError, parse_room
from socialgraph.loaders.values.numerals import NUMERAL_CHARACTERS, arabic
from socialgraph.loaders.values.shorthand import shorthand

_N = rf"(?:\d{{1,3}}|[{NUMERAL_CHARACTERS}]{{1,4}})"
_D = rf"(?:\d{{1,2}}|[{NUMERAL_CHARACTERS}]{{1,3}})"  # 401门开着 is no door
_B = rf"(?P<building>[甲乙丙丁戊东西南北]?{_N})"
_HOUSE = (  # 3号楼, 甲栋
    rf"(?P<building>[甲乙丙丁戊东西南北]?{_N}|[甲乙丙丁戊](?=\s*(?:号楼|幢|栋|座)))\s*(?:号楼|#楼?|幢|栋|座|楼)"
)
_ROOM = (
    rf"(?P<room>[12]?\d\d{{2}}|[{NUMERAL_CHARACTERS}]{{3}}|(?:\d{{1,2}}|[{NUMERAL_CHARACTERS}]{{2}})(?=号(?!楼)|室))"
)
_JOIN = r"\s*[-—–－]?\s*"
_START = r"(?<![\dA-Za-z./年月第])(?:(?<!-)|(?<=[\u3400-\u9fff]-))(?<!\d[:：])"  # 宿舍-1-1-101
_LISTED = rf"(?:{_START}|(?<=^\d\.)|(?<=^\d\d\.))"  # 2.1座1梯301: the second line of a list
_END = r"(?![\d.:：%]|\s*(?:元|块|万|平米|平方|度电|吨))(?:室|户|号房?)?"
_WHOLE = (
    rf"{_LISTED}{_HOUSE}{_JOIN}(?:(?P<door>{_D})\s*(?:单元|门|梯|[-—–－])[-—–－]?\s*)?{_ROOM}{_END}",
    rf"{_LISTED}{_HOUSE}{_JOIN}(?P<door>{_D})\s*(?:单元|门|梯)(?:{_JOIN}{_ROOM}{_END})?",
    rf"{_START}{_B}号{_JOIN}{_ROOM}{_END}",
    rf"{_START}(?P<building>[甲乙丙丁]?\d{{1,3}})\s*[-—–－]\s*(?:(?P<door>\d{{1,2}})\s*(?:单元|门|梯)?\s*[-—–－]?\s*)?"
    rf"{_ROOM}(?![-\d.:：/])(?:室|户|号)?",
    rf"{_START}(?P<door>{_D})\s*(?:单元|梯|门(?!牌))(?:{_JOIN}{_ROOM}{_END})?",
    rf"{_START}{_B}\s*(?:号楼|#楼|幢|栋|座)",
    r"^\D{0,6}?(?<![\d./年月-])(?<!\d[:：])(?P<building>[甲乙丙丁]?\d{1,2})\s*[-—–－]\s*(?P<door>[1-9])(?![\d月日./-])",
)
_PLACES = tuple(re.compile(pattern) for pattern in _WHOLE)
# 2-1-5-2, 泵4-5-3: storey and place for the room, the compound by a character; 去 and the like are no compound
_ABBREVIATED = re.compile(
    r"(?<![\dA-Za-z./年月第-])(?:[\u3400-\u9fff](?<![到去在往找给从至和与跟同向访约对的是甲乙丙丁]))?"
    r"[甲乙丙丁]?\d{1,2}(?:(?:#|号楼|栋|幢)-?\d{1,2}(?:-\d{1,2}){2}|(?:-\d{1,2}){2,3})(?![\d.:：/-]|\s*[日月])"
    r"|(?<![\dA-Za-z./年月第-])\d{1,3}(?:-\d{1,2}){2}-\d{3,4}(?![\d.:：/-])"  # 12-1-2-301: of yard 12
    r"|(?:[甲乙丙丁]|(?<![\dA-Za-z./年月第-])[甲乙丙丁]?\d{1,2}(?:号楼|栋|幢)|[甲乙丙丁](?:栋|幢))-?(?:\d{1,2}(?:单元|门)-?)?"
    r"负?\d{1,2}-[1-9](?![\d.:：/-]|\s*[日月])"  # 1幢7-2, 乙1单元4-1, 甲负1-1
)
_LETTERED_DOOR = re.compile(r"(?P<building>[甲乙丙丁]\d{1,2})-(?P<door>\d)")
_BARE = re.compile(
    r"(?<![\dA-Za-z./年月¥￥第-])(?P<room>[12]?\d\d{2})(?:室|户|号房?)?"
    r"(?![\d.%/-]|\s*(?:元|块|人|天|年|月|个|次|份|平|万|米|分|票|斤|多|余|点|弄|路|厂|医院|度|吨|克|页|条|字|cm|号楼))"
)
_PAIR = re.compile(r"\d{1,3}\s*[-—–－]\s*\d{3,4}(?:室|户|号)?$")
_LANE = re.compile(r"(?<!\d)(\d{1,4}弄)$")  # 118弄3号402室
_DIALLED = re.compile(r"[打拨报叫喊]\s*(?:了|电话|个)?1(?:10|14|19|2[02])$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST_FLOORS, _MOST_A_FLOOR = 40, 30


@dataclass(frozen=True)
class Mention:
    """Where in the text, and as much of an address as is written there; "" for the rest."""

    start: int
    end: int
    building: str = ""
    door: str = ""
    room: str = ""
    compound: str = ""  # as abbreviated: 泵
    is_pair: bool = False  # two numbers and no more: 2-501, building or door and room


@lru_cache(maxsize=4096)
def places_in(text: str) -> tuple[Mention, ...]:
    """Every place that is written with its building, its door or both, in order.

    Examples
    --------
    >>> [(m.building, m.door, m.room) for m in places_in("9楼1门402隋家；仲夏之夫(二单元五〇二)")]
    [('9', '1', '402'), ('', '2', '502')]
    >>> [(m.compound, m.building, m.door, m.room) for m in places_in("泵2-1-5-2来电话，3#-2-301没人")]
    [('泵', '2', '1', '502'), ('', '3', '2', '301')]
    >>> [(m.building, m.door, m.room) for m in places_in("甲5-2-7，5楼3门9号，3#1-3-2")]
    [('甲5', '2', '7'), ('5', '3', '9'), ('3', '1', '302')]
    >>> [(m.compound, m.building, m.door, m.room) for m in places_in("12-1-2-301 来电")]
    [('12', '1', '2', '301')]
    >>> [(m.building, m.door, m.room) for m in places_in("豆坊宿舍-1-1-101来电")]
    [('1', '1', '101')]
    >>> [(m.building, m.door, m.room) for m in places_in("2.1座1梯301昝生来电")]
    [('1', '1', '301')]
    >>> [(m.building, m.door, m.room) for m in places_in("甲栋1单元301，乙幢2-301")]
    [('甲', '1', '301'), ('乙', '2', '301')]
    >>> places_in("2026-10-21 欠费 301.5 元")
    ()
    """
    mentions = [found for match in _ABBREVIATED.finditer(text) if (found := _abbreviated(match)) is not None]
    for pattern in _PLACES:
        for match in pattern.finditer(text):
            mention = _mention(match)
            if mention is not None and all(m.end <= mention.start or mention.end <= m.start for m in mentions):
                lane = _LANE.search(text, 0, mention.start) if mention.building else None
                mentions.append(replace(mention, compound=lane[1]) if lane is not None else mention)
    return tuple(sorted(mentions, key=lambda mention: mention.start))


@lru_cache(maxsize=4096)
def rooms_in(text: str) -> tuple[Mention, ...]:
    """The places with a room, bare room numbers too, in order.

    Examples
    --------
    >>> [m.room for m in rooms_in("301陶师傅当场签字。402麦小暑在上班，要2000元，4-2-501不在")]
    ['301', '402', '501']
    """
    places = places_in(text)
    rooms = [mention for mention in places if mention.room]
    for match in _BARE.finditer(text):
        is_room = not _YEAR.fullmatch(match["room"]) and not _DIALLED.search(text, 0, match.end())
        mention = _mention(match) if is_room else None
        if mention is not None and all(m.end <= mention.start or mention.end <= m.start for m in places):
            rooms.append(mention)
    return tuple(sorted(rooms, key=lambda mention: mention.start))


def _mention(match: re.Match[str]) -> Mention | None:
    """None where the number of the room is none that a house has: 000, 2026."""
    parts = {name: arabic(value or "") for name, value in match.groupdict().items()}
    room = parts.get("room", "")
    if room and not _is_room(room):
        return None
    is_pair = bool(_PAIR.match(match.group()))
    return Mention(match.start(), match.end(), parts.get("building", ""), parts.get("door", ""), room, is_pair=is_pair)


def behind_door(mention: Mention, building: str) -> Mention:
    """2-501 beside another building is its door 2, as in a row of that building; anything else as it is.

    >>> found = places_in("2-501来电")[0]
    >>> [(m.building, m.door, m.room) for m in (behind_door(found, "甲"), behind_door(found, "2"), found)]
    [('甲', '2', '501'), ('2', '', '501'), ('2', '', '501')]
    """
    if not mention.is_pair or not building or building == mention.building or len(mention.building) > len("10"):
        return mention
    return replace(mention, building=building, door=mention.building, is_pair=False)


def _abbreviated(match: re.Match[str]) -> Mention | None:
    if of_door := _LETTERED_DOOR.fullmatch(match.group()):  # 甲3-1, as a rule door 1 of 甲3
        return Mention(match.start(), match.end(), of_door["building"], of_door["door"])
    brief = shorthand(match.group())
    if brief is not None:
        room = brief.room if len(brief.room) < len("100") else _room(brief.room)
        return Mention(match.start(), match.end(), brief.building, brief.door, room, brief.compound) if room else None
    try:
        address = parse_address(match.group())
    except NumberingError:
        return None
    room = address.room.room if address.room is not None else ""
    return Mention(match.start(), match.end(), address.building, address.door, room) if address.building else None


def _room(text: str) -> str:
    """The room as it is written in addresses, 负1-2 as -102; "" where no house has such a number."""
    if text.isdigit():
        return text if _is_room(text) else ""
    return parse_room(text).room


def _is_room(room: str) -> bool:
    number = int(room)
    if len(room) <= len("51"):
        return number > 0
    return 0 < number // 100 <= _MOST_FLOORS and 0 < number % 100 <= _MOST_A_FLOOR

"""Addresses: a whole one in one cell, or spread over the cells of a row. Read by its parts, never split by position."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from socialgraph.loaders.values.numbering import (
    BUILDING_WORD,
    DOOR_WORD,
    NumberingError,
    Room,
    looks_like_date,
    parse_building,
    parse_door,
    parse_floor,
    parse_room,
    unmix,
)
from socialgraph.loaders.values.numerals import arabic
from socialgraph.loaders.values.shorthand import Shorthand, shorthand
from socialgraph.loaders.values.text import NOTHING, squeeze, tidy
from socialgraph.schema.addresses import SEPARATOR, other_reading, storey_room

_UNIT_AHEAD = r"(?:号楼|号院|号|栋|幢|座|楼|单元|门|层|室|户|#)"
_BUILDING_IN_TEXT = re.compile(
    rf"(?P<building>[甲乙丙丁东西南北A-Z]?\d{{1,3}}[A-Z]?[甲乙丙丁]?{BUILDING_WORD}(?:[甲乙丙丁](?=\d|$|底|-))?"
    r"|(?<![号栋幢座])[东西南北甲乙丙丁A-Z](?:[楼座栋幢]|号楼)|(?<![A-Z号栋幢座])[A-Z](?:号楼|栋|幢))"
)
_DOOR_IN_TEXT = re.compile(rf"^第?(?P<door>\d{{1,2}}|[A-Z]|[甲乙丙丁东西南北]){DOOR_WORD}(?P<rest>.*)$")
_DOOR_OF_TITLE = re.compile(rf"(?<![\d-])(\d{{1,2}}){DOOR_WORD}")
_BARE_NUMBER = re.compile(r"^(?P<building>\d{1,3})号(?=\d{1,2}(?:单元|门洞|门|梯)-?\d{3,4})")  # 11号1单元101
# a building of one staircase is a 号 of its lane: 2号302室, 88弄1号101; behind a street it may be a whole block
_LANE_BUILDING = re.compile(
    r"^(?P<compound>(?:.*\d弄)?)(?P<building>\d{1,4}[A-Z]?)号(?P<room>\d{3,4}[A-Z]?(?:室|户)?|底商\d?|\d{3,4}(?:[-、]\d{3,4})+室?)$"
)
_LANE_TITLE = re.compile(r"(?P<compound>[\u3400-\u9fff]*\d{1,4}弄)(?P<building>\d{1,4})号(?!楼)")
_PARTED = re.compile(r"^([甲乙丙丁]?\d{1,3}) +(?=(?:\d{1,2}-)?\d{3,4}(?:室|号|户)?$)")  # 甲3 1-302: a blank that parts
_NAMED_CHAIN = re.compile(
    r"^(?P<compound>[\u3400-\u9fff]{1,9}(?:村|园|里|苑|坊|院|区|城|庭|居|湾|府|寓|家|社|厂|巷|弄|舍|墅|庄|邨))"
    r"(?P<chain>\d{1,3}-\d{1,2}-\d{3,4}(?:室|号|户)?|-[甲乙丙丁]?\d{1,3}-(?:\d{1,2}-)?\d{3,4}(?:室|号|户)?)$"
)
_YARD_CHAIN = re.compile(  # 12院1-2-301, 12号院1-301: a compound called by its street number
    r"^(?P<compound>[\u3400-\u9fff]{0,7}\d{1,4}号?(?:大|家属)?院)(?P<chain>\d{1,3}(?:-\d{1,2})?-\d{3,4}(?:室|号|户)?|\d{1,3}-\d{1,2})$"
)
_WITH_DOOR = re.compile(r"^(?:[\u3400-\u9fff]{0,7}\d{1,4}号?(?:大|家属)?院)?\d{1,3}-\d{1,2}$")  # 院/单元 over 12院1-2
_BLANKS_BETWEEN = re.compile(r"^\s*[甲乙丙丁]?\d{1,3}(?:\s+\d{1,4}|\s+\d{1,2}-\d{3,4}){1,2}(?:室|号)?\s*$")  # 甲3 1-302
_NUMERAL_CHAIN = re.compile(r"^[甲乙丙丁]?[一二三四五六七八九十〇零两廿]+-")
_CHAIN = re.compile(r"^[甲乙丙丁]?\w{1,3}-(?:\w{1,2}-)?(?:\d{3,4}|B\d|底商).*$")
# 5-1 behind a building: the first flat on the fifth storey, if the rest of the office knows such a flat
_STOREY_AND_PLACE = re.compile(
    r"^-?(?:(?P<door>\d{1,2})(?:单元|门)-?)?(?P<floor>负?[1-9]|[1-9]\d)-(?P<place>[1-9])(?:室|号|户)?$"
)
_PAIR = re.compile(r"^(\d{1,3})-(?:\d{3,4}|B\d|底商)[^-]*$")
_ADMINISTRATIVE = (
    re.compile(r"^.{1,8}?(?:省|自治区)(?=.)"),
    re.compile(r"^.{1,8}?市(?=.)"),
    re.compile(r"^.{1,8}?(?<![小社园校片院])(?:区|县)(?=.)"),
    re.compile(r"^.{1,10}?(?:街道办事处|街道|镇|乡)(?=.)"),
    re.compile(r"^.{1,10}?(?:社区居委会|社区|居委会)(?=.)"),
    re.compile(r"^.{1,10}?(?:大街|大道|路|街(?!道)|胡同|巷|条)\d+号(?:院)?"),
    re.compile(r"^.{1,10}?(?:大街|大道|路|街(?!道)|胡同|巷)(?=.)"),
    re.compile(r"^\d+号(?!楼|院|大院|家属院)"),
)


@dataclass(frozen=True)
class Address:
    """One household's address as far as it was written; `needs_door`: a dwelling written without its door.

    A `brief` one is in an office's shorthand: it counts only where the rest of the office knows such a flat.
    Raises NumberingError (`bad_address`) where the compound holds the colon that parts the keys of households.
    """

    compound: str = ""
    building: str = ""
    door: str = ""
    room: Room | None = None
    brief: bool = False

    def __post_init__(self) -> None:
        """The compound parts no key; buildings, doors and rooms are read by their forms."""
        if SEPARATOR in self.compound:
            raise NumberingError("bad_address")

    @property
    def needs_door(self) -> bool:
        """Shops and basements may lie outside every door; a dwelling may not, if its building has doors."""
        return self.door == "" and self.room is not None and self.room.kind == "dwelling"


class AddressError(NumberingError):
    """No address: `reason` is a code of REASONS, `part` the field at fault (building, door, room, address_full)."""

    def __init__(self, reason: str, part: str) -> None:
        super().__init__(reason)
        self.part = part


def compound_of(prefix: str) -> str:
    """The compound in what stands before the building: city, district, street and house number are cut off it."""
    rest = prefix.strip("-,、;/|:()")
    for pattern in _ADMINISTRATIVE:
        rest = pattern.sub("", rest, count=1)
    return "" if rest in NOTHING else rest


@lru_cache(maxsize=65536)
def parse_address(text: str) -> Address:
    """A whole address in one cell, in any usual form; parts that it leaves out are empty.

    `3号楼1门4层02户`, `3#1-302`, `3-1-401`, `新风里3号楼1单元501室`, `某小区|12栋|305`, `4-1201`, `3号楼底商1`.
    Last the shorthand of an office: `里3-1-401`, `3-1-4-1`.
    Raises NumberingError (`bad_address`, `missing_room`, `date_in_room`).
    """
    if looks_like_date(text):
        raise NumberingError("date_in_room")
    if squeeze(text) in NOTHING:
        raise NumberingError("missing_room")
    if _BLANKS_BETWEEN.match(text):
        text = re.sub(r"\s+", "-", text.strip())
    text = _PARTED.sub(r"\1-", text.strip())
    numbered = arabic(squeeze(unmix(text)), before=_UNIT_AHEAD)
    if match := _BUILDING_IN_TEXT.search(numbered) or _BARE_NUMBER.match(numbered):
        try:
            rest = _door_and_room(numbered[match.end() :])
        except NumberingError:
            if (brief := shorthand(numbered)) is not None:
                return _of_shorthand(brief)  # 3#1-3-2
            if (storeyed := _storey_and_place(numbered[match.end() :])) is None:
                raise
            rest = storeyed
        compound = compound_of(numbered[: match.start()])
        return replace(rest, compound=compound, building=parse_building(match["building"]))
    if match := _LANE_BUILDING.match(numbered):
        return Address(compound_of(match["compound"]), parse_building(match["building"]), room=_room(match["room"]))
    if match := _NAMED_CHAIN.match(numbered) or _YARD_CHAIN.match(numbered):  # 锦鲤新村11-1-301
        return replace(_compact(match["chain"].lstrip("-")), compound=compound_of(match["compound"]))
    try:
        return _compact(arabic(numbered) if _NUMERAL_CHAIN.match(numbered) else numbered)
    except NumberingError:
        if (brief := shorthand(numbered)) is None:
            raise
        return _of_shorthand(brief)


def _of_shorthand(brief: Shorthand) -> Address:
    building, door = parse_building(brief.building), parse_door(brief.door)
    return Address(brief.compound, building, door, _room(brief.room), brief=True)


def storey_in(text: str) -> int | None:
    """The storey that an address or a room of storey and place names: 5 of 5-1, of 2栋5-1; else None."""
    numbered = arabic(squeeze(text), before=_UNIT_AHEAD)
    building = _BUILDING_IN_TEXT.search(numbered)
    match = _STOREY_AND_PLACE.match(numbered[building.end() :] if building else numbered)
    return int(match["floor"].replace("负", "-")) if match else None


def storey_and_place_of(address: Address) -> Address:
    """An address without a room that may be one of storey and place, 甲3-1 for 301 of 甲; else as it is."""
    if address.room is not None or (other := other_reading(address.building, address.door, "")) is None:
        return address
    return replace(address, building=other[0], door=other[1], room=_room(other[2]), brief=True)


def _storey_and_place(text: str) -> Address | None:
    """5-1 or 1单元5-1 behind a building: room 501, in an office's shorthand."""
    if (match := _STOREY_AND_PLACE.match(text)) is None:
        return None
    return Address(door=match["door"] or "", room=_room(storey_room(match["floor"], match["place"])), brief=True)


def _door_and_room(rest: str) -> Address:
    """What follows the building: door (if any), floor, room."""
    rest = rest.lstrip("-,、/|:")
    door = ""
    if match := _DOOR_IN_TEXT.match(rest):
        door, rest = parse_door(match["door"]), match["rest"].lstrip("-,、/|:")
    elif match := re.match(r"^(\d{1,2})[-/|](?=\d{3,4}|B\d|-\d{3}|\d{1,2}层)(.+)$", rest):
        door, rest = match[1].lstrip("0"), match[2]
    if not rest:
        return Address(door=door)
    return Address(door=door, room=_room(rest))


def _room(text: str) -> Room:
    try:
        return parse_room(text)
    except NumberingError as error:
        raise NumberingError("bad_address" if error.reason == "bad_room" else error.reason) from None


def _compact(text: str) -> Address:
    """Numbers in a chain: 3-1-401, 5/2/301, 甲5-1-101, 4-1201, 2-2-302-303; or a door and a room only: 2门301."""
    chain = re.sub(r"[/|.,、](?=\d)", "-", text) if re.match(r"^[^-]{1,4}([/|.])[^-/|.]+\1[^-]+$", text) else text
    if match := re.match(
        r"^(?P<building>[甲乙丙丁东西南北]?\d{1,3}[A-Z甲乙丙丁]?|[A-Z]\d{1,2}(?=-\d{1,2}(?:单元|门)?-)|[A-Z东西南北甲乙丙丁])-(?:(?P<door>\d{1,2}|[A-Z](?=-))(?:(?:单元门|单元|门洞|门|梯)-?|-))?"
        r"(?P<room>(?:\d{3,4}|B\d-?\d|-\d{3}|底商|门脸|商铺|地下|半地下).*)$",
        chain,
    ):
        if len(match["building"]) > 2 and match["building"].isdigit() and match["door"] is None:
            raise NumberingError("bad_address")  # 301-302 is not building 301, room 302
        room = _room(match["room"])
        door = parse_door(match["door"] or "") or room.door
        return Address(building=parse_building(match["building"]), door=door, room=replace(room, door=""))
    if _DOOR_IN_TEXT.match(text):
        return _door_and_room(text)
    if match := re.match(r"^([甲乙丙丁]\d{1,2})-(\d{1,2})-(\d{2})(?:号|室)?$", chain):  # 7-1-11 may be a day
        return Address(building=parse_building(match[1]), door=parse_door(match[2]), room=_room(match[3]))
    if match := re.match(r"^([甲乙丙丁]?\d{1,3})-(\d{1,2})$", chain):  # the room stands elsewhere, or nowhere
        return Address(building=parse_building(match[1]), door=parse_door(match[2]))
    room = _room(text)
    return Address(door=room.door, room=replace(room, door=""))


def address_of_cells(
    *,
    compound: str = "",
    building: str = "",
    door: str = "",
    floor: str = "",
    room: str = "",
    whole: str = "",
    outer: Address | None = None,
) -> Address:
    """The address that the cells of a row give together; a part written twice must agree.

    `outer` is what the sheet's name or its block title says; it fills only what the row leaves out.
    Raises AddressError with the field at fault.
    """
    floor_number = parse_floor(floor) if floor else None
    address = _at("compound", lambda text: Address(compound=tidy(text)), compound)
    if building.strip():
        address = _joined(address, _at("building", _building_cell, building), "building")
    near = address.building or (outer.building if outer is not None else "")
    if whole.strip() and (written := _whole(whole, near, floor_number, needed=not (building.strip() and room.strip()))):
        address = _joined(address, written, "address_full")
    if door.strip():
        address = _joined(address, _at("door", _door_cell, door), "door")
    if outer is not None and ("" in (address.building, outer.building) or address.building == outer.building):
        address = replace(
            address,
            compound=address.compound or outer.compound,
            building=address.building or outer.building,
            door=address.door or outer.door,
            brief=address.brief or (outer.brief and not address.building),
        )
    if room.strip():
        try:
            cell = _room_cell(room, floor_number, near=address.building)
        except NumberingError as error:
            raise AddressError(error.reason, "room") from None
        address = _joined(address, cell, "room")
    if address.room is not None and floor_number is not None and address.room.floor != floor_number:
        address = replace(address, room=replace(address.room, floor=floor_number))
    return address


def _whole(text: str, near: str, floor: int | None, *, needed: bool) -> Address | None:
    """The one-cell address; beside columns for building and room it may be a mere street number.

    Beside another building, 2-301 is door 2, room 301; 2栋3-1 beside floor 3 is no shorthand.
    """
    try:
        pair = _PAIR.match(squeeze(text))
        if near and pair and pair[1] != near:
            return _room_cell(text, None, near=near)
        address = parse_address(text)
        is_storey = floor is not None and storey_in(text) == floor
        return replace(address, brief=False) if is_storey else address
    except NumberingError as error:
        if needed:
            raise AddressError(error.reason, "address_full") from None
        return None


def _at(part: str, read: Callable[[str], Address], text: str) -> Address:
    try:
        return read(text)
    except NumberingError as error:
        raise AddressError(error.reason, part) from None


def _joined(address: Address, more: Address, part: str) -> Address:
    """Both together; AddressError where they contradict each other (a compound in a column beats a prefix)."""
    for name in ("building", "door"):
        first, second = getattr(address, name), getattr(more, name)
        if first and second and first != second:
            raise AddressError("bad_room" if part == "room" else "bad_address", part)
    if address.room and more.room and address.room.room != more.room.room:
        raise AddressError("bad_address", part)
    return Address(
        address.compound or more.compound,
        address.building or more.building,
        address.door or more.door,
        more.room or address.room,
        address.brief or more.brief,
    )


@lru_cache(maxsize=65536)
def _building_cell(text: str) -> Address:
    """A building cell may hold more: 某苑1号楼, 1号楼1单元, 12院1-1."""
    squeezed = squeeze(text)
    numbered = arabic(squeezed, before=_UNIT_AHEAD)
    match = _BUILDING_IN_TEXT.search(numbered)
    if match and match.group(0) != numbered and not re.match(r"^\([^)]*\)$", numbered[match.end() :]):
        try:
            return parse_address(text)
        except NumberingError:
            pass
    if _WITH_DOOR.match(numbered):
        return parse_address(text)
    if lane := _LANE_TITLE.fullmatch(numbered):
        return Address(compound_of(lane["compound"]), parse_building(lane["building"]))
    return Address(building=parse_building(text))


@lru_cache(maxsize=65536)
def _door_cell(text: str) -> Address:
    """A door cell may hold more: 1号楼2门, 2门301."""
    try:
        return Address(door=parse_door(text))
    except NumberingError as error:
        if error.reason == "date_in_room":
            raise
        return parse_address(text)


@lru_cache(maxsize=65536)
def _room_cell(text: str, floor: int | None, *, near: str) -> Address:
    """A room cell may hold a whole address; `near` is the building that the row names elsewhere.

    Beside it 2-301 is door and room, but 5-301 beside building 5 may repeat the building: its door stays open.
    """
    squeezed = squeeze(text)
    pair = _PAIR.match(squeezed)
    whole = arabic(squeezed, before=_UNIT_AHEAD)
    if _BUILDING_IN_TEXT.search(whole) or _LANE_BUILDING.match(whole) or (pair and pair[1] == near):
        return parse_address(text)
    if near == "" and _CHAIN.match(squeezed):
        return parse_address(text)
    try:
        room = parse_room(text, floor)
    except NumberingError as error:
        if near and (brief := _storey_and_place(squeezed)) is not None and not brief.door:
            return brief
        lettered = squeezed[:1] in set("甲乙丙丁") and shorthand(squeezed) is not None
        if error.reason != "bad_room" or not (lettered or _CHAIN.match(squeezed)):
            raise
        try:
            return parse_address(text)
        except NumberingError:
            raise error from None
    return Address(door=room.door, room=replace(room, door=""))


@lru_cache(maxsize=1024)
def outer_address(title: str) -> Address:
    """The building and door that a sheet's name or a line above a table names: 5号楼2门. Several or none: empty."""
    numbered = arabic(squeeze(title), before=_UNIT_AHEAD)
    buildings = {parse_building(m["building"]) for m in _BUILDING_IN_TEXT.finditer(numbered)}
    doors = set(_DOOR_OF_TITLE.findall(numbered))
    several = re.search(r"\d[-、,至到]\d+(?:号楼|号|栋|幢|单元|门)", numbered)
    lanes = {(lane["compound"], lane["building"]) for lane in _LANE_TITLE.finditer(numbered)}
    if len(buildings) > 1 or several or len(lanes) > 1:
        return Address()
    if lanes and not buildings:
        compound, building = lanes.pop()
        return Address(compound_of(compound), building)
    return Address(building=next(iter(buildings), ""), door=next(iter(doors)) if len(doors) == 1 else "")


def building_named(*texts: str) -> str:
    """The building that the first of some texts names, say titles and the sheet's name; "" where none names one."""
    return next((building for text in texts if text and (building := outer_address(text).building)), "")

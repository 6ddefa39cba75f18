"""The flats of one riser in one cell: 2单元 101,201,301, 11-1-102、202, 4号楼1单元 501—401—301, 2单元102~502."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from socialgraph.loaders.values.addresses import outer_address
from socialgraph.loaders.values.text import pieces, squeeze, tidy
from socialgraph.schema.addresses import storey_room

_ROOM = r"\d{3,4}"
_LIST = re.compile(rf"^(?P<head>.*?)(?P<rooms>{_ROOM}(?:室|号|户)?(?:[、,，/;；\s.—–-]+{_ROOM}(?:室|号|户)?)*)$")
_SPAN = re.compile(rf"^(?P<head>.*?)(?P<first>{_ROOM})\s*(?:[~～至到])\s*(?P<last>{_ROOM})(?:室|户)?$")
_ONE = re.compile(rf"^{_ROOM}(?:室|号|户)?$")
_AND = re.compile(r"[、,，;；]|和|及")
_HYPHEN_SPAN = re.compile(
    rf"^(?P<head>(?:.{{0,12}}?[栋幢楼座门元梯院#])?)\s*(?P<first>{_ROOM})[-—–](?P<last>{_ROOM})(?:室|户)?$"
)
_SHORT = re.compile(r"^(?P<head>.*?(?:门|单元|梯))\s*(?P<rooms>\d[1-9](?:[、,，/;；\s]+\d[1-9]){2,})$")
_CHAIN = re.compile(r"(?P<building>[甲乙丙丁]?\d{1,3})-(?P<door>\d{1,2})-$")
_DOOR_AHEAD = re.compile(r"(\d{1,2})-")  # 2-101、201: once, before the first
_BEHIND_PLACE = re.compile(r"(?<=[栋幢楼座门元梯院#])\s*[:：]\s*(?=\d)")  # 1栋1单元：301、302
_AND_ROOM = re.compile(r"(?<=[\d室号户])\s*(?:[,，、]?\s*还有|和|及|跟|与)\s*(?=\d)")
_SHORT_PART = re.compile(r"^(?:\d{3,4}[A-Z]?(?:室|户)?|\d{1,2}号?)$")
_BEFORE_ROOM = re.compile(r"^(.*?)\d{3,4}[A-Z]?(?:室|户)?$|^(.*[门元梯-])\d{1,2}号?$")
_DOOR_CHAIN = re.compile(  # 1-101、1-201; 1-101至1-601; 3-1-101、3-1-201
    rf"(?<![\d-])(?:(?P<building>[甲乙丙丁]?\d{{1,3}})-)?(?P<door>\d{{1,2}})-(?={_ROOM}(?!\d))"
)
_DOOR_BEHIND = re.compile(r"^\d{1,2}-\d{3,4}[A-Z]?(?:室|户)?$")
_BUILDING_AHEAD = re.compile(r"^(.*?(?:[栋幢座#]|号楼)-?)\d{1,2}-\d{3,4}[A-Z]?(?:室|户)?$")
_LEAST_STACKED = 3
_REMARK = re.compile(r"\s*[(（](?![^()（）]*(?:\d{3}|除|不含|缺|没有|以外))[^()（）]*[)）]$")  # 201～601（一楼单独排）
_ON_ONE_FLOOR = re.compile(
    r"^(?P<before>.*[-号楼栋元门])?(?P<floor>\d{1,2})(?P<first>\d{2})(?:室)?[-—–~～至到](?P<same>\d{1,2})(?P<last>\d{2})(?:室|号|户)?$"
)
_FLOORS = r"(?:各|每|所有|全部|逐)(?:个|一)?(?:楼)?(?:层|楼)的?"
_SIDES = r"\d{1,2}(?:室|号|户)?(?:[、,，/和及]\d{1,2}(?:室|号|户)?)*"
_ALL_FLOORS = re.compile(rf"{_FLOORS}[:：]?(?P<before>{_SIDES})|(?P<behind>{_SIDES})[(（]?{_FLOORS}[)）]?")
_ALL_FLATS = re.compile(
    r"(?:整个?|全|本|成)(?:单元|楼|座|栋|幢|门|门洞|梯|号|楼门)(?:的)?(?:所有|各|全部)?\d{0,3}(?:住?户)?(?:[,，、(（].*)?"
    r"|(?:各|所有|全部)(?:住户|户|房间|室)|(?:全部|所有)(?:[,，、(（].*)?"
)
_STOREYS = re.compile(  # 1单元1-1到5-1, 负2-1至6-1（面馆在内）, 全幢，1-1到7-2: storey and place
    r"^(?P<head>.*?)(?<![\d-])(?P<first>负?[1-9]|[1-9]\d)-(?P<left>[1-9])(?:号|室)?\s*[~～至到—]\s*"
    r"(?P<last>负?[1-9]|[1-9]\d)-(?P<right>[1-9])(?:号|室)?(?P<rest>[^\d\s].*)?$"
)
_STOREY = re.compile(r"(?<![\d-])(负?\d{1,2}-\d)(?![\d-])")
_WHOLE_HOUSE = re.compile(r"全|整|所有|每家")
_HEAD = re.compile(r"^(?:\d{0,3}[^\d]{0,12}){0,3}$")


Rooms = tuple[str, str, tuple[str, ...]]


_RUNNING = re.compile(r"^[1-9]\d?号?(?:[、,，][1-9]\d?号?){2,}$")  # flats of a door that are numbered through


@lru_cache(maxsize=4096)
def rooms_of(text: str) -> Rooms | None:
    """Building and door (as far as written) and the rooms of such a list; None for anything else.

    >>> rooms_of("2单元102~502")
    ('', '2', ('102', '202', '302', '402', '502'))
    >>> rooms_of("11-1-102、202、302")
    ('11', '1', ('102', '202', '302'))
    >>> rooms_of("1门 11 21 31"), rooms_of("201~301（一楼单独排）")
    (('', '1', ('11', '21', '31')), ('', '', ('201', '301')))
    >>> rooms_of("102-402，103-303")
    ('', '', ('102', '202', '302', '402', '103', '203', '303'))
    >>> rooms_of("1门101—301、102—302"), rooms_of("101~201、102~202")
    (('', '1', ('101', '201', '301', '102', '202', '302')), ('', '', ('101', '201', '102', '202')))
    >>> rooms_of("2单元负1-1到3-1"), rooms_of("1-1到2-2"), rooms_of("全幢，1-1到2-2")
    (('', '2', ('负1-1', '101', '201', '301')), None, ('', '', ('101', '102', '201', '202')))
    >>> rooms_of("1-101、1-201"), rooms_of("2-102至2-302（02这一路）"), rooms_of("1-101、2-101")
    (('', '1', ('101', '201')), ('', '2', ('102', '202', '302')), None)
    >>> rooms_of("2-101、201、301"), rooms_of("2-101~301（01室）")
    (('', '2', ('101', '201', '301')), ('', '2', ('101', '201', '301')))
    >>> rooms_of("3-1-101、3-1-201"), rooms_of("1、3、5、7号"), rooms_of("1、3")
    (('3', '1', ('101', '201')), ('', '', ('1', '3', '5', '7')), None)
    """
    if _RUNNING.match(squeeze(text)):
        return "", "", tuple(re.findall(r"\d+", text))
    if storeys := _STOREYS.match(text.strip()):
        return _of_storeys(storeys)
    text = _REMARK.sub("", text.strip())
    if len(places := _DOOR_CHAIN.findall(text)) > 1:
        return _of_door(set(places), _DOOR_CHAIN.sub("", text))
    parts = [_REMARK.sub("", part.strip()) for part in _AND.split(text)]
    if len(parts) > 1 and any(map(_is_span, parts)) and all(_is_span(part) or _ONE.match(part) for part in parts):
        return _joined([rooms_of(part) for part in parts])
    plain = tidy(text)
    if (span := _HYPHEN_SPAN.match(plain)) and _floors_apart(span["first"], span["last"]):
        rooms = tuple(str(room) for room in range(int(span["first"]), int(span["last"]) + 1, 100))
        return _placed(span["head"], rooms)
    if span := _SPAN.match(text.strip()):  # as written: tidied, a ~ is a hyphen, and a hyphen lists
        first, last = int(span["first"]), int(span["last"])
        if first % 100 != last % 100 or first == last:
            return None
        low, high = sorted((first, last))
        return _placed(span["head"], tuple(str(room) for room in range(low, high + 1, 100)))
    if short := _SHORT.match(plain):  # behind a door, numbers of two digits are rooms
        return _placed(short["head"], tuple(re.findall(r"\d{2}", short["rooms"])))
    match = _LIST.match(plain)
    if match is None:
        return None
    return _placed(match["head"], tuple(re.findall(_ROOM, match["rooms"])))


def addresses_listed(text: str) -> list[str]:
    """The addresses of a cell that lists some; what stands before the first bare room stands before the next ones.

    >>> addresses_listed("2-1-203、502"), addresses_listed("1栋1单元：301、302")
    (['2-1-203', '2-1-502'], ['1栋1单元301', '1栋1单元302'])
    >>> addresses_listed("3楼2门14、15号；5楼3门8号")
    ['3楼2门14', '3楼2门15号', '5楼3门8号']
    >>> addresses_listed("5栋1-201、1-301、2-202")
    ['5栋1-201', '5栋1-301', '5栋2-202']
    >>> addresses_listed("4-2-301、401，还有502"), addresses_listed("7-1-501和602")
    (['4-2-301', '4-2-401', '4-2-502'], ['7-1-501', '7-1-602'])
    """
    listed: list[str] = []
    plain = _AND_ROOM.sub("、", _BEHIND_PLACE.sub("", text))
    for part in (one for piece in pieces(plain) for one in rooms_between(piece)):
        if listed and _DOOR_BEHIND.match(part) and (building := _BUILDING_AHEAD.match(listed[-1])):
            listed.append(building[1] + part)
            continue
        before = _BEFORE_ROOM.match(listed[-1]) if listed and _SHORT_PART.match(part) else None
        listed.append((before[1] or before[2] or "") + part if before else part)
    return listed


def _of_door(places: Collection[tuple[str, str]], rooms: str) -> Rooms | None:
    """Flats of which each is written with its door; None where the doors differ, or more than rooms is left."""
    listed = rooms_of(rooms) if len(places) == 1 else None
    if listed is None or listed[0] or listed[1]:
        return None
    building, door = next(iter(places))
    return building, door.lstrip("0"), listed[2]


def _of_storeys(match: re.Match[str]) -> Rooms | None:
    """The flats of a span of storeys; None where what is said behind it leaves one of them out."""
    first, last = (int(match[name].replace("负", "-")) for name in ("first", "last"))
    left, right = int(match["left"]), int(match["right"])
    if first > last or left > right or (left < right and not _WHOLE_HOUSE.search(match["head"])):
        return None
    storeys = [str(storey).replace("-", "负") for storey in range(first, last + 1) if storey]
    places = [str(place) for place in range(left, right + 1)]
    flats = [f"{storey}-{place}" for storey in storeys for place in places]
    if set(_STOREY.findall(match["rest"] or "")) & set(flats):
        return None
    return _placed(match["head"], tuple(storey_room(storey, place) for storey in storeys for place in places))


def _joined(spans: Sequence[Rooms | None]) -> Rooms | None:
    """The rooms of all spans, where the first says building and door and none of the others another."""
    read = [span for span in spans if span is not None]
    places = {(building, door) for building, door, _ in read[1:]} - {("", "")}
    if len(read) < len(spans) or not places <= {read[0][:2]}:
        return None
    building, door, _ = read[0]
    return building, door, tuple(room for span in read for room in span[2])


def _is_span(text: str) -> bool:
    hyphened = _HYPHEN_SPAN.match(tidy(text))
    return bool(_SPAN.match(text)) or (hyphened is not None and _floors_apart(hyphened["first"], hyphened["last"]))


def rooms_between(part: str) -> list[str]:
    """The rooms of a span on one floor: 101-103 are three flats; anything else as it is.

    >>> rooms_between("101-103"), rooms_between("3-101"), rooms_between("1-1-301-302")
    (['101', '102', '103'], ['3-101'], ['1-1-301', '1-1-302'])
    """
    match = _ON_ONE_FLOOR.match(part)
    if match is None or match["floor"] != match["same"] or int(match["first"]) >= int(match["last"]):
        return [part]
    sides = range(int(match["first"]), int(match["last"]) + 1)
    return [f"{match['before'] or ''}{match['floor']}{side:02d}" for side in sides]


def _floors_apart(first: str, last: str) -> bool:
    """Whether rooms lie above each other with floors between: 102-602 is all of a stack, 102-202 are two flats."""
    return first[-2:] == last[-2:] and int(last) - int(first) > 100


def _placed(head: str, rooms: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]] | None:
    head = head.strip()
    if chain := _CHAIN.search(head):
        return chain["building"], chain["door"], rooms
    if door := _DOOR_AHEAD.fullmatch(head):
        return "", door[1].lstrip("0"), rooms
    if not _HEAD.match(head):
        return None
    place = outer_address(head) if head else None
    return (place.building, place.door, rooms) if place else ("", "", rooms)


def is_stack(text: str) -> bool:
    """Whether a list is of flats one above the other: 101、201、301.

    >>> is_stack("2单元101,201,301"), is_stack("1单元202、301、602")
    (True, False)
    """
    listed = rooms_of(text)
    return listed is not None and len(listed[2]) >= _LEAST_STACKED and len({_side(room) for room in listed[2]}) == 1


def _side(room: str) -> str:
    _, hyphen, place = room.rpartition("-")
    if hyphen:  # 负1-2, above 102
        return place.zfill(2)
    return room[-2:] if len(room) > len("11") else room[-1:]


def sides_named(text: str) -> tuple[str, ...] | None:
    """The numbers on each floor of flats that are listed for all floors at once; () for all flats, None for others.

    >>> sides_named("各层01、02室"), sides_named("03室（每层）"), sides_named("全单元"), sides_named("101、201")
    (('01', '02'), ('03',), (), None)
    """
    plain = tidy(text)
    if _ALL_FLATS.fullmatch(plain):
        return ()
    match = _ALL_FLOORS.fullmatch(plain)
    return tuple(re.findall(r"\d{1,2}", match["before"] or match["behind"])) if match else None


def rooms_on_sides(rooms: Iterable[str], sides: Collection[str]) -> tuple[str, ...]:
    """Those of these rooms that are on one of these sides, each once, from the lowest; all where none is named.

    >>> rooms_on_sides(["201", "102", "101", "103", "201"], ("01", "02"))
    ('101', '102', '201')
    """
    wanted = {side.lstrip("0") for side in sides}
    kept = {room for room in rooms if room.isdigit() and (not wanted or room[-2:].lstrip("0") in wanted)}
    return tuple(sorted(kept, key=int))

"""Numbers of buildings, doors, floors and rooms, in every way offices write them. Nothing is guessed.

`stack_rules.csv` has the rules (R1 to R13); `RoomNumbering` holds what an office can add about its compound.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from socialgraph.loaders.values.numerals import NUMERAL_CHARACTERS, arabic
from socialgraph.loaders.values.text import NOTHING, squeeze
from socialgraph.schema.addresses import SEPARATOR, place_of

# of patterns: what stands behind the number of a building and of a door, wherever in a text
BUILDING_WORD = r"(?:号[塔板]?楼|号栋|号幢|栋楼|栋|幢|座|#楼|#|楼(?!门|组?长|[道栋]长))"
DOOR_WORD = r"(?:单元门|单元|门洞|楼门|门栋|号门|门(?!脸|面|市)|梯(?![间口长级户]))"
_ROOM_ALONE = re.compile(r"\d{3,4}[A-Z]?(?:室|号|户)?")
_ROOM_AHEAD = re.compile(r"\d{3,4}[A-Z]?(?:室|户)?(?![\dA-Z号])")
_BUILDING_WORD = rf"(?:号[塔板]?楼栋|楼栋|号|{BUILDING_WORD})"  # of a cell that holds nothing else
_BUILDING = re.compile(
    rf"^(?:第)?(?P<before>[甲乙丙丁东西南北中]?)(?P<number>\d{{1,4}}[A-Z]?)(?P<after1>[甲乙丙丁]?){_BUILDING_WORD}?(?P<after2>[甲乙丙丁]?)$"
)
_BUILDING_FORM = re.compile(r"\((?:塔楼|板楼|高层|多层|含?底商|简易楼|筒子楼|平房|住宅)\)")
_NAMED_BUILDING = re.compile(r"^(?P<name>[东西南北中甲乙丙丁A-Z主])(?:号)?[楼座栋幢]$")
_DOOR = re.compile(rf"^第?(?P<door>\d{{1,2}}|[A-Z]|[甲乙丙丁东西南北中])(?:号)?(?:{DOOR_WORD}|#)?$")
_WHOLE_FLOAT = re.compile(r"^(-?\d{1,5})\.0$")  # a number that a program wrote down as a fraction: 301.0
_DATE_LIKE = re.compile(
    r"^(?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ T]?\d{1,2}:\d\d(?::\d\d)?)?"
    r"|\d{1,2}月\d{1,2}日?|\d{1,2}-[A-Z]{3}|[A-Z]{3}-\d{1,2})$"
)
_SHOP = re.compile(r"^(?:[1一首]层)?(?P<word>底商|门脸|商铺|门面|门市|店铺|网点|商)(?:房)?(?P<number>\d{0,3})$")
_NUMBERED_SHOP = re.compile(r"^(?:铺|店|店面|临街铺|门店)(?P<room>1\d{2})$|^(?P<behind>1\d{2})(?:铺|店面|门面|商铺)$")
_ROOM_SUFFIX = re.compile(r"(?<=[0-9A-Z甲乙丙丁])(?:号房间|号房|房间|室|户|号|房|#)$")
_FLOOR_AND_PLACE = re.compile(r"^(?P<floor>-?\d{1,2}|B\d)(?:层|楼|F)-?(?P<place>\d{1,4}[A-Z]?)$")
FLOOR_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"  # of a pattern: the floor, as people number it
_NAMED_FLOOR = re.compile(rf"^(?:第|地上)?(?P<floor>{FLOOR_NUMBER})(?:层|楼|F)$")
_STOREY_AND_PLACE = re.compile(r"^(?P<floor>[1-9]\d?)-(?P<place>[1-9]|\d{2})$")
_BELOW_STREET = re.compile(r"^负(?P<level>[1-9])-(?P<place>[1-9])$")  # a dwelling of a house on a slope
_BASEMENT = re.compile(r"^(?:B(?P<level>\d)[-层]?(?P<place>\d{1,3}))$")
_BELOW_GROUND = re.compile(r"^00[1-9](?:地下室?|半地下室?|储藏室|库房)?$")  # below 101 and 201
_CELLAR = re.compile(r"^(?P<word>地下室|地下|半地下室|半地下|夹层)-?(?P<number>\d{0,4})$")
_SPLIT_LETTER = re.compile(r"^(?P<flat>\d{3,4})-?(?P<part>[A-Z甲乙丙丁戊])$")
_SPLIT_BEHIND = re.compile(r"^(\d{3,4})(?:室|户|号)?\(?([A-Z甲乙丙丁戊])\)?$")
_SPLIT_NUMBER = re.compile(r"^(?P<flat>\d{3,4})-(?P<part>\d)$")
_MERGED = re.compile(r"^\d{3,4}(?:[-/、,;+&|和及]\d{3,4})+$")


@dataclass(frozen=True)
class RoomNumbering:
    """What only the office knows about its numbers: the `[numbering]` table of `socialgraph.toml`.

    flats_per_floor : building → flats on a floor behind one door; lets running room numbers (7号) be placed.
    skipped_floors : floor numbers that no building has (4, 13, 14 in some): rooms 501 then lie on floor 4.
    """

    flats_per_floor: Mapping[str, int] = field(default_factory=dict)
    skipped_floors: frozenset[int] = frozenset()

    def physical_floor(self, number: int) -> int:
        """The floor counted from the ground, for the number on the button."""
        return number - sum(1 for skipped in self.skipped_floors if 0 < skipped < number)


@dataclass(frozen=True)
class Room:
    """A room cell, read: `room` as in the tables, the register flats it stands for, and what else the cell said."""

    room: str
    kind: str = "dwelling"  # dwelling, shop, basement
    floor: int | None = None
    place: int | None = None  # position on its floor; None where the number says none
    door: str = ""


class NumberingError(ValueError):
    """A cell is no room, door or building; `reason` is the code of REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def looks_like_date(text: str) -> bool:
    """Whether an address part has been turned into a date by a spreadsheet: 2005-02-03, 1月2日."""
    return bool(_DATE_LIKE.match(squeeze(text)))


@lru_cache(maxsize=65536)
def parse_building(text: str) -> str:
    """The building of a building cell: `5号楼` → 5, `甲5号楼` → 甲5, `5号楼甲` → 5甲, `西楼` → 西; "" for an empty one.

    Any other text stays as it is (a building may be called NA), but for the colon that parts the keys of households.
    """
    if looks_like_date(text):
        raise NumberingError("date_in_room")
    if SEPARATOR in squeeze(text):
        raise NumberingError("bad_address")
    squeezed = _BUILDING_FORM.sub("", _WHOLE_FLOAT.sub(r"\1", squeeze(text))).strip("-")
    squeezed = re.sub(r"\(([甲乙丙丁])\)$", r"\1", squeezed)
    if squeezed in NOTHING:
        return ""
    number = arabic(squeezed) if set(squeezed) & set(NUMERAL_CHARACTERS) else squeezed
    if match := _BUILDING.match(number):
        digits = match["number"].lstrip("0") or "0"
        return match["before"] + digits + match["after1"] + match["after2"]
    if match := _NAMED_BUILDING.match(squeezed):
        return match["name"]
    return re.sub(r"(?:号楼|楼栋|栋|幢|座|楼)$", "", squeezed) or squeezed


@lru_cache(maxsize=65536)
def parse_door(text: str) -> str:
    """The door of a door cell: `2门`, `二单元`, `02` → 2; "" for an empty one."""
    if looks_like_date(text):
        raise NumberingError("date_in_room")
    squeezed = squeeze(text)
    if squeezed in NOTHING:
        return ""
    number = arabic(_WHOLE_FLOAT.sub(r"\1", squeezed))
    if match := _DOOR.match(number):
        door = match["door"]
        return (door.lstrip("0") or "0") if door.isdigit() else door
    raise NumberingError("bad_address")


@lru_cache(maxsize=4096)
def parse_floor(text: str) -> int | None:
    """The floor of a floor cell: `3层`, `三层`, `3F`, `-1`, `B1`, `地下一层`, `3/6` (of six); None if it is none."""
    squeezed = arabic(squeeze(text))
    if match := re.match(r"^第?(-?\d{1,2})(?:层|楼|F)?(?:/\d{1,2}(?:层|楼)?|\(?共\d{1,2}层\)?)?$", squeezed):
        return int(match[1])
    if match := re.match(r"^(?:B|负|地下)(\d)?(?:层|楼)?$", squeezed):
        return -int(match[1] or 1)
    return 0 if squeezed in {"半地下", "半地下室"} else None


def floor_named(text: str) -> int:
    """The floor of a text that is nothing but its name, as it heads a row: `3F`, `三层`, `第3层`, `地上3层`; else 0.

    >>> floor_named("十二层"), floor_named(" 3 楼"), floor_named("3"), floor_named("3层301")
    (12, 3, 0, 0)
    """
    match = _NAMED_FLOOR.match(squeeze(text))
    return int(arabic(match["floor"])) if match else 0


def parse_floor_ranges(text: str) -> list[int]:
    """The floors of a compact register: `1-5;7-10` → 1 to 5 and 7 to 10 (6 is skipped). Empty if it is no range."""
    parts = [part for part in re.split(r"[;、,]", re.sub("[层楼F]", "", arabic(squeeze(text)))) if part]
    floors: list[int] = []
    for part in parts:
        match = re.match(r"^(\d{1,2})(?:-(\d{1,2}))?$", part)
        if not match or int(match[2] or match[1]) < int(match[1]):
            return []
        floors += range(int(match[1]), int(match[2] or match[1]) + 1)
    return floors if len(floors) > 1 else []


def unmix(text: str) -> str:
    """Letters that were typed for digits: l or I for 1, O for 0, between or beside digits."""
    text = re.sub(r"(?<=\d)[OoＯ](?=\d)", "0", text)
    return re.sub(r"(?<=\d)[lI](?=\d|$)|^[lI](?=\d\d)", "1", text)


@lru_cache(maxsize=65536)
def parse_room(text: str, floor: int | None = None) -> Room:
    """What a room cell says; with `floor`, the floor column of the row (01 on floor 3 is 301).

    Raises NumberingError: `missing_room` for an empty cell, `date_in_room`, `bad_room`.
    """
    if looks_like_date(text):
        raise NumberingError("date_in_room")
    plain = unmix(re.sub(r"\s+", "", re.sub(r"(?<=\d{3})\s+(?=\d{3})", "、", text)))
    squeezed = _WHOLE_FLOAT.sub(r"\1", squeeze(plain))
    if squeezed in NOTHING:
        raise NumberingError("missing_room" if squeezed in {"", "-", "--", "/"} else "bad_room")
    if set(squeezed) & set(NUMERAL_CHARACTERS):
        squeezed = arabic(squeezed)
    squeezed = _ROOM_SUFFIX.sub("", re.sub(r"\((?:住宅|住人|自住|出租)\)$", "", squeezed))
    squeezed = _SPLIT_BEHIND.sub(r"\1\2", squeezed)
    for read in (_dwelling, _shop_or_basement, _placed, _merged, _with_door):
        if (room := read(squeezed, floor)) is not None:
            return room
    raise NumberingError("bad_room")


def _dwelling(text: str, floor: int | None) -> Room | None:
    """301, 0301, 501A, 301甲, 301-1, or a number on a floor that the row names."""
    if re.match(r"^\d{1,5}$", text) and not _BELOW_GROUND.match(text):
        digits = text.lstrip("0") if len(text) > 2 else text
        if len(digits) in (3, 4) and int(digits) % 100:
            by_digits = place_of(digits)
            assert by_digits is not None
            return Room(digits, floor=by_digits[0] if floor is None else floor, place=by_digits[1])
        if not digits.strip("0") or len(digits) > 2:
            return None
        if floor is not None and floor > 0:
            return Room(f"{floor}{int(digits):02d}", floor=floor, place=int(digits))
        return Room(digits.lstrip("0"))
    if match := _SPLIT_LETTER.match(text) or _SPLIT_NUMBER.match(text):
        flat = _dwelling(match["flat"], floor)
        if flat is None:
            return None
        joint = "-" if match["part"].isdigit() else ""
        return Room(flat.room + joint + match["part"], floor=flat.floor, place=flat.place)
    return None


def _shop_or_basement(text: str, floor: int | None) -> Room | None:
    """底商3, 门脸2; -101, B1-03, 地下3, 半地下2, 夹层1."""
    if match := _SHOP.match(text):
        return Room(match["word"] + match["number"].lstrip("0"), "shop", 1 if floor is None else floor)
    if match := _NUMBERED_SHOP.match(text):
        room = match["room"] or match["behind"]
        return Room(room, "shop", 1 if floor is None else floor, int(room) % 100)
    if match := re.match(r"^(?:负|-)(\d{3,4})$", text):
        level, place = divmod(int(match[1]), 100)
        return Room(f"-{match[1]}", "basement", -level, place) if level and place else None
    if _BELOW_GROUND.match(text):
        return Room(text[:3], "basement", -1, int(text[2]))
    text = re.sub(r"^(?:负|地下|-)(\d)(?:层|楼|F)-?(?=\d)", r"B\1-", text)
    if match := _BASEMENT.match(text):
        return Room(
            f"B{match['level']}-{int(match['place']):02d}", "basement", -int(match["level"]), int(match["place"])
        )
    if match := _CELLAR.match(text):
        word = match["word"].removesuffix("室")
        default = {"地下": -1, "半地下": 0, "夹层": 0}[word]
        return Room(word + match["number"].lstrip("0"), "basement", default if floor is None else floor)
    return None


def _placed(text: str, floor: int | None) -> Room | None:
    """3层01, 3楼02: the floor and the place on it; 3-2 where the row names floor 3 too."""
    if match := _BELOW_STREET.match(text):
        level, place = int(match["level"]), int(match["place"])
        return Room(f"-{level}{place:02d}", floor=-level, place=place)
    if floor is not None and (match := _STOREY_AND_PLACE.match(text)) and int(match["floor"]) == floor:
        return _dwelling(match["place"], floor)
    if not (match := _FLOOR_AND_PLACE.match(text)):
        return None
    named = parse_floor(match["floor"])
    flat = match["place"]
    if named is None or (floor is not None and floor != named):
        return None
    if len(flat) > 2 and flat.isdigit() and int(flat) // 100 != named:
        return None  # 3层402: which of the two?
    return parse_room(flat, named) if named > 0 else _shop_or_basement(f"B{-named}-{flat}", None)


def _merged(text: str, floor: int | None) -> Room | None:
    """301-302, 301/302, 301、302, 301+302: one household, several flats. 301-305 is nobody's flat."""
    if not _MERGED.match(text):
        return None
    parts = re.split(r"[-/、,;+&|和及]", text)
    flats = [_dwelling(part, None) for part in parts]
    if any(flat is None for flat in flats) or len(set(parts)) < len(parts):
        return None
    numbers = [int(flat.room) for flat in flats if flat is not None]
    if "-" in text and any(b - a not in (1, 100) for a, b in pairwise(numbers)):
        return None
    first = flats[0]
    assert first is not None
    return Room("|".join(str(n) for n in numbers), floor=first.floor if floor is None else floor, place=first.place)


def _with_door(text: str, floor: int | None) -> Room | None:
    """1单元101, 1门101, 2-301: the door stands before the room."""
    match = re.match(r"^(?:(\d{1,2})(?:单元门?|门洞?|号门|楼门|梯)-?|(\d{1,2})-)(.+)$", text)
    if not match or (match[2] and not re.match(r"^(?:\d{3,4}|B\d-|-\d{3}|底商|门脸)", match[3])):
        return None
    try:
        room = parse_room(match[3], floor)
    except NumberingError:
        return None
    return None if room.door else replace(room, door=(match[1] or match[2]).lstrip("0"))


def is_room_alone(text: str) -> bool:
    """Whether a text is a room of three or four digits and nothing else, so that its house is written elsewhere.

    >>> [text for text in ("101", "501A", "302室", "1-101", "12", "101某某") if is_room_alone(text)]
    ['101', '501A', '302室']
    """
    return _ROOM_ALONE.fullmatch(text) is not None


def room_ahead(text: str) -> str:
    """The room that a text begins with, whatever follows (101某某); "" where it begins with a whole address or none.

    >>> [room_ahead(text) for text in ("101某某", "501A某某", "1-101某某", "101号楼302")]
    ['101', '501A', '', '']
    """
    match = _ROOM_AHEAD.match(text)
    return match.group() if match else ""

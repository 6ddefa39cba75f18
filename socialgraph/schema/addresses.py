"""Addresses: a household's key, its label, and their natural order.

A key is `compound:building:door:room`, the room as written (`302|303` merged, `501A` split). A label is what
people read: `5-2-301`, without doors `7-1204`; with the compound in front where more than one is loaded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import pandas as pd

SEPARATOR = ":"
SHORTHAND = "≈"  # before the compound of a key that counts only where the register has such a flat: 糖厂1-303
BY_TITLE = SHORTHAND + "^"  # before what titles may call the compound of a row that names none
_UNIT_YARD = re.compile(r"^([\u3400-\u9fff]{2,3})院$")
_UNIT = re.compile(r"^原?([\u3400-\u9fff]+[厂局司校所社])[\u3400-\u9fff]{0,4}$")
_OF_A_UNIT = re.compile(r"[\u3400-\u9fff]{0,4}[厂司局校院所社矿站行]")
_HOMES_OF_A_UNIT = re.compile(r"(?:职工|家属)?(?:宿舍|家属[楼区院]|大院|小区|社区|生活区)$")
_LEAST_UNIT_NAME = 2
_LONGEST_BRIEF = 3
_TOLD_APART = re.compile(r"[东西南北中前后新老旧大小上下\d一二三四五六七八九十A-Za-z]$")
_COMPOUND_WORD = re.compile(r"(?:小区|社区|家属院|大院)$")
_NUMBERED_YARD = re.compile(r"(?<=\d)号?(?:大|家属)?院$")  # 12院, 12号大院: the compound at number 12
_DIGITS = re.compile(r"(\d+)")
_NUMBERED = re.compile(r"^-?\d{3,4}$")
_RISER = "~"  # no room begins so
_SPLIT_SUFFIX = re.compile(r"^(.*\d)(?:[A-Z]|[甲乙丙丁戊]|-\d)$")


def household_key(compound: str, building: str, door: str, room: str) -> str:
    """The key of one household, e.g. `household_key("", "5", "2", "301") == ":5:2:301"`."""
    return SEPARATOR.join((compound, building, door, room))


def household_keys(table: pd.DataFrame, prefix: str = "") -> pd.Series:
    """The keys of a table's rows, from its columns `compound`, `{prefix}building`, `{prefix}door`, `{prefix}room`.

    Empty where the room is empty (a person of a roster without an address).
    """
    columns = [table["compound"], *(table[prefix + name] for name in ("building", "door", "room"))]
    keys = columns[0].astype(str)
    for column in columns[1:]:
        keys = keys + SEPARATOR + column.astype(str)
    return keys.where(table[prefix + "room"].astype(str) != "", "")


def compound_stem(name: str) -> str:
    """A compound's name without the word for compound: 新风里 and 新风里小区 are one, as 12院 and 12号院 are."""
    if _NUMBERED_YARD.search(name):
        return _NUMBERED_YARD.sub("号院", name)
    return _COMPOUND_WORD.sub("", name) or name


def one_compound(names: Iterable[str]) -> dict[str, str]:
    """Every name of a compound, and the stem under which it is one with others: 南院 is 棉厂南院, if only that ends so.

    A direction or number before it tells two apart: 西南院 is not 南院, 十一村 not 一村.

    >>> one_compound(["棉厂南院", "南院", "棉厂南院小区"])
    {'棉厂南院': '棉厂南院', '南院': '棉厂南院', '棉厂南院小区': '棉厂南院'}
    >>> one_compound(["西南院", "南院"])
    {'西南院': '西南院', '南院': '南院'}
    >>> one_compound(["新江棉纺厂宿舍", "新棉院", "新风里"])
    {'新江棉纺厂宿舍': '新江棉纺厂宿舍', '新棉院': '新江棉纺厂宿舍', '新风里': '新风里'}
    >>> one_compound(["红线轴纺织厂宿舍", "红线轴宿舍", "红线厂宿舍"])
    {'红线轴纺织厂宿舍': '红线轴纺织厂宿舍', '红线轴宿舍': '红线轴纺织厂宿舍', '红线厂宿舍': '红线厂宿舍'}
    """
    stems = {name: compound_stem(name) for name in names}
    longer = {
        stem: [
            other
            for other in set(stems.values())
            if _ends_so(other, stem) or _is_unit(other, stem) or _says_which_unit(other, stem)
        ]
        for stem in set(stems.values())
    }
    return {name: longer[stem][0] if len(longer[stem]) == 1 else stem for name, stem in stems.items()}


def full_name(brief: str, names: Iterable[str]) -> str:
    """The one of these names that an abbreviation stands for: it begins so, or else holds it; "" for none or several.

    >>> full_name("铆", ["铆厂院", "泵厂院"]), full_name("厂", ["铆厂院", "泵厂院"]), full_name("糖厂", ["二糖厂宿舍"])
    ('铆厂院', '', '二糖厂宿舍')
    """
    if not brief or len(brief) > _LONGEST_BRIEF:
        return ""
    longer = [name for name in names if len(compound_stem(name)) > len(brief)]
    starting = [name for name in longer if name.startswith(brief)]
    holding = starting or [name for name in longer if re.search(rf"(?<!\d){re.escape(brief)}", name)]
    return holding[0] if len(holding) == 1 else ""


def spelled_as(name: str, names: Iterable[str]) -> str:
    """The one of these names of compounds that a name means: spelled otherwise, or short for it; itself for none.

    >>> names = ["棉厂南院", "泵厂院"]
    >>> spelled_as("南院", names), spelled_as("泵", names), spelled_as("西院", names)
    ('棉厂南院', '泵厂院', '西院')
    """
    known = sorted(set(names))
    if name in known:
        return name
    stem = one_compound([*known, name])
    same = [other for other in known if stem[other] == stem[name]]
    return same[0] if len(same) == 1 else full_name(name, known) or name


def _is_unit(name: str, stem: str) -> bool:
    """Whether a yard is called by some characters of the work unit's name: 新棉院 of 新江棉纺厂宿舍."""
    short, unit = _UNIT_YARD.match(stem), _UNIT.match(name)
    if short is None or unit is None or short[1][0] != unit[1][0]:
        return False
    rest = iter(unit[1])
    return all(character in rest for character in short[1])


def _says_which_unit(name: str, stem: str) -> bool:
    """Whether a name says besides what the unit whose homes these are makes: 红线轴纺织厂宿舍 of 红线轴宿舍."""
    homes, its_homes = _HOMES_OF_A_UNIT.search(name), _HOMES_OF_A_UNIT.search(stem)
    if homes is None or its_homes is None or homes.group() != its_homes.group():
        return False
    unit = stem[: its_homes.start()]
    rest = name[: homes.start()].removeprefix(unit)
    is_longer = name.startswith(unit) and len(unit) >= _LEAST_UNIT_NAME and not _UNIT.match(unit)
    return is_longer and bool(_OF_A_UNIT.fullmatch(rest)) and not _TOLD_APART.search(rest[:1])


def _ends_so(name: str, stem: str) -> bool:
    before = name.removesuffix(stem)
    return len(stem) > 1 and before not in ("", name) and not _TOLD_APART.search(before)


def by_title(texts: Iterable[Iterable[str]]) -> str:
    """What stands in a key in place of its compound: what each text over its rows may call it, the nearest first.

    >>> by_title([["新风里", "南苑"], [], ["新风里"]]), by_title([[]])
    ('≈^南苑+新风里;新风里', '')
    """
    named = ["+".join(sorted(set(names))) for names in texts]
    told = ";".join(dict.fromkeys(names for names in named if names))
    return BY_TITLE + told if told else ""


def told_by_title(told: str, names: Iterable[str]) -> str:
    """The one of these names of compounds that the nearest text names which names any; "" for none or several.

    Parameters
    ----------
    told : as `by_title` made it.
    names : of compounds that are known.

    >>> told_by_title("≈^走访里;年新风里+院里", ["新风里", "南苑"]), told_by_title("≈^新风里+南苑", ["新风里", "南苑"])
    ('新风里', '')
    """
    stems = {name: compound_stem(name) for name in names}
    for text in told.removeprefix(BY_TITLE).split(";"):
        parts = [compound_stem(part) for part in text.split("+")]
        found = [name for name, stem in stems.items() if any(stem in part for part in parts)]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def compound_named(key: str) -> str:
    """The compound that a household's key names for certain: "" where it is only in a title, or in shorthand.

    >>> compound_named("新风里:5:2:301"), compound_named("≈糖厂:5:2:301"), compound_named(":5:2:301")
    ('新风里', '', '')
    """
    compound = key.partition(SEPARATOR)[0]
    return "" if compound.startswith(SHORTHAND) else compound


def parts_of_key(key: str) -> tuple[str, str, str, str]:
    """Compound, building, door and room of a household's key."""
    compound, building, door, room = key.split(SEPARATOR)
    return compound, building, door, room


def label(key: str, *, with_compound: bool = False) -> str:
    """What people read: `5-2-301`; `7-1204` without a door; `新风里 5-2-301` with the compound."""
    compound, building, door, room = parts_of_key(key)
    compound = "" if compound.startswith(BY_TITLE) else compound.removeprefix(SHORTHAND)
    address = "-".join(part for part in (building, door, room) if part)
    return f"{compound} {address}" if with_compound and compound else address


def natural_order(text: str) -> tuple[tuple[int, int | str], ...]:
    """Sort key in which numbers count as numbers: `2-9-301` before `10-1-101`."""
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in _DIGITS.split(text) if part)


def natural_rank(texts: Iterable[str]) -> dict[str, int]:
    """Each text's place in natural order, for sorting whole columns at once."""
    return {text: place for place, text in enumerate(sorted(set(texts), key=lambda t: (natural_order(t), t)))}


def other_reading(building: str, door: str, room: str) -> tuple[str, str, str] | None:
    """乙1-3-2 may be flat 2 of door 3 of 乙1, and 302 of door 1 of 乙: building, door and room of the other one.

    甲3-1 may be door 1 of 甲3, its room left out, and 301 of 甲.

    >>> other_reading("乙1", "3", "2"), other_reading("乙1", "3", "302")
    (('乙', '1', '302'), None)
    >>> other_reading("甲3", "1", "")
    ('甲', '', '301')
    """
    if len(building) < len("乙1") or building[0] not in "甲乙丙丁" or not door or len(room or door) > 1:
        return None
    if not room:
        return building[0], "", storey_room(building[1:], door)
    return building[0], building[1:], storey_room(door, room)


def storey_room(floor: str, place: str) -> str:
    """The room of a storey and a place on it, as rooms are written; storeys below the street (吊层) keep their 负.

    >>> storey_room("5", "1"), storey_room("负1", "2")
    ('501', '负1-2')
    """
    return f"{floor}-{int(place)}" if floor.startswith("负") else f"{floor}{int(place):02d}"


def riser_room(stack: str) -> str:
    """What stands in a key in place of a room for all flats of a riser.

    >>> household_key("", "5", "", riser_room("KL-1"))
    ':5::~KL-1'
    """
    return _RISER + stack.replace(SEPARATOR, "：")


def riser_of_room(room: str) -> str:
    """The riser whose flats a key means, folded for comparison; empty where its room is a room.

    >>> riser_of_room("~kl－1"), riser_of_room("301")
    ('KL-1', '')
    """
    return folded_code(room.removeprefix(_RISER)) if room.startswith(_RISER) else ""


def folded_code(stack: str) -> str:
    """The code of a riser as it is compared: width and case are no difference."""
    return unicodedata.normalize("NFKC", stack).upper()


def flats_of_room(room: str) -> list[str]:
    """The register flats of a household's room: `302|303` → both, `501A` → `501`, `301-1` and `301甲` → `301`."""
    flats = []
    for part in room.split("|"):
        split = _SPLIT_SUFFIX.match(part)
        flats.append(split.group(1) if split and not part.startswith(("B", "-")) else part)
    return flats


def place_of(room: str) -> tuple[int, int] | None:
    """Floor and place that the digits of a register flat say: 301 → (3, 1), 1204 → (12, 4), -101 → (-1, 1)."""
    if not _NUMBERED.match(room):
        return None
    number = abs(int(room))
    return (-(number // 100) if room.startswith("-") else number // 100), number % 100


def stated_floor(room: str, floors: Iterable[int | None]) -> int | None:
    """The floor of a flat of which sheets say several: one that is not only its number's, of such the lowest."""
    numbers = {floor for floor in floors if floor is not None}
    by_number = place_of(room)
    stated = numbers - {by_number[0]} if by_number else numbers
    return min(stated or numbers, default=None)

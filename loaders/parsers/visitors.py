"""Who went: the people of a cell, and for 小关 the one of that surname whom the same workbook names in full."""

from __future__ import annotations

import re
from collections.abc import Iterable

from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.parsers.known_people import is_whole_name
from socialgraph.loaders.values.names import parse_name
from socialgraph.loaders.values.text import NOTHING, pieces, tidy

_SHORT = re.compile(r"^(?:[小老](?P<nick>[\u3400-\u9fff])|(?P<called>[\u3400-\u9fff])师傅)$")
_WENT = re.compile(r"(?<=[\u3400-\u9fff]{2})(?:一起|一道|一块儿?)?去的?$")  # 龙虾伯去的
_COLUMNS = {"visits": "visitors", "people_roster": "name", "party_roster": "name"}


def colleagues_in(sheets: Iterable[Sheet]) -> frozenset[str]:
    """Whom the sheets of a workbook say to have gone, and who stands in its rosters, as written."""
    cells = {row.text(column) for sheet in sheets if (column := _COLUMNS.get(sheet.kind, "")) for row in sheet.rows}
    return frozenset(name for text in cells for name in visitors_of(text))


def in_full(short: str, named: Iterable[str]) -> str:
    """The only person whom such a name may mean; the name as written where nobody is named, or several are.

    Whoever else has that surname, as 关书记 or 老关, may be another.

    >>> in_full("小关", ["关笤帚", "小关"]), in_full("小关", ["关笤帚", "关书记"]), in_full("小关", ["关书记"])
    ('关笤帚', '小关', '小关')
    >>> in_full("关师傅", ["关笤帚", "关师傅"]), in_full("关师傅", ["关笤帚", "小关"])
    ('关笤帚', '关师傅')
    """
    match = _SHORT.match(short)
    if match is None:
        return short
    surname = match["nick"] or match["called"]
    of_surname = {name for name in named if name != short and (name.startswith(surname) or name[1:] == surname)}
    return of_surname.pop() if len(of_surname) == 1 and all(map(is_whole_name, of_surname)) else short


def visitors_of(text: str) -> list[str]:
    """The people of a cell, as written: 王书记、小李 or 李师傅 周敏; blanks inside one name (张 三) are padding."""
    if tidy(text) in NOTHING:
        return []
    names = []
    for part in pieces(_joined_single_characters(tidy(text))):
        name = parse_name(_WENT.sub("", part)).text
        if name and name not in names:
            names.append(name)
    return names


def _joined_single_characters(text: str) -> str:
    """`张 三、李 四` is two people: a single character before a blank belongs to what follows."""
    return re.sub(r"(?<![^\s、,;/|])([\u3400-\u9fff])\s+(?=[\u3400-\u9fff](?:$|[\s、,;/|]))", r"\1", text)

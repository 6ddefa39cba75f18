"""What the cells of a column look like: shares of values that parse as room, address, phone, date and so on."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from socialgraph.loaders.values.dates import looks_dated
from socialgraph.loaders.values.households import is_address, split_household
from socialgraph.loaders.values.names import NAME
from socialgraph.loaders.values.room_lists import is_stack
from socialgraph.loaders.values.text import squeeze, tidy

_ROOM = re.compile(r"^(?:铺|底商|店|商铺)?[-BbFf]?\d{3,4}[A-Za-z甲乙丙丁]?(?:室|号|户|房)?$")
_CHAIN = re.compile(
    r"\d{1,3}\D{1,3}\d{1,2}\D{1,3}\d{3,4}|\d{1,3}(?:号楼|栋|幢|门|梯|单元|-)\S*?\d{3,4}"
    r"|\d{1,3}(?:号楼|栋|幢|楼)\d{1,2}(?:门|梯|单元)\d{1,3}(?:号|室|户)"
    r"|[甲乙丙丁]\d{1,2}-\d{1,2}-\d{2}|(?<!\d)\d{1,4}号\d{3,4}"
    r"|^(?:[甲乙丙丁]\d{1,2}|1?\d)-\d{1,2}-[1-9]\d?(?:[号室户]|$|\s*[\u3400-\u9fff])"  # 3-2-14
    r"|^[一二三四五六七八九十\d]{1,2}(?:单元|门|梯)\d{3,4}"  # 二单元102
    r"|\d{1,3}(?:号楼|栋|幢)(?:\d{1,2}(?:单元|门))?-?[1-9]\d?-[1-9](?:[号室户]|$|\s*[\u3400-\u9fff])"  # 2栋5-1
    r"|^[\u3400-\u9fff]{0,3}\d{1,3}-\d{1,2}-\d{1,2}-\d$|^[\u3400-\u9fff]{1,3}\d{1,3}-\d{1,2}-\d$"  # 2-1-3-2, 铆4-3-2
)
_PHONE = re.compile(r"^(?:1[\d* -]{10,13}|0\d{2,3}-?\d{7,8}|(?!(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d\d$)\d{7,8})$")
_NAME = re.compile(rf"^{NAME}(?:\([^)]*\))?$")
_MONEY = re.compile(r"^[¥￥]?\d+(?:\.\d{1,2})?元?$")
_ID = re.compile(r"^\d{17}[\dXx]$")
_TICK = re.compile(r"^[√✓✔×✗✘○●△☑VvXx]$")
_ROOMS = re.compile(
    r"^\d{1,2}号?(?:[、,，]\s*\d{1,2}号?){2,}$|(?:门|单元|梯)\s*\d[1-9](?:[、,\s]+\d[1-9]){2,}|\d{3,4}[^\d]{1,3}\d{3,4}|\d{3,4}\s*[~至到]\s*\d{3,4}"
)
_SMALL = re.compile(
    r"^(?:第)?[甲乙丙丁]?\d{1,3}[甲乙丙丁]?(?:号楼|号院|栋|幢|座|楼|单元|门|梯|#)?$|^[一二三四五六七八九十]{1,2}(?:单元|门|栋|号楼|幢)?$"
)

_FLAT_NUMBER = re.compile(r"^(?P<floor>[1-9]|[12]\d|3[0-3])(?P<place>0[1-9]|1[0-6])(?:室|号|户|房)?$")
_RECENT = re.compile(r"^(?:20)?2[4-9](?:[-./年]|\d{4}$)|^(?:1[0-2]|0?[1-9])[月./-]\d{1,2}")

_TESTS: dict[str, Callable[[str], bool]] = {
    "room": lambda text: bool(_ROOM.match(text)),
    "flat_number": lambda text: bool(_FLAT_NUMBER.match(text)),  # a storey, then a place on it
    "address": lambda text: bool(_CHAIN.search(text)) and (is_address(text) or split_household(text) is not None),
    "household": lambda text: split_household(text) is not None,
    "phone": lambda text: bool(_PHONE.match(text)),
    "date": looks_dated,
    "recent": lambda text: bool(_RECENT.match(text)) and looks_dated(text),  # of these years, or without a year
    "name": lambda text: bool(_NAME.match(text)),
    "money": lambda text: bool(_MONEY.match(text)),
    "id": lambda text: bool(_ID.match(text)),
    "tick": lambda text: bool(_TICK.match(text)),
    "rooms": lambda text: bool(_ROOMS.search(text)),
    "stack": is_stack,
    "small": lambda text: bool(_SMALL.match(text)),
}
TYPES = tuple(_TESTS)


def shares(texts: Sequence[str]) -> dict[str, float]:
    """For every type the share of the filled cells that are of it, in [0, 1]; all 0 for an empty column."""
    filled = [tidy(text) for text in texts if squeeze(text)]
    if not filled:
        return dict.fromkeys(_TESTS, 0.0)
    return {name: sum(map(test, filled)) / len(filled) for name, test in _TESTS.items()}

"""A household in one cell: address, name and phone written behind each other (11-1-101 石长庚 13800002003)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from socialgraph.loaders.values.addresses import parse_address
from socialgraph.loaders.values.names import name_and_address
from socialgraph.loaders.values.numbering import NumberingError
from socialgraph.loaders.values.text import tidy

_PHONE = re.compile(r"(?<!\d)(?:1\d{2}[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-?\d{7,8})(?!\d)")
_LEADING = re.compile(
    r"^(?P<address>[^\u3400-\u9fff]*?(?:[^,;:()]{0,14}?)(?:\d{3,4}[A-Z]?|(?<=[-门元梯])\d{1,2})(?:室|号|户)?)(?P<rest>(?![\d-]).*)$"
)
_LABEL = re.compile(r"(?:业主|房东|户主|产权人|承租人|联系电话|电话|手机|住户|的|:|,|\(|\)|\[|\]|\.|;|、)+")
_USES = frozenset(("门市", "门面", "门脸", "商铺", "底商", "店铺", "商店", "车库", "仓库", "地下室", "储藏室"))
_NAME_AHEAD = re.compile(r"^(?P<name>[\u3400-\u9fff·]{2,4})[\s,:、]{0,2}(?P<address>[^\s,、;]*\d{3,4}(?:室|户|号)?)$")
_TITLED = re.compile(r"(?<=[\u3400-\u9fff]{2})(?:阿姨|大姐|大妈|大爷|师傅|老师|书记|医生)$")  # beside a whole name
_NAME = re.compile(r"^[\u3400-\u9fff\U00020000-\U0003ffff·]{2,5}$")


@dataclass(frozen=True)
class Household:
    """The parts of the cell; `phone` is empty where none is written."""

    address: str
    name: str
    phone: str = ""


@lru_cache(maxsize=65536)
def split_household(text: str) -> Household | None:
    """Address, name and phone of a cell that holds at least the first two; None where it is anything else.

    >>> split_household("11-1-102万锡海（13800002056）")
    Household(address='11-1-102', name='万锡海', phone='13800002056')
    >>> split_household("3楼2门18号万锡海")
    Household(address='3楼2门18号', name='万锡海', phone='')
    """
    plain = tidy(text)
    phones = _PHONE.findall(plain)
    match = _LEADING.match(_PHONE.sub(" ", plain).strip()) if plain else None
    if match is None or len(phones) > 1:
        return None
    name = _LABEL.sub(" ", match["rest"]).strip()
    name = re.sub(r"\s+", "", name)
    if not _NAME.match(name) or name in _USES or not is_address(match["address"]):
        return None
    return Household(match["address"].strip(), name, phones[0] if phones else "")


def person_and_place(text: str) -> tuple[str, str]:
    """Who somebody names, and as much of an address as stands beside the name; the whole text is the name elsewhere.

    >>> person_and_place("万锡海(1-2-402)"), person_and_place("万锡海，1-302"), person_and_place("万锡海 2单元401")
    (('万锡海', '1-2-402'), ('万锡海', '1-302'), ('万锡海', '2单元401'))
    >>> person_and_place("3幢1单元202室万锡海"), person_and_place("2单元402万锡海阿姨"), person_and_place("6楼的万锡海")
    (('万锡海', '3幢1单元202室'), ('万锡海', '2单元402'), ('6楼的万锡海', ''))
    """
    name, address = name_and_address(_TITLED.sub("", tidy(text)))
    if address:
        return name, address
    if (match := _NAME_AHEAD.match(name)) and is_address(match["address"]):
        return match["name"], match["address"]
    household = split_household(name)
    return (household.name, household.address) if household is not None else (name, "")


@lru_cache(maxsize=65536)
def is_address(text: str) -> bool:
    """Whether a text is a whole address with its room."""
    try:
        return parse_address(text).room is not None
    except NumberingError:
        return False

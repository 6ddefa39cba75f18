"""What a heading says that no list has: cut into its parts, of which the last says what stands in the column.

房东意见 is the stance of the owner, 租户手机 the tenant's telephone, 他信得过的人住哪 where the one lives who is
trusted. `data/heading_parts.csv` has the parts (whose, what, which pipe, and words that change nothing),
`heading_meanings.csv` the field of whose with what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from socialgraph.loaders.values.numerals import NUMERAL_CHARACTERS, chinese_number
from socialgraph.loaders.values.words.heading_keys import MAX_HEADING_CHARACTERS, data_table

_SUBJECT, _ATTRIBUTE, _PIPE, _FILLER = "subject", "attribute", "pipe", "filler"
_UNKNOWN_COST, _PART_COST = 10, 1
_MOST_UNKNOWN = 2  # characters of a heading that no part covers, if it is to mean anything
_LONGEST_OF_TWO = 16
_OTHER = "other"
_LESSEE_OF_EITHER_KIND = "either_lessee"  # 承租人 alone: of a public flat or a tenant
_ROUND = re.compile(
    rf"(?:^R|第)(?P<a>\d{{1,2}}|[{NUMERAL_CHARACTERS}]{{1,3}})(?:轮|次|回|遍|批|期|人|位|户)?"
    rf"|(?P<b>\d{{1,2}}|[{NUMERAL_CHARACTERS}])(?:轮|次|回|遍)|(?P<d>首)(?:轮|次)|^(?P<c>[初再复])(?=访|次|问)"
    rf"|[(]?(?P<e>(?<=\D)\d{{1,2}}|[①-⑨])[)]?$"
)
_WORD_ROUNDS = {"初": 1, "首": 1, "再": 2, "复": 2}


@dataclass(frozen=True)
class HeadingSense:
    """`field` is "" where the parts say that the column is about something else; `whole`: no character is left over."""

    field: str
    whole: bool


def without_round(key: str) -> tuple[str, int]:
    """A heading without the number of a round or of one of several, and that number; 0 where it has none.

    >>> without_round("第二轮意见"), without_round("R1日期"), without_round("提名3"), without_round("走访日期")
    (('意见', 2), ('日期', 1), ('提名', 3), ('走访日期', 0))
    """
    match = _ROUND.search(key)
    if match is None:
        return key, 0
    text = next(group for group in match.groups() if group)
    if text.isdecimal():
        number = int(text)
    elif "①" <= text <= "⑨":
        number = ord(text) - ord("①") + 1
    else:
        number = _WORD_ROUNDS.get(text) or chinese_number(text) or 0
    rest = key[: match.start()] + key[match.end() :]
    return (rest, number) if rest and number else (key, 0)


@lru_cache(maxsize=8192)
def heading_sense(key: str) -> HeadingSense | None:
    """What the parts of a heading say together; None where too little of it is known.

    >>> heading_sense("租户手机号码"), heading_sense("业主车位")
    (HeadingSense(field='phone_alt', whole=True), HeadingSense(field='', whole=True))
    """
    if len(key) > MAX_HEADING_CHARACTERS:
        return None
    parts, unknown = _cut(key)
    if unknown > _MOST_UNKNOWN or unknown * 2 > len(key):
        return None
    known = [part for part in parts if part is not None and part[0] != _FILLER]
    if not known or (parts and parts[-1] is None):
        return None
    if (_ATTRIBUTE, _OTHER) in known or (_SUBJECT, _OTHER) in known:
        return HeadingSense("", unknown == 0)
    field_name = _field(known)
    beside = (_ATTRIBUTE, "compound") in known and field_name != "address_full"  # 小区楼号 may hold 豆豉巷6号
    if field_name in (None, _LESSEE_OF_EITHER_KIND):
        return None
    of_either = _whose(_subjects(known)) == _LESSEE_OF_EITHER_KIND
    return HeadingSense(field_name, unknown == 0 and not beside and not of_either)


@lru_cache(maxsize=8192)
def names_owner_or_resident(key: str) -> bool:
    """Whether one column names whoever stands for the flat, as 户主 does: 业主/租客, 业主（租客）姓名.

    >>> names_owner_or_resident("业主租客姓名"), names_owner_or_resident("业主租客电话")
    (True, False)
    """
    if len(key) > _LONGEST_OF_TWO:
        return False
    sense = heading_sense(key)
    subjects = _subjects([part for part in _cut(key)[0] if part is not None])
    return len(set(subjects)) > 1 and sense == HeadingSense("head_name", whole=True)


def _field(parts: list[tuple[str, str]]) -> str | None:
    role, what = parts[-1]
    attributes = [name for kind, name in parts if kind == _ATTRIBUTE]
    subject = _whose(_subjects(parts))
    pipes = {name for kind, name in parts if kind == _PIPE}
    places = {"building", "door"} & set(attributes)
    if "compound" in attributes and "address_full" in attributes:
        return "address_full"
    if ("room" in attributes and places) or ("address_full" in attributes and {"name", "phone"} & set(attributes)):
        return "address_full"
    if len(pipes) > 1:  # 厨房、卫生间立管的态度: of the works as a whole
        return "stance" if role == _PIPE or what == "stance" else None
    if pipes:
        what = "stance" if "stance" in attributes else what  # 业主意见 厨房立管: no number of the riser
        return _of_pipe(pipes.pop(), role, what, lives_there=subject in ("tenant", "occupant"))
    if not subject or subject == _LESSEE_OF_EITHER_KIND:
        return what
    attribute = what if role == _ATTRIBUTE else ""
    return _meanings().get((subject, attribute), attribute if attribute in _ANYBODYS else None)


def _subjects(parts: Iterable[tuple[str, str]]) -> list[str]:
    return [name for kind, name in parts if kind == _SUBJECT]


def _whose(subjects: list[str]) -> str:
    """Of 业主/承租人 whoever holds the flat, of 业主/租客 whoever stands for it as 户主 does; else the last one."""
    if {"owner", "head"} & set(subjects):
        if {"lessee", _LESSEE_OF_EITHER_KIND} & set(subjects):
            return "holder"
        if {"tenant", "occupant"} & set(subjects):
            return "head"
    return subjects[-1] if subjects else ""


_ANYBODYS = frozenset(
    (
        *("reasons", "ownership_type", "occupancy", "flags", "signed", "do_not_contact"),
        *("remarks", "available_when", "result", "survey_date", "address_full", "building", "door", "room", "floor"),
    )
)


def _of_pipe(pipe: str, role: str, what: str, *, lives_there: bool) -> str | None:
    """厨房下水 or 厨房下水意见: the stance on that pipe, of whose it is; with 编号 its riser, with 进度 its works."""
    kind = {"stack": "stack", "status": "status"}.get(what, "stance" if role == _PIPE or what == "stance" else "")
    if kind == "stance" and lives_there:
        kind = "occupant_stance"
    return f"{kind}_{pipe}" if kind else None


def _cut(key: str) -> tuple[list[tuple[str, str] | None], int]:
    """The cheapest way to cut a heading into known parts (None for a character that no part covers)."""
    parts, longest = _parts()
    best: list[tuple[int, int, list[tuple[str, str] | None]]] = [(0, 0, [])]
    for end in range(1, len(key) + 1):
        cost, unknown, cut = best[end - 1]
        options = [(cost + _UNKNOWN_COST, unknown + 1, [*cut, None])]
        for begin in range(max(0, end - longest), end):
            if (part := parts.get(key[begin:end])) is not None:
                cost, unknown, cut = best[begin]
                options.append((cost + _PART_COST, unknown, [*cut, part]))
        best.append(min(options, key=lambda option: option[0]))
    return best[-1][2], best[-1][1]


@lru_cache(maxsize=1)
def _parts() -> tuple[dict[str, tuple[str, str]], int]:
    parts: dict[str, tuple[str, str]] = {}
    for row in data_table("heading_parts.csv"):
        for word in row["words"].split("|"):
            parts.setdefault(word.upper(), (row["role"], row["meaning"]))
    return parts, max(map(len, parts))


@lru_cache(maxsize=1)
def _meanings() -> dict[tuple[str, str], str]:
    return {(row["subject"], row["attribute"]): row["field"] for row in data_table("heading_meanings.csv")}

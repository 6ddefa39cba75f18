"""What a sentence says, by classes of words (`data/sentences.csv`); silent wherever two classes speak at once.

A pattern whose code begins with `-` is looked for first and taken out of the sentence, so that 不同意 is never read as
同意, nor 等签 as 签. A code that begins with `=` wins over plain ones of its field (a tie that closes a pair, say).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from socialgraph.loaders.values.text import pieces, tidy
from socialgraph.loaders.values.words.dialects import in_standard_words
from socialgraph.loaders.values.words.heading_keys import data_table
from socialgraph.loaders.values.words.pipes import names_a_pipe
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone

_MOST_CHARACTERS = 80
_MOST_LEFT_OF_STANCE = 4  # characters beside the words of a stance
_MOST_LEFT = 9  # characters beside the words of an open tie
_OTHERS = re.compile(r"\d{3,4}(?!\d)|租客|房客|租户|物业说|邻居说|听说.{0,4}(?:同意|签)|→|[?？]$|^不清楚|待核实")
_HARMLESS = re.compile(
    r"目前|现在|暂时|表示|家里|本人|业主|房主|户主|[还在正仍也都他她我家说讲这就已了的吧呀啊呢]|[\W_]"
)
_ASSURING = re.compile("其实|实际上?|实为|原来|以前|早年|从前|曾经?|两家|两人|双方|[是系有过架的]")
_QUOTED_NO = re.compile(r"[“”\"'「」（）()]")
TWISTED = re.compile(
    r"(?:不是|没有|没|并非|也不|先|谈不上|不至于|难道|哪会|哪能|怎么可能)(?:不|反对|拒)|(?:同意|肯|签|愿意|支持)(?:个|才怪|什么|吗|么|啥)|[没未]签字?同意"
)
_NEGATION = re.compile(r"[不没未别勿莫难]|无法")
_HELD = re.compile(r"公房|承租人|直管|房管所")
_FRAIL_AND_BOTHERED = frozenset(("elderly_or_ill", "noise_dust_water"))
_DISTRUSTS = re.compile(r"信不[着过住]了?(?:他们|你们)?$")
_WORKS_DISTRUSTED = re.compile(r"质量|施工|工程|漏")
_BOTHER = re.compile(r"[吵灰尘噪脏味嘈]|停水|断水|麻烦|不方便")
_PAST = re.compile(r"(?:以前|原来|原先|先前|之前|上次|上回|从前|本来)[^,，。;；]{0,16}[,，。;；]")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    by_field: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for row in data_table("sentences.csv"):
        by_field.setdefault(row["field"], []).append((row["code"], re.compile(row["pattern"], re.IGNORECASE)))
    return by_field


def classes(name: str, text: str) -> list[str]:
    """The classes of a field's words that a sentence holds, in the order of the table."""
    return _read(name, text)[0]


def _read(name: str, text: str) -> tuple[list[str], str]:
    """The classes, and what is left of the sentence without their words."""
    left = _QUOTED_NO.sub("", tidy(text))
    codes: list[str] = []
    seen: list[re.Pattern[str]] = []
    for code, pattern in _patterns().get(name, ()):
        if pattern.search(left):
            codes.append(code)
            if code.startswith("-"):
                left = pattern.sub("、", left)
            else:
                seen.append(pattern)
    for pattern in seen:
        left = pattern.sub("、", left)
    return codes, left


@lru_cache(maxsize=65536)
def sentence_code(name: str, text: str) -> str | None:
    """The one thing that a sentence says about a field; None where it says nothing, or more than one thing."""
    if len(text) > _MOST_CHARACTERS or name not in _RESOLVED or asks_to_be_left_alone(text):
        return None
    return _RESOLVED[name](in_standard_words(text))


@lru_cache(maxsize=65536)
def whole_phrase_code(name: str, text: str) -> str | None:
    """As `sentence_code`, where nothing but harmless little words stands beside what is known: 答应，字还没签."""
    code = sentence_code(name, text)
    return code if code is not None and not _HARMLESS.sub("", _read(name, text)[1]) else None


@lru_cache(maxsize=65536)
def sentence_codes(name: str, text: str) -> tuple[str, ...]:
    """Every class of a field that may have several values (reasons); () where it says none."""
    return tuple(code.lstrip("-=") for code in classes(name, text))


def closes_a_pair(text: str) -> bool:
    """Whether words beside a tie are those of an inadmissible kind: 其实是表弟, 吵过架, but not 她家亲戚介绍的."""
    if len(text) > _MOST_CHARACTERS:
        return False
    codes, left = _read("tie_type", in_standard_words(text))
    return any(code.startswith("=") for code in codes) and not _HARMLESS.sub("", _ASSURING.sub("", left))


def without_echo(codes: Sequence[str], text: str) -> list[str]:
    """The reasons of a cell, each named once: 岁数大了，怕折腾 is one, 岁数大了，怕吵 are two."""
    echoed = {"noise_dust_water"} if {*codes} >= _FRAIL_AND_BOTHERED and _only_bothered(text) else set()
    if "official_distrust" in codes and _DISTRUSTS.search(text) and not _WORKS_DISTRUSTED.search(text):
        echoed.add("quality_distrust")  # 社区答应的事没兑现，信不过: whom, the other part says
    return [code for code in codes if code not in echoed]


def _only_bothered(text: str) -> bool:
    return "折腾" in text and not _BOTHER.search(text)


def _stance(text: str) -> str | None:
    if _OTHERS.search(text) or names_a_pipe(text) or TWISTED.search(text):
        return None
    classes_read, left = _read("stance", text)
    codes = {code.lstrip("-") for code in classes_read}
    if len(re.sub(r"[\W_]", "", left)) > _MOST_LEFT_OF_STANCE:
        return None  # much was said beside the words that are known: a person reads it
    if codes & {"signed", "verbal"} and _NEGATION.search(left):
        return None  # 不太同意, 未必签, 还没同意: a no that no class of words knows
    unsigned = "unsigned" in codes
    codes -= {"unsigned"}
    for strong, beside in _STANCE_BESIDE.items():
        if strong in codes and codes <= beside | {strong}:
            return None if strong == "signed" and unsigned else strong
    return None


# a class counts when nothing but these others stands beside it
_STANCE_BESIDE: dict[str, set[str]] = {
    "reversed": {"signed", "verbal", "refused"},
    "respected_refusal": {"refused"},
    "not_applicable": set(),
    "declined_contact": {"unreached"},
    "conditional": {"verbal", "signed", "refused"},
    "signed": {"verbal"},
    "verbal": set(),
    "refused": set(),
    "no_objection": set(),
    "hesitant": set(),
    "unreached": set(),
}


def _visit(text: str) -> str | None:
    now = _PAST.sub("", text)
    if TWISTED.search(now):
        return None
    if _OTHERS.search(now) and not re.search(r"^[^租房客]*$", now):
        return None
    classes_read, left = _read("visit_result", now)
    codes = {code.lstrip("-") for code in classes_read}
    if "asked_to_stop" in codes:
        return None  # words of a wish in what the grammar of wishes found to be none: 不用敲门，打她手机
    not_yet = "not_yet" in codes
    codes -= {"not_yet"}
    if len(codes) != 1:
        return None
    code = next(iter(codes))
    if code in ("agreed", "no_contact") and (not_yet or (code == "agreed" and _NEGATION.search(left))):
        return None
    return code


def _tie(text: str) -> str | None:
    """A closing kind wherever its words stand; an open one only where the sentence says little else."""
    kinds, left = _read("tie_type", text)
    if re.search(r"不清楚|待核实|听人说|听说", text):
        return None
    closing = [code.lstrip("=") for code in kinds if code.startswith("=")]
    if closing:  # several things said of two people are one of `closed_pairs`, until somebody has read them
        parts = pieces(text, blanks=False)
        of_one_kind = len(kinds) == 1 and all(classes("tie_type", part) == kinds for part in parts)
        return closing[0] if of_one_kind else None
    plain = [code for code in kinds if code != "acquaintance"] or kinds
    rest = re.sub(r"[\W_]", "", left)
    if len(plain) != 1 or len(rest) > _MOST_LEFT or re.search(r"后来|但|不过|去年|闹|法|不|没", left):
        return None
    return plain[0]


def _works(text: str) -> str | None:
    codes = [code.lstrip("-") for code in classes("works_status", text)]
    if "bypassed" in codes:
        return "bypassed"
    if {"left_out", "done"} <= set(
        codes
    ):  # done but for 302: left out for good or still to come, only the office knows
        return None
    codes = [code for code in codes if code != "left_out"]
    return (
        codes[0]
        if len(set(codes)) == 1 or (codes and codes[0] in ("not_doing", "not_started") and "done" not in codes)
        else None
    )


def _single(name: str) -> Callable[[str], str | None]:
    def only(text: str) -> str | None:
        codes = {code.lstrip("-=") for code in classes(name, text)}
        return next(iter(codes)) if len(codes) == 1 else None

    return only


def _occupancy(text: str) -> str | None:
    """How a flat is lived in; None where the cell also says who holds it: 公房，承租人自住 is two columns in one."""
    return None if _HELD.search(text) else _single("occupancy")(text)


def _yes_or_no(name: str) -> Callable[[str], str | None]:
    """true or false where nothing leaves the answer open."""

    def only(text: str) -> str | None:
        code = _single(name)(text)
        return code if code in ("true", "false") else None

    return only


_RESOLVED: dict[str, Callable[[str], str | None]] = {
    "stance": _stance,
    "visit_result": _visit,
    "tie_type": _tie,
    "works_status": _works,
    "ownership_type": _single("ownership_type"),
    "occupancy": _occupancy,
    "accepted": _yes_or_no("accepted"),
    "willing": _yes_or_no("willing"),
}

"""A stance written as a sentence, read clause by clause: what somebody said, and beside it only what changes nothing.

Every clause must be wholly one of `data/stance_clauses.csv`; with one that is not, the sentence may mean anything
(同意，别家先做 may be a condition) and is left to be asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from socialgraph.loaders.values.text import tidy
from socialgraph.loaders.values.words.heading_keys import data_table
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone
from socialgraph.loaders.values.words.sentences import classes, sentence_codes, without_echo

_ENDS = r",，。;；、!！~…\s()（）\[\]\"'“”‘’"
_CLAUSES, _CLAUSES_OF_TALK = re.compile(f"[{_ENDS}]+"), re.compile(f"[{_ENDS}:：]+")
_NOISE = re.compile(r"[✔✅☑️👍🙏👌]+|\[[\u3400-\u9fff]{1,3}\]|(?<=[\u3400-\u9fff])\+1\b")
_SPEAKS_FOR_OTHERS = re.compile(
    r"租客|房客|租户|租住|承租|二房东|物业|邻居说|听说|代答|转告|别人说|→|[?？]|不清楚|待核实|[:：].*[:：]"
)
_OF_OTHERS = re.compile(r"(?<!\d)\d{3,4}(?![\d年元块])")  # 101老人: another flat's
_MOST_CHARACTERS = 60
_SHORT = 4  # characters: 同意, 没问题, 我家同意
_OF_AN_OFFER = re.compile(r"认可|接受")  # said of a measure that the office offers rather than of the pipes
NEEDS_NO_REASON = frozenset(("signed", "verbal", "no_objection", "not_applicable"))
_HAS_REASONS = frozenset(("refused", "hesitant", "reversed"))  # a reason beside a yes may be a condition
_PAPER = "(?:征询表|意见表|意见书|确认单|确认书|承诺书|承诺单|同意书|同意表|协议书?|合同|单子|表|单|纸|字|名)"
_OWN_REASON = frozenset(("hesitant", "conditional"))
# what is waited for or wanted says why: 考完就行, 不收钱就签; of other reasons it may be the remedy
_PLAIN_REASONS = frozenset(("cost", "compensation", "exam", "infant_pregnancy", "title_issue"))
_SIGNED = re.compile(
    rf"^(?:(?:同意|可以|支持|愿意|赞成|答应|行|肯)(?:了|的)?[,，、;；(（]?)?(?:(?:纸质|书面)?{_PAPER})?(?:已经?|都|也|早就?|当场|今天)?"
    rf"(?:签(?:署|订)?(?:好|过|完|妥|毕|掉|上)?(?:了)?|交(?:了|来|齐))(?:(?:纸质|书面)?{_PAPER})?(?:[、,，]?(?:按|摁)(?:好|过|了)?手印)?了?[)）]?[。.!！]?$"
)
# codes that go together -> the one that they say
_TOGETHER: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset(("signed", "verbal")), "signed"),
    (frozenset(("verbal", "conditional")), "conditional"),
    (frozenset(("hesitant", "conditional")), "conditional"),
    (frozenset(("refused", "declined_contact")), "declined_contact"),
    (frozenset(("unreached", "declined_contact")), "declined_contact"),
    (frozenset(("reversed", "refused")), "reversed"),
    (frozenset(("no_objection", "verbal")), "verbal"),
)


@dataclass(frozen=True)
class Clauses:
    """What a sentence says: the stance, its reasons, and whether it is one short word beside courtesies."""

    stance: str
    reasons: tuple[str, ...] = ()
    is_short: bool = field(default=False, compare=False, repr=False)


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(row["code"], re.compile(row["pattern"], re.IGNORECASE)) for row in data_table("stance_clauses.csv")]


def clauses(text: str, *, of_talk: bool = False) -> list[str]:
    """The clauses of a sentence; in what somebody tells of a talk a colon parts them too.

    >>> clauses("同意，字等见面再签"), clauses("她说：不换", of_talk=True)
    (['同意', '字等见面再签'], ['她说', '不换'])
    """
    return list(filter(None, (_CLAUSES_OF_TALK if of_talk else _CLAUSES).split(text)))


@lru_cache(maxsize=65536)
def clause_code(clause: str) -> str:
    """What one clause says, "" where it is none of the known ones.

    >>> clause_code("当场签字了"), clause_code("问什么时候动工")
    ('signed', '')
    """
    return next((code for code, pattern in _patterns() if pattern.fullmatch(clause)), "")


@lru_cache(maxsize=65536)
def read_clauses(text: str) -> Clauses | None:
    """The stance of a sentence; None where a clause is left over that may change it, or two say different things.

    >>> read_clauses("同意，字等下班去活动室签"), read_clauses("原先说行，又不行了")
    (Clauses(stance='verbal', reasons=()), Clauses(stance='reversed', reasons=()))
    >>> read_clauses("同意，楼上先做") is None
    True
    """
    plain = _NOISE.sub("", tidy(text))
    if len(plain) > _MOST_CHARACTERS or _SPEAKS_FOR_OTHERS.search(plain):
        return None
    if asks_to_be_left_alone(plain):
        return None
    codes: set[str] = set()
    reasons: list[str] = []
    wanted: list[str] = []
    telling: list[str] = []
    for clause in clauses(plain):
        code = clause_code(clause)
        if not code:
            because = without_echo(sentence_codes("refusal_reason", clause), clause)
            of_others = _OF_OTHERS.search(clause) and because != ["neighbour_conflict"]
            if len(because) != 1 or classes("stance", clause) or of_others:
                return None
            reasons += because
        else:
            codes.add(code)
            wanted += _wanted(clause) if code in _OWN_REASON else ()
            telling += [clause] if code != "filler" else []
    stance = _resolved(codes - {"filler"})
    if stance is None or (reasons and stance not in _HAS_REASONS):
        return None
    is_short = len(telling) == 1 and len(telling[0]) <= _SHORT and not _OF_AN_OFFER.search(telling[0])
    return Clauses(stance, tuple(dict.fromkeys([*reasons, *wanted])), is_short)


def _wanted(clause: str) -> tuple[str, ...]:
    """The one reason that a condition names."""
    because = sentence_codes("refusal_reason", clause)
    return because if len(because) == 1 and because[0] in _PLAIN_REASONS else ()


def _resolved(clause_codes: set[str]) -> str | None:
    """The one stance of the clauses' codes."""
    unsigned, before = "unsigned" in clause_codes, "was_verbal" in clause_codes
    codes = clause_codes - {"unsigned", "was_verbal"}
    if before:
        return (
            "reversed" if codes and codes <= {"refused", "reversed", "hesitant"} and "hesitant" not in codes else None
        )
    if unsigned and ("signed" in codes or not codes):
        return None
    if len(codes) == 1:
        return next(iter(codes))
    return next((code for together, code in _TOGETHER if codes == together), None)


def is_signed(text: str) -> bool:
    """Whether all of a squeezed text says so; what is still to be signed does not.

    >>> is_signed("同意,征询表已经签好"), is_signed("已签名按手印"), is_signed("同意,没签字"), is_signed("签")
    (True, True, False, True)
    """
    return bool(_SIGNED.match(text)) and not ("交" in text and not re.search(_PAPER, text))


_OPTIONS = (  # whole options of a form: a yes and what goes with it, or on which condition
    (
        "verbal",
        re.compile(r"^同意(?:更换|改造|换管?)?[,，](?!.*(?:但|不|没|除非|先|前提|条件|如果|要是|只|得|必须)).{4,20}$"),
    ),
    (
        "conditional",
        re.compile(r"^同意(?:更换|改造|换管?)?[,，]但(?:是)?(?:要|得|需|必须|希望|前提)(?!.*(?:不同意|反悔)).{2,30}$"),
    ),
    (
        "no_objection",
        re.compile(r"^(?:没(?:啥|什么|有)?|无)意见[,，](?:咋|怎么|如何)[^,，不没]{0,3}都(?:行|可以|中|好)$"),
    ),
    ("declined_contact", re.compile(r"^(?:这个?|此)?事儿?(?:我们?|俺)?(?:不想|不愿意?)谈$")),
)


def option_code(text: str) -> str:
    """The stance of an option, "" where a text is none.

    >>> option_code("同意更换,但要先把费用说清楚"), option_code("同意更换,不过我不签")
    ('conditional', '')
    """
    return next((code for code, pattern in _OPTIONS if pattern.match(text)), "")

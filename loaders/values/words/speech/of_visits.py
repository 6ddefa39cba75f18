"""What a household says on the day of a visit, where the log tells the talk beside its result: 同意了 | 字等见面再签.

Told by others and in passing, so little of it is taken: only what agrees with the result of the visit, of one speaker,
and never a wish to be left alone, which is no word on the works.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from socialgraph.loaders.values.text import tidy
from socialgraph.loaders.values.words.dialects import in_standard_words
from socialgraph.loaders.values.words.pipes import pipes_named
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone
from socialgraph.loaders.values.words.sentences import classes, sentence_codes
from socialgraph.loaders.values.words.stance_clauses import NEEDS_NO_REASON, clause_code, clauses

_SIGNED = re.compile(
    r"签(?:好|完|妥|齐|掉|下|过|订)?(?:字|名)?(?:了|咗)|签(?:好|妥|完)(?:字|的|$)|(?:当场|当面|已经?|都|把字)签"
)
_NOT_YET = re.compile(
    r"[没未不莫唔毋勿别]|改日|改天|下[次周礼个回]|等|再|明[天后儿日]|后天|过两?[天日]|周末|见面|来签|补签(?!好|了|完)|要签|肯签|签[吗么不]"
)
_OCCUPANT = re.compile(r"租户|租客|租房的?|房客|店主|店家|老板|租的")
_SIGNED_BY = re.compile(  # 闺女某某签的: whose word that is, the household or the office has to say
    r"(?:儿子|女儿|闺女|姑娘|媳妇|儿媳妇?|女婿|老伴|爱人|孙子|孙女|弟弟?|妹妹?|哥|姐|爹|妈|租户|租客|房客)[\u3400-\u9fff]{0,4}?[代替来给]?签的"
)
_OWNER = re.compile(r"房东|房主|业主|产权人|户主")
_UNTOLD = re.compile(
    r"^[\u3400-\u9fff]老板|承租|二房东|中介|[上下]水(?!表)|管子改|恢复原样|不得[签做换]|尊重|老人|老先生|老爷|老太"
)  # whose word or of which pipe, nobody can tell
_FRAIL = re.compile(r"孩子|娃|毛头|宝宝|孕|喜|老人|老太|老爷|老伴|病|岁")
_OF_WALLS = re.compile(r"砖|墙|恢复|还原|原样|补得")
_NO_MORE = re.compile(
    r"(?:[没冇]有?|不|无)再(?:说|讲|话|提|嚷|坚持)"
)  # 没再说不用换: what is said no more is no reason
_FRAIL_REASONS = frozenset(("infant_pregnancy", "elderly_or_ill", "exam"))
_LEAST_OF_RESULT = 6  # characters: 同意了 tells nothing beside the result itself
_OTHERS = re.compile(r"(?<!\d)\d{3,4}(?![\d年元块号])|听说|转告|邻居说|物业说|以前|原来|上回|上次|先前|[?？]")
_SAYS = re.compile(r"^(?:.{0,10}?)(?:说是|表示|答复|回话|说|讲|话|称|喊|回)(?:了|的|过|他|她|自己|家里)?(?=.{2,}$)")
_RESULTS: dict[str, tuple[frozenset[str], ...]] = {  # result of the visit -> what is looked for, the first one counts
    "softened": (frozenset(("conditional",)), frozenset(("hesitant",))),
    "unchanged": (frozenset(("refused",)), frozenset(("conditional",)), frozenset(("hesitant",))),
    "hardened": (frozenset(("reversed",)), frozenset(("refused",))),
}


@dataclass(frozen=True)
class Told:
    """One word of a household: on which pipes (none: on all), whose, and why."""

    stance: str
    giver: str = "owner"
    pipes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@lru_cache(maxsize=16384)
def told_of_visit(result: str, text: str) -> Told | None:
    """What the talk of a visit says on the works; None where it says nothing, several things, or other than the result.

    >>> [told_of_visit("agreed", text).stance for text in ("同意换，字等见面再签", "当场签了字")]
    ['verbal', 'signed']
    >>> told_of_visit("unchanged", "说水管好好的没必要，不换")
    Told(stance='refused', giver='owner', pipes=(), reasons=('no_need',))
    >>> told_of_visit("unchanged", "隔着门说以后别来了") is None
    True
    """
    plain = in_standard_words(tidy(text))
    if not plain or asks_to_be_left_alone(plain) or _OTHERS.search(plain) or _UNTOLD.search(plain):
        return None
    giver = _giver(plain)
    said = clauses(plain, of_talk=True)
    codes = [_code(clause) for clause in said]
    pipes = pipes_named(plain)
    beside = any(pipes_named(clause) and not code for clause, code in zip(said, codes, strict=True))
    if not giver or len(pipes) > 1 or beside:
        return None
    stance = _agreed(said, codes) if result == "agreed" else _settled(result, {*codes})
    if not stance:
        return None
    reasons = () if stance in NEEDS_NO_REASON else _reasons(said, plain)
    return Told(stance, giver, tuple(sorted(pipes)), reasons)


def tells_of_words(result: str) -> bool:
    """Whether a result that is a sentence tells the talk itself: 当场签了, but not 同意了."""
    return "签" in result or len(tidy(result)) >= _LEAST_OF_RESULT


def signed_by_another(text: str) -> bool:
    """Whether the talk says that somebody of the household, or its tenant, signed.

    >>> signed_by_another("闺女花手帕签的"), signed_by_another("老太太听富师傅的")
    (True, False)
    """
    return bool(_SIGNED_BY.search(tidy(text)))


def _giver(text: str) -> str:
    """Whose word it is; "" where both are named."""
    occupant, owner = bool(_OCCUPANT.search(text)), bool(_OWNER.search(text))
    if occupant and owner:
        return ""
    return "occupant" if occupant else "owner"


def _code(clause: str) -> str:
    """What a clause says of the works, by itself or behind who says it; "" where nothing is known."""
    for said in (clause, _SAYS.sub("", clause)):
        if code := clause_code(said):
            return code
    known = {code.lstrip("-=") for code in classes("stance", clause)}
    return known.pop() if len(known) == 1 else ""


def _agreed(said_clauses: list[str], codes: list[str]) -> str:
    """Signed, said, or no objection, of a household that has agreed."""
    if {"refused", "hesitant", "conditional", "declined_contact", "reversed"} & {*codes}:
        return ""
    of_signing = [clause for clause in said_clauses if "签" in clause]
    if of_signing:
        if all(_SIGNED.search(clause) and not _NOT_YET.search(clause) for clause in of_signing):
            return "signed"
        return "verbal" if all(_NOT_YET.search(clause) for clause in of_signing) else ""
    yes = {*codes} & NEEDS_NO_REASON
    if yes == {"no_objection"}:
        return "no_objection"
    return "verbal" if "verbal" in yes else ""


def _settled(result: str, codes: set[str]) -> str:
    """What the clauses say that goes with the result; "" where a yes stands beside it."""
    if codes & NEEDS_NO_REASON:
        return ""
    for wanted in _RESULTS.get(result, ()):
        if found := wanted & codes:
            return next(iter(found))
    return ""


def _reasons(said_clauses: list[str], text: str) -> tuple[str, ...]:
    """The one reason that the clauses name; of a frail person in the home another reason may be meant."""
    still_said = (clause for clause in said_clauses if not _NO_MORE.search(clause))
    named = {code for clause in still_said for code in sentence_codes("refusal_reason", _OCCUPANT.sub("", clause))}
    if named == {"quality_distrust"} and _OF_WALLS.search(text):
        return ("restoration_quality",)
    if len(named) != 1 or (_FRAIL.search(text) and not named <= _FRAIL_REASONS):
        return ()
    return tuple(named)

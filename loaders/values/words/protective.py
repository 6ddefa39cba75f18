"""Whether a text asks that somebody be left alone: by its grammar, not by a list of sentences.

A clause is protective where a no (不要, 谢绝, 莫) meets a way of contact (来, 上门, 打电话) and nothing says that the
no is about something else: a denial (没说不要再来), an act between them (不要拖), another party (不用联系物业), the
noise of the works, or only a time or manner beside an invitation (中午别来, 晚上可以). `data/protective_words.csv`
has the words, each kind with its reason; what is in doubt counts as protective.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from socialgraph.loaders.values.words.dialects import in_standard_words
from socialgraph.loaders.values.words.heading_keys import data_table

CLAUSES = re.compile(r"[,，。;；!！?？:：\n\r…~()（）\[\]【】\"'“”‘’《》/|]+")
_NOT_WRITING = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad·•*_\-—.]+")
_DASH = re.compile(r"[—–―]{2,}|-{2,}")  # between what is said of whom, and what they say
_BREAK = re.compile(r"[ \t\u3000]*[\r\n]+[ \t\u3000]*")
_LATER_WORD = re.compile(
    r"(?:但是?|可是?|不过|后来|结果|没想到)[^,，。;；]{0,8}(?:说|讲|来电|打电话|来信|叫|喊|改口)|(?<=[,，。;；])[^,，。;；]{0,5}又(?:说|讲|叫|喊|来电)"
)
_TENANT = re.compile(r"^[租房]客$")
_TOLD = re.compile(r"[让叫喊劝对跟给令把通请告]|[不别莫]许")
_DOUBLE_NO = re.compile("[不没别勿](?!停|断|时|分|管)|拒绝|回避|躲")
_PLAIN_STOP = re.compile(  # 叫我们以后别再来了
    r"^(?:本人|户主|业主|对方|住户)?(?:明确)?(?:叫|让|请|喊|要求|提出|说|讲|表示|嘱咐)?(?:我们|咱们?|社区|居委会?|大家)?(?:以后|今后|往后)?都?"
    r"(?:别|不要|不用|不必|勿|莫|不许|不准|请勿)再?(?:来|上门|打扰|联系|打电话|找|登门)(?:了|啦|他|她|我|我们|访|走访)*$"
)
_HOW_TO_ANSWER = re.compile(r"(?:请|就|则|可|应)(?:直接)?(?:写|填|选|答)")
_QUOTED_ANSWER = re.compile(r"(?:写|填|选|答)[“\"「『'‘][^”\"」』'’]*[”\"」』'’]")
_CONSIDERS = re.compile("考虑|想想")
_DENIES = re.compile("没|误|错|不是")
_MOST_CHARACTERS = 2000  # a longer cell is a pasted page; its first lines say what it is
_DIGITS = str.maketrans("123456789", "000000000")
_LONGEST_WISH = 16  # characters of a word that is only the wish
_SAYS_MORE = re.compile(  # of the works, a condition, a time, or of others
    r"[^\w\s,，。.、;；!！~…]|换|签|不接|同意|尊重|支持|意见|考虑|想[好想]|再[说看讲等]|等|先|(?:不|才)[肯做给行]|不用[问管]|解决|自己来|半|算了|(?:做|动员).{0,2}工作|动员|劝|征询|[年月天]|\d|间|租|房东|别[人家]|人家|邻居|家属"
)
_LONGEST_NAME = 8  # characters of a name that is nothing but the wish: 免打扰名单, 不再打扰
_GAP = 14  # characters between the no and the contact
_BESIDE = 5  # characters before the no in which a time or manner narrows it
_BEFORE = 10  # characters before the no in which it may be denied


def asks_to_be_left_alone(text: str) -> bool:
    """Whether the text, or what it reports, is a wish not to be visited, called or spoken to.

    Examples
    --------
    >>> asks_to_be_left_alone("户主说以后不要再来了")
    True
    >>> asks_to_be_left_alone("約下周再來") or asks_to_be_left_alone("没说不要再来")
    False
    """
    if _BREAK.search(text) and _asks_in_any_words(_BREAK.sub("", text)):  # 以后不要⏎再来: a cell that is too narrow
        return True
    return _asks_in_any_words(text)


def _asks_in_any_words(text: str) -> bool:
    standard = in_standard_words(text)
    if _asks(digits_alike(text)) or (standard != text and _asks(digits_alike(standard))):
        return True
    later = _LATER_WORD.search(standard)  # 约下周再来，但他儿子说不要来: what was said last
    return later is not None and _asks(digits_alike(standard[later.start() :]))


@lru_cache(maxsize=65536)
def _asks(text: str) -> bool:
    folded = fold(text)
    if _words("withdrawn").search(folded):
        return _asks_afterwards(folded)
    searched = _words("not_protective_sentence").sub("", folded)
    agrees = bool(_words("agrees").search(searched))
    has_agreed = bool(_words("agrees").search(_CONSIDERS.sub("", searched)))
    if _has_sentence(searched, "sentence") or (not agrees and _has_sentence(searched, "talk_sentence")):
        return True
    clauses = [clause for clause in CLAUSES.split(searched) if clause]
    invited = any(not _is_forbidden(searched, match.start()) for match in _words("invitation").finditer(searched))
    narrowed = invited and any(_words(kind).search(searched) for kind in ("qualifier", "qualifier_if_invited"))
    contacts = ("contact",) if agrees or invited else ("contact", "talk")
    return any(_is_protective(clause, contacts, invited=invited or has_agreed, narrowed=narrowed) for clause in clauses)


def _asks_afterwards(folded: str) -> bool:
    """Whether a wish for ever stands in a later clause than a denial: 讲没这个事,今后请勿再联系 denies the works."""
    clauses = [clause for clause in CLAUSES.split(folded) if clause]
    denying = [place for place, clause in enumerate(clauses) if _words("withdrawn").search(clause)]
    behind = clauses[max(denying, default=len(clauses)) + 1 :]
    return any(_is_for_ever(clause) and not _DENIES.search(clause) and _asks(clause) for clause in behind)


@lru_cache(maxsize=4096)
def is_plain_stop(text: str) -> bool:
    """Whether a text is nothing but the order not to come or call any more, as the result of a visit may be.

    >>> is_plain_stop("叫别来了"), is_plain_stop("叫唔好再嚟"), is_plain_stop("叫中午别来"), is_plain_stop("没说别再来")
    (True, True, False, False)
    """
    return bool(_PLAIN_STOP.match(fold(in_standard_words(text)))) and asks_to_be_left_alone(text)


@lru_cache(maxsize=4096)
def is_only_a_wish(text: str) -> bool:
    """Whether a word of a household is the wish to be left alone, and says nothing of the works or of anybody else.

    >>> is_only_a_wish("再也别打了"), is_only_a_wish("不换，别再来了"), is_only_a_wish("有事找房东，莫找我")
    (True, False, False)
    """
    plain = in_standard_words(text)
    short = len(_NOT_WRITING.sub("", plain)) <= _LONGEST_WISH
    return short and not _SAYS_MORE.search(plain) and asks_to_be_left_alone(text)


def without_denied_wishes(text: str) -> str:
    """The text without what it says that nobody asked for.

    >>> without_denied_wishes("没有要求不再上门"), without_denied_wishes("没让我们别去，骂了一顿")
    ('', ',骂了一顿')
    """
    return _words("nobody_asked").sub("", fold(text))


def digits_alike(text: str) -> str:
    """The text with 0 for every digit, unless it holds a number that a pattern names (110).

    No pattern tells other digits apart: remarks that differ in a date, a room or an amount only are read once.

    >>> digits_alike("10月21日来过"), digits_alike("再来就打110")
    ('00月00日来过', '再来就打110')
    """
    return text if any(number in text for number in _named_numbers()) else text.translate(_DIGITS)


@lru_cache(maxsize=65536)
def is_clear_no(text: str) -> bool:
    """Whether a cell under 免打扰 says that nobody asked for it.

    >>> is_clear_no("无此要求"), is_clear_no("2026-09-01"), is_clear_no("没有，别再来")
    (True, False, False)
    """
    return bool(_words("clear_no").match(fold(text)) or not fold(text)) and not asks_to_be_left_alone(text)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Simplified characters, half width, no blanks; typing errors of the same sound and spoken forms as usual ones.

    >>> fold("請 不要在來 了")
    '请不要再来了'
    """
    plain = _DASH.sub(",", unicodedata.normalize("NFKC", text[:_MOST_CHARACTERS]).replace("\n", ","))
    plain = simplified(_NOT_WRITING.sub("", plain).upper())
    for kind in ("dialect", "typo"):
        for pattern, usual in _replacements(kind):
            plain = pattern.sub(usual, plain)
    return plain


@lru_cache(maxsize=4096)
def heads_a_wish(heading: str) -> bool:
    """Whether a heading is itself a wish to be left alone, so that a filled cell below it says that it was made.

    >>> heads_a_wish("已提出不要再来"), heads_a_wish("免打扰时段"), heads_a_wish("听谁讲？不想有人来请写“不用来”")
    (True, False, False)
    >>> heads_a_wish("免打扰（已提出请填是）"), heads_a_wish("不再上门请填是")
    (True, True)
    """
    heading = _without_how_to_answer(heading)
    folded = fold(heading)
    if _words("not_heading").search(folded):
        return False
    return bool(_words("heading").search(folded)) or asks_to_be_left_alone(heading)


def _without_how_to_answer(heading: str) -> str:
    """The heading without what it says to write for which answer, unless that is all that it says.

    不想有人来请写“不用来” makes no wish of the other answers below it; 不再上门请填是 heads wishes.
    """
    asked = [clause for clause in CLAUSES.split(_QUOTED_ANSWER.sub("写", heading)) if clause.strip()]
    kept = [clause for clause in asked if not _HOW_TO_ANSWER.search(clause)]
    return "，".join(kept) if kept else heading


@lru_cache(maxsize=4096)
def lists_wishes(title: str) -> bool:
    """Whether the name or title of a list says that those who stand in it asked to be left alone.

    >>> lists_wishes("免打扰名单"), lists_wishes("下面几户本人说了别再找"), lists_wishes("走访时请勿打扰老人")
    (True, True, False)
    """
    if not title or _words("not_list").search(folded := fold(title)):
        return False
    if heads_a_wish(title) and len(folded) <= _LONGEST_NAME:
        return True
    return bool(_words("listed").search(folded)) and (heads_a_wish(title) or asks_to_be_left_alone(title))


def _has_sentence(text: str, kind: str) -> bool:
    for match in _words(kind).finditer(text):
        before = CLAUSES.split(text[max(0, match.start() - _BEFORE) : match.start()])[-1]
        if not _words("cancel").search(before) and not _is_to_others(before, before + match.group()):
            return True
    return False


def _is_protective(clause: str, contacts: tuple[str, ...], *, invited: bool, narrowed: bool) -> bool:
    """Whether some no of the clause meets a contact that nothing turns away from it."""
    for kind in ("negation", "weak_negation"):
        for no in _words(kind).finditer(clause):
            before = clause[max(0, no.start() - _BEFORE) : no.start()]
            if _words("cancel").search(before):
                continue
            if any(
                not _is_about_else(clause, no, contact)
                and not (_is_narrowed(clause, no, contact) or (narrowed and not _is_for_ever(clause)))
                and not (invited and kind == "weak_negation" and not _is_for_ever(clause))
                for contact in _contacts(clause, no.end(), contacts)
            ):
                return True
    return False


def _contacts(clause: str, start: int, kinds: tuple[str, ...]) -> list[re.Match[str]]:
    """The ways of contact that a no before `start` reaches; a second no between them makes a yes."""
    matches = []
    for kind in kinds:
        at = start
        while (match := _words(kind).search(clause, at)) and match.start() - start <= _GAP:
            if not _DOUBLE_NO.search(clause[start : match.start()]):
                matches.append(match)
            at = match.start() + 1
    return matches


def _is_about_else(clause: str, no: re.Match[str], contact: re.Match[str]) -> bool:
    """Whether the no forbids another act, another party, or the noise of the works."""
    gap, rest = _words("purpose").sub("", clause[no.end() : contact.start()]), clause[contact.end() :]
    if _is_to_others(clause[: no.start()], clause):
        return True
    if _words("other_act").search(gap) or _words("other_party").search(gap) or _words("other_party").match(rest):
        return True
    return bool(_words("of_works").match(contact.group()) and _words("works").search(clause))


def _is_to_others(before: str, clause: str) -> bool:
    """Whether the clause is said to somebody who is none of those who visit: 让推销员别来, and not 医生说别来."""
    named = (
        match
        for match in _words("other_party").finditer(before)
        if not _words("says").match(before, match.end())
        and not (_TENANT.match(match.group()) and not _TOLD.search(before[: match.start()]))  # who lives here speaks
    )
    return any(named) and not _words("own_party").search(clause)


def _is_forbidden(text: str, start: int) -> bool:
    """Whether what looks like an invitation follows a no: 不得直接联系."""
    return bool(_words("forbids").search(CLAUSES.split(text[max(0, start - _BESIDE) : start])[-1]))


def _is_narrowed(clause: str, no: re.Match[str], contact: re.Match[str]) -> bool:
    """Whether the no is about a time or manner only: one stands beside it, and nothing says that it is for ever."""
    behind = clause[contact.end() : contact.end() + _BESIDE]
    beside = clause[max(0, no.start() - _BESIDE) : no.start()], clause[no.end() : contact.start()], behind
    return any(_words("qualifier").search(part) for part in beside) and not _is_for_ever(clause)


def _is_for_ever(clause: str) -> bool:
    return bool(_words("always").search(clause))


def _rows() -> tuple[dict[str, str], ...]:
    return data_table("protective_words.csv")


@cache
def _named_numbers() -> tuple[str, ...]:
    return tuple({number for row in _rows() for number in re.findall(r"\d{3,}", row["pattern"])})


@cache
def _words(kind: str) -> re.Pattern[str]:
    """All patterns of one kind as one."""
    return re.compile("|".join(f"(?:{row['pattern']})" for row in _rows() if row["kind"] == kind))


@cache
def _replacements(kind: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["pattern"]), row["becomes"]) for row in _rows() if row["kind"] == kind)


def simplified(text: str) -> str:
    """The text in simplified characters."""
    return text.translate(_simplified())


@cache
def _simplified() -> dict[int, str]:
    return {ord(row["traditional"]): row["simplified"] for row in data_table("traditional.csv")}

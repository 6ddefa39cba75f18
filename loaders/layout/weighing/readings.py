"""How many cells of a column read as values of a field: stances, ways of living, roles, results of visits.

A share says what a column may be, never what a cell means: that is read again, and strictly, by the parsers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from socialgraph.loaders.values.dates import looks_dated
from socialgraph.loaders.values.households import is_address
from socialgraph.loaders.values.room_lists import addresses_listed
from socialgraph.loaders.values.text import has_chinese, pieces, squeeze, tidy
from socialgraph.loaders.values.words.heading_keys import data_table
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.outcomes import survey_outcome
from socialgraph.loaders.values.words.pipes import STANCE_FIELDS
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone
from socialgraph.loaders.values.words.sentences import classes

_LEAST_ANSWERS = 2
_LIST = re.compile(r"[、,，;；/|+&\s和跟与]+")
_PERSON = re.compile(
    r"^(?:我|本人|自己|[\u3400-\u9fff·]{2,4}|[\u3400-\u9fff]{1,6}(?:书记|主任|社工|楼长|门长|师傅|阿姨|大姐|经理|老师|组长|委员|干事|同志|工))(?:[(（][^)）]*[)）])?$"
)
_STACK = re.compile(
    r"^(?=.*\d|[一二三四五六七八九十])(?=.*[A-Za-z东西南北左右中厨卫给污水#串])[\w\-—#号串.·/()（）]{2,14}$"
)
_ALSO_CODES = frozenset(("capacity", "willing", "accepted", "strength", "stack", "scope", "linked_households"))
_COUNT = re.compile(
    r"^(?:约|最多|大概|就|能带|带)?[\d一二两三四五六七八九十]{1,3}(?:[-~、到至]?[\d一二两三四五六七八九十])?(?:户|家|个|户以内|家以内|户左右)?$"
)
_WHEN = re.compile(
    r"上午|下午|晚上|中午|白天|早上|傍晚|全天|周[一二三四五六日天末]|星期|礼拜|双休|工作日|节假日|随时|\d{1,2}[:：点]\d{0,2}|\d号"
)
_RELATION = re.compile(
    r"^(?:我(?:就)?是)?(?:户主|业主|房主|房东|产权人|本人|自己|承租人|租客|租户|房客|老伴|老公|老婆|丈夫|妻子|爱人|配偶|儿子|女儿|儿媳|媳妇|女婿|父亲|母亲|爸爸|妈妈|爷爷|奶奶|老人|老两口|家属|家人|家里人|子女|亲属|代理人|保姆|邻居|亲戚|店主|女主人|男主人|孩子.{1,3}|业主的.{1,3}|老人.{1,3})(?:本人|那边|一方|家里人|家人|家属)?(?:[(（,，].*)?$"
)
_AREA = re.compile(r"\d*(?:号楼|栋|幢|单元|门|梯|楼|层|#|-)|全楼|整栋|全院|小区")


def _word(vocabulary: str) -> Callable[[str], bool]:
    def test(text: str) -> bool:
        return Words().code(vocabulary, text) is not None

    return test


def _words(vocabulary: str) -> Callable[[str], bool]:
    def test(text: str) -> bool:
        return bool(Words().many(vocabulary, text).codes) or bool(classes(vocabulary, text))

    return test


def _sentence(vocabulary: str) -> Callable[[str], bool]:
    def test(text: str) -> bool:
        return Words().code(vocabulary, text) is not None or bool(classes(vocabulary, text))

    return test


def _stance(text: str) -> bool:
    return Words().stance_cell(text) is not None or bool(classes("stance", text)) or asks_to_be_left_alone(text)


def _result(text: str) -> bool:
    return _sentence("visit_result")(text) or bool(classes("stance", text)) or asks_to_be_left_alone(text)


def _willing(text: str) -> bool:
    words = Words()
    return words.code("boolean", text) is not None or _stance(text)


def _people(text: str) -> bool:
    return all(_PERSON.match(part) for part in _LIST.split(text.strip()) if part)


def _stack(text: str) -> bool:
    return bool(_STACK.match(squeeze(text))) and not is_address(text) and not looks_dated(text)


def _scope(text: str) -> bool:
    return bool(_AREA.search(text)) and not is_address(text)


_ROOM = re.compile(r"\d{3}")


def _households(text: str) -> bool:
    if _RUNNING.match(squeeze(text)):
        return True
    return bool(_ROOM.search(text)) and any(is_address(part) for part in addresses_listed(text))


_RUNNING = re.compile(
    r"^\d{1,3}-\d{1,2}-\d{1,2}(?:[、,，;；]\d{1,3}-\d{1,2}-\d{1,2})*$"
)  # flats numbered through a door


_TESTS: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(STANCE_FIELDS, _stance),
    "occupant_stance": _stance,
    "result": _result,
    "reasons": _words("refusal_reason"),
    "concern": _words("refusal_reason"),
    "flags": _words("household_flag"),
    "occupancy": _sentence("occupancy"),
    "ownership_type": _sentence("ownership_type"),
    "roles": _words("role_tag"),
    "kind": _sentence("tie_type"),
    "strength": _word("tie_strength"),
    "status": _sentence("works_status"),
    "pipe_kind": _word("pipe_kind"),
    "mode": _word("visit_mode"),
    "willing": _willing,
    "accepted": _willing,
    "visitors": _people,
    "stack": _stack,
    "capacity": lambda text: bool(_COUNT.match(squeeze(text))),
    "available_when": lambda text: bool(_WHEN.search(text)),
    "respondent_relation": lambda text: bool(_RELATION.match(tidy(text))),
    "scope": _scope,
    "linked_households": _households,
}
READ_FIELDS = frozenset(_TESTS)


def field_share(name: str, texts: Sequence[str]) -> float:
    """The share of the distinct filled cells that read as values of a field, in [0, 1]; 0 where none is filled."""
    unique = list(dict.fromkeys(tidy(text) for text in texts if squeeze(text)))
    return sum(1 for text in unique if _reads(name, text)) / len(unique) if unique else 0.0


@lru_cache(maxsize=65536)
def _reads(name: str, text: str) -> bool:
    if name not in _ALSO_CODES and not has_chinese(text):
        return False  # a number, a key or a mark is no word of a vocabulary, whatever code it may be elsewhere
    return _TESTS[name](text)


def outcome_share(texts: Sequence[str]) -> float:
    """The share of the distinct cells that answer whom somebody trusts (没想出谁, 不愿说), in [0, 1].

    A bare yes or no may answer anything and counts for neither side; 0 where fewer than two cells tell more.
    """
    unique = dict.fromkeys(tidy(text) for text in texts if squeeze(text))
    telling = [text for text in unique if Words().code("boolean", text) is None]
    answers = sum(1 for text in telling if survey_outcome(text))
    return answers / len(telling) if answers >= _LEAST_ANSWERS else 0.0


def person_share(texts: Sequence[str]) -> float:
    """The share of the filled cells that name one or several people, in [0, 1]: a surname first, or 老钟, 王主任."""
    filled = [text for text in texts if squeeze(text)]
    if not filled:
        return 0.0
    return sum(all(map(_person().match, pieces(text))) for text in filled) / len(filled)


def is_person(text: str) -> bool:
    """Whether a text is one person's name: a surname first, or 老钟, 王主任.

    >>> is_person("谷春笋"), is_person("空着"), is_person("三个人")
    (True, False, False)
    """
    return bool(_person().match(text))


_TITLES = "(?:师傅|大爷|大妈|阿姨|叔|姐|哥|主任|书记|科长|老师|工|总|队|嫂|奶奶|爷爷)"


_DOUBLE_SURNAMES = (
    "欧阳|司马|上官|诸葛|尉迟|皇甫|令狐|鲜于|呼延|慕容|东方|南宫|长孙|宇文|司徒|公孙|夏侯"
    "|轩辕|端木|百里|赫连|澹台|拓跋|独孤|闻人|申屠"
)


@lru_cache(maxsize=1)
def _person() -> re.Pattern[str]:
    surnames = data_table("surnames.csv")[0]["surnames"]
    called = rf"[{surnames}][\u3400-\u9fff]?{_TITLES}|[老小阿][{surnames}]"
    return re.compile(rf"^(?:(?:[{surnames}]|{_DOUBLE_SURNAMES})[\u3400-\u9fff]{{1,2}}|{called})(?:\([^)]*\))?$")

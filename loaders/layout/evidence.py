"""Evidence that adds up: what kind of sheet a table is and what its columns are, where headings alone don't say it.

Every column gets log-odds for every field of every kind: from its heading (exact, composed, alike), and from its
cells. A kind's sum is that of its best columns, of the words of title, sheet and file, and of what it must have;
words of other matters (fees, parking, lifts) count against all. The parts are kept and can be printed. `data/`:
`evidence.csv` (weights), `kind_headings.csv`, `kind_titles.csv`, `other_matters.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from socialgraph.loaders.layout.weighing.column_evidence import (
    OURS,
    RISER_OF_PIPE,
    candidates,
    cells_agree,
    is_denied,
    is_ours,
    is_sure,
    learned_field,
    named_fields,
    weights,
)
from socialgraph.loaders.layout.weighing.column_model import CONFIRMED, OTHER, is_sure_of
from socialgraph.loaders.layout.weighing.deciding import complete_first
from socialgraph.loaders.layout.weighing.readings import READ_FIELDS, field_share, person_share
from socialgraph.loaders.layout.weighing.seen import Seen
from socialgraph.loaders.layout.weighing.sheet_model import field_chances, kind_chances, learn_together
from socialgraph.loaders.layout.weighing.tie_ends import tell_ends_apart
from socialgraph.loaders.layout.weighing.verdict import Verdict
from socialgraph.loaders.values.words.heading_keys import data_table, kind_headings
from socialgraph.loaders.values.words.headings import FORBIDDEN_FIELDS, RUNNING_NUMBER
from socialgraph.loaders.values.words.outcomes import survey_outcome
from socialgraph.loaders.values.words.pipes import STANCES_AND_SIGNED

_PLACE = frozenset(("room", "address_full"))
_OWNERS = frozenset(("owner_name", "head_name", "holder_name", "public_lessee_name", "tenant_name", "name"))
_OF_HOMES = frozenset(("ownership_type", "occupancy", "phone", "flags"))
_NOT_OURS = re.compile(
    rf"[与和跟同](?:{OURS.pattern})[^，。；）)]{{0,6}}(?:无关|没关系|不相干|两码事)|不是(?:{OURS.pattern})"
)
# 租金另有册子 says that it does not stand here
_ELSEWHERE = re.compile(r"[\u3400-\u9fff]{1,8}(?:另有|另册|另立|另记|另见|另表|另附|单独有)[\u3400-\u9fff]{0,6}")
_COMPANY = re.compile(r"工单位")  # 施工单位 is who works, and no 工单
_RECEIVED = re.compile(r"反映人|投诉人|来电人|来信人|来访人|信访人|举报人|诉求人|受理(?:日|时|人|渠)|来电(?:日|时)")
_OTHER_END = {"ego_address": "alter_address", "address_full": "alter_address", "ego_name": "alter_name"}
_WITH_PHONES = frozenset(("survey", "people_roster"))  # a sheet of visits or ties has no use for a household's phone
_ONLY_OF_HOMES = frozenset(("ownership_type", "occupancy", "public_lessee_name", "tenant_name", "renovation_level"))
# what the only column of dates, or of people, is in a complete sheet of a kind that has none yet
_ONLY_DATES = {
    "survey": "survey_date",
    "visits": "date",
    "ties": "observed_on",
    "works": "done_on",
    "people_roster": "willing_on",
    "activities": "date",
    "surveys": "asked_on",
}
_ONLY_PEOPLE = {
    "visits": "visitors",
    "links": "name",
    "ties": "alter_name",
}  # in a survey: owner, tenant or whoever answered
_MOSTLY_FIT = 0.8
_ONLY_FIT, _LEAST_CELLS, _LEAST_SENTENCE = 0.9, 5, 5
# 大门装道闸征求意见: opinions on what is to be built, put up or let, and no pipe named
_ANOTHER_PROJECT = re.compile(
    r"(?:加装|安装|增设|新装|装(?!修)|新建|修建|搭建|改建|拆除|粉刷|改种|选聘|续聘|引进)[\u3400-\u9fff]{1,10}?"
    r"(?:征求|征询|征集|意见|意愿|意向|表决|投票|表态|同意)"
)
_LEAST_COLUMNS, _AHEAD_OF_TALK = 4, 3.0
_MOSTLY_PEOPLE = 0.5
_REMARKS = frozenset(("备注", "情况", "说明", "记录", "备考", "附注"))
_OF_RESULT = ("结果", "结论", "效果", "变化")
# what a sheet of each kind must have: one field of every set
NEEDS: Mapping[str, tuple[frozenset[str], ...]] = {
    "survey": (_PLACE, STANCES_AND_SIGNED | _OWNERS, STANCES_AND_SIGNED | _OF_HOMES),
    "visits": (_PLACE, frozenset(("result",)), frozenset(("date",))),
    "measures": (_PLACE, frozenset(("measure",))),
    "people_roster": (frozenset(("name",)), frozenset(("roles", "willing"))),
    "links": (frozenset(("name",)), frozenset(("linked_households",))),
    "ties": (frozenset(("ego_name", "ego_address")), frozenset(("alter_name",))),
    "works": (frozenset(("stack",)), frozenset(("status",))),
    "riser_map": (frozenset(("stack", *RISER_OF_PIPE.values())), frozenset(("stack_rooms", "room", "address_full"))),
    "activities": (frozenset(("name",)), _PLACE, frozenset(("activity", "date"))),
    "access_windows": (_PLACE, frozenset(("available_when",))),
    "surveys": (_PLACE, frozenset(("outcome",))),
}


def weigh(columns: Sequence[Seen], title: str, *, kinds: Iterable[str] = NEEDS) -> list[Verdict]:
    """Every kind's verdict, best first."""
    against = _other_matter(title, [key for column in columns for key in column.readings])
    learn_together(columns)
    chances = kind_chances(columns, title.split("\n"))
    verdicts = [_verdict(kind, columns, title, against, chances[kind]) for kind in kinds]
    for verdict in verdicts:
        verdict.chance_of_none = chances[OTHER]
        _add_needed(verdict, columns)
        learned = "sheet_learned" if against >= 0 else "sheet_learned_of_other"
        verdict.parts.append((learned, weights()[learned] * _chance(verdict, chances)))
        if len(columns) >= _LEAST_COLUMNS:  # less says too little of what a list is not
            verdict.parts.append(("other_learned", weights()["other_learned"] * chances[OTHER]))
    return complete_first(sorted(verdicts, key=lambda verdict: -verdict.sum))


def _chance(verdict: Verdict, chances: Mapping[str, float]) -> float:
    """The chance of a kind; a sheet that tells of risers how far they are is one of works, also where it maps them."""
    maps = verdict.complete and verdict.kind == "works"
    return chances[verdict.kind] + (chances["riser_map"] if maps else 0.0)


def other_matter(title: str, keys: Sequence[str] = ()) -> float:
    """How strongly title and headings say that the sheet is about another matter than the pipes; 0 where not."""
    return max(0.0, -_other_matter(title, keys))


def _verdict(kind: str, columns: Sequence[Seen], title: str, against: float, chance: float) -> Verdict:
    ours = is_ours(title)
    used = used_fields(kind)
    scored = [
        (
            sum(weight for _, weight in parts),
            _is_content(column, name),
            _unread(column, name),
            column.column,
            name,
            parts,
        )
        for column in columns
        for name, parts in candidates(kind, column, used, ours=ours).items()
        if not (name == "visitors" and _is_of_households(column))
        and not (name == "occupancy" and _holds_people(column))
        and not (name == "respondent_relation" and _names_who_spoke(column, columns))
        and not is_denied(kind, column, name, parts)
    ]
    verdict = Verdict(kind, chance=chance)
    for score, _, _, column, name, parts in sorted(scored, key=_heaviest):
        if name in verdict.fields.values() and kind == "ties":  # the second address or name of a tie is the other end's
            name = _OTHER_END.get(name, name)
        if score <= 0 or column in verdict.fields or name in verdict.fields.values():
            continue
        verdict.fields[column] = name
        verdict.parts.append((name, score))
        if is_sure(parts):
            verdict.sure.add(column)
    _add_only(verdict, columns)
    titled = any(word in title for word in _titles().get(kind, ()))
    if kind == "measures" and titled:
        _add_only_text(verdict, columns)
    elif kind == "visits" and titled:
        _add_only_remarks(verdict, columns)
    _add_learned(verdict, columns, used)
    if kind == "ties":
        tell_ends_apart(verdict, columns)
    verdict.learned = {
        column.column: field_chances(column, kind).get(verdict.fields[column.column], 0.0)
        for column in columns
        if column.column in verdict.fields
    }
    here = {name for column, name in verdict.fields.items() if column in verdict.sure}
    verdict.complete = all(here & alternatives for alternatives in NEEDS[kind])
    if kind == "activities" and not titled and "activity" not in here:
        verdict.complete = False  # name, place and day alone may be a visit, a bill, a repair
    if kind == "visits" and any(_RECEIVED.search(key) for column in columns for key in column.readings):
        verdict.complete = False  # who came or called the office was not visited by it
    scale = weights()
    if verdict.complete:
        verdict.parts.append(("needs_met", scale["needs_met"]))
    if titled:
        verdict.parts.append(("title_of_kind", scale["title_of_kind"]))
    left = [column for column in columns if column.column not in verdict.fields and not _is_left_out(column.known)]
    verdict.parts.append(("column_left", len(left) * scale["column_left"]))
    of_homes = sum(1 for column in left if set(column.known) & _ONLY_OF_HOMES or _speaks_of_homes(column))
    verdict.parts.append(("home_left", of_homes * scale["home_left"]))
    verdict.parts.append(("other_matter", against))
    return verdict


def _is_of_households(column: Seen) -> bool:
    """Whether a column 姓名 names somebody else in each row: those who are visited, never the few who visit."""
    named = [text for text in column.texts if text]
    return "name" in column.known and len(named) >= _LEAST_CELLS and len(set(named)) >= _ONLY_FIT * len(named)


def _names_who_spoke(column: Seen, columns: Sequence[Seen]) -> bool:
    """Whether cells name who spoke for the flat, and another column says what they are to it: 谁表的态 | TA是."""
    if column.shares["name"] < _MOSTLY_FIT or column.reads_as("respondent_relation") >= _MOSTLY_PEOPLE:
        return False
    return any(other is not column and other.reads_as("respondent_relation") >= _MOSTLY_FIT for other in columns)


def _heaviest(entry: tuple[float, bool, float, int, str, object]) -> tuple[float, bool, float, int, str]:
    """By weight; what came of a visit (变化) comes before what was said (访谈内容), however well that is known.

    Of headings that say as much, the one whose cells read as such values.
    """
    score, is_content, unread, column, name, _ = entry
    return (-score - (_AHEAD_OF_TALK if name == "result" and not is_content else 0.0), is_content, unread, column, name)


def _unread(column: Seen, name: str) -> float:
    return 1.0 - column.reads_as(name) if name in READ_FIELDS else 0.0


def _holds_people(column: Seen) -> bool:
    """Whether cells are names and no word of how a flat is lived in: 实际住的人 is who lives there."""
    people = max(person_share(column.texts), column.shares["name"])
    return people >= _MOSTLY_PEOPLE and not field_share("occupancy", column.texts)


def _is_content(column: Seen, name: str) -> bool:
    """Whether a column of results may be only what was said: 情况 beside 结果."""
    return name == "result" and not any(word in key for key in column.readings for word in _OF_RESULT)


def _add_only(verdict: Verdict, columns: Sequence[Seen]) -> None:
    """The only column of dates, or of people, among those that have no certain field, in place."""
    left = [column for column in columns if column.column not in verdict.sure and not column.known]
    left = [column for column in left if column.filled >= _LEAST_CELLS]
    if verdict.kind == "ties":  # 和谁（姓名）, if only its heading is likely
        verdict.sure |= {
            at for at, name in verdict.fields.items() if name == "alter_name" and _is_only_people(at, left)
        }
    dated = [column for column in left if column.shares["recent"] >= _ONLY_FIT]
    only_people = _ONLY_PEOPLE.get(verdict.kind)
    named = [column for column in left if person_share(column.texts) >= _ONLY_FIT] if only_people else []
    have = {verdict.fields[column] for column in verdict.sure}
    if only_people == "alter_name" and not named and "alter_address" in have:
        named = [column for column in left if _names_somebody_or_nobody(column.texts)]
    for fitting, meant in ((dated, _ONLY_DATES.get(verdict.kind)), (named, only_people)):
        if len(fitting) != 1 or meant is None or meant in have or (meant == "alter_name" and "ego_name" not in have):
            continue
        verdict.take(fitting[0].column, meant, weights()["only_column"])


def _names_somebody_or_nobody(texts: Sequence[str]) -> bool:
    """Whether cells answer whom somebody hears: most by a name, others that there is nobody."""
    filled = [text for text in texts if text]
    nobody = sum(1 for text in filled if survey_outcome(text))
    people = person_share(filled) * len(filled)
    return people >= nobody and people + nobody >= _MOSTLY_FIT * len(filled) > 0


def _is_only_people(at: int, left: Sequence[Seen]) -> bool:
    """Whether a column, of those left over, is the only one whose cells look like names."""
    return [column.column for column in left if column.shares["name"] >= _ONLY_FIT] == [at]


def _add_learned(verdict: Verdict, columns: Sequence[Seen], used: frozenset[str]) -> None:
    """Fields of columns that have none yet, as the sheets of other hands have them, in place; the likeliest first."""
    left = [column for column in columns if column.column not in verdict.sure]
    guesses = [(*learned_field(verdict.kind, column, used), column) for column in left]
    for name, chance, column in sorted(guesses, key=lambda guess: (-guess[1], guess[2].column)):
        if not name or name in (verdict.fields[at] for at in verdict.sure):
            continue
        if name == "visitors" and _is_reached(column, columns):
            continue
        sure = is_sure_of(name, chance, verdict.chance) or (chance >= CONFIRMED and cells_agree(name, column))
        if sure or not (column.column in verdict.fields or name in verdict.fields.values()):
            verdict.take(column.column, name, weights()["learned"] * chance, sure=sure)


def _is_reached(column: Seen, columns: Sequence[Seen]) -> bool:
    """Whether 联系人 beside phone numbers is whom one rings at the household, and nobody who went there."""
    rung = any(other.shares["phone"] >= _MOSTLY_FIT for other in columns)
    return rung and any(key.startswith("联系人") for key in column.readings)


def _add_needed(verdict: Verdict, columns: Sequence[Seen]) -> None:
    """The one field that a sheet of this kind must have and that is left open, where one column alone may be it.

    Only where nearly every sheet of other hands with such headings and cells is of this kind.
    """
    scale = weights()
    here = {verdict.fields[column] for column in verdict.sure}
    missing = [alternatives for alternatives in NEEDS[verdict.kind] if not here & alternatives]
    if verdict.complete or len(missing) != 1 or verdict.chance < scale["least_chance_of_kind"]:
        return
    left = [column for column in columns if column.column not in verdict.sure and column.filled]
    fitting = [
        (chance, name, column.column)
        for column in left
        for name, chance in field_chances(column, verdict.kind).items()
        if name in missing[0] and chance >= scale["least_rival"]
    ]
    if len({column for _, _, column in fitting}) != 1 or max(fitting)[0] < scale["least_needed"]:
        return
    chance, name, column = max(fitting)
    verdict.take(column, name, scale["learned"] * chance)
    verdict.parts.append(("needs_met", scale["needs_met"]))
    verdict.complete = True


def _add_only_text(verdict: Verdict, columns: Sequence[Seen]) -> None:
    """In a list of offers with concerns and answers: the only other column of sentences is the offer, in place."""
    have = {verdict.fields[column] for column in verdict.sure}
    if "measure" in have or not {"concern", "accepted"} <= have:
        return
    left = [column for column in columns if column.column not in verdict.sure and not column.known]
    texts = [column for column in left if column.filled >= _LEAST_CELLS and _is_sentences(column.texts)]
    if len(texts) == 1:
        verdict.take(texts[0].column, "measure", weights()["only_column"])


def _add_only_remarks(verdict: Verdict, columns: Sequence[Seen]) -> None:
    """In a log of visits with day, place and who went: what came of it stands in the remarks that every line has."""
    have = {verdict.fields[column] for column in verdict.sure}
    if "result" in have or not {"date", "visitors"} <= have or not have & _PLACE:
        return
    lines = max(column.filled for column in columns)
    left = [column for column in columns if column.column not in verdict.sure and column.filled >= _LEAST_CELLS]
    if len(left) == 1 and left[0].filled >= _MOSTLY_FIT * lines and _is_remarks(left[0]):
        verdict.take(left[0].column, "result", weights()["only_column"])


def _is_remarks(column: Seen) -> bool:
    return any(key in _REMARKS for key in column.readings)


def _is_sentences(texts: Sequence[str]) -> bool:
    """Whether most cells of a column are some words long, and hardly two say the same."""
    filled = [text for text in texts if text]
    long = [text for text in filled if len(text) >= _LEAST_SENTENCE]
    return len(long) >= _ONLY_FIT * len(filled) and len(set(filled)) >= _ONLY_FIT * len(filled)


@lru_cache(maxsize=16)
def used_fields(kind: str) -> frozenset[str]:
    """The fields that sheets of a kind have a use for."""
    used = named_fields(kind).union(*NEEDS[kind], RISER_OF_PIPE.values() if kind == "survey" else ())
    return used if kind in _WITH_PHONES else used - {"phone"}


def _speaks_of_homes(column: Seen) -> bool:
    """Whether a column's heading names, in a survey, how a flat is owned or lived in."""
    known = kind_headings()["survey"]
    return any(set(known.get(key, ())) & _ONLY_OF_HOMES for key in column.readings)


def _is_left_out(known: Sequence[str]) -> bool:
    return RUNNING_NUMBER in known or bool(FORBIDDEN_FIELDS & set(known))


def _other_matter(title: str, keys: Sequence[str]) -> float:
    words = _other_words()
    title = _ELSEWHERE.sub("", title)
    text = _COMPANY.sub("", "\n".join([title, *keys]))
    heaviest = max((weight for word, weight in words.items() if word in text), default=0.0)
    if not heaviest and _ANOTHER_PROJECT.search(title) and not is_ours(title):
        return weights()["other_matter"] * weights()["another_project"]
    ours = heaviest and is_ours(_from_last_other(title))
    return weights()["other_matter"] * heaviest + (weights()["our_matter"] if ours else 0.0)


def _from_last_other(title: str) -> str:
    """The lines of a title, the widest first, from the last that names another matter: a sheet 加装电梯 is about lifts
    in whatever workbook of risers it lies, and 与换管无关 says the same."""
    lines = [_NOT_OURS.sub("", line) for line in title.split("\n")]
    others = [place for place, line in enumerate(lines) if any(word in line for word in _other_words())]
    return "\n".join(lines[others[-1] if others else 0 :])


@lru_cache(maxsize=1)
def _other_words() -> dict[str, float]:
    return {row["word"]: float(row["weight"]) for row in data_table("other_matters.csv")}


@lru_cache(maxsize=1)
def _titles() -> dict[str, tuple[str, ...]]:
    return {row["kind"]: tuple(row["words"].split("|")) for row in data_table("kind_titles.csv")}

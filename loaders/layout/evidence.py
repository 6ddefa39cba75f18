"""Evidence that adds up: what kind of sheet a table is and what its columns are, where headings alone don't say it.

Every column gets log-odds for every field of every kind: from its heading (exact, composed, alike), and from its
cells. A kind's sum is that of its best columns, of the words of title, sheet and file, and of what it must have;
words of other matters (fees, parking, lifts) count against all. The parts are kept and can be printed. `data/`:
`evidence.csv` (weights), `kind_headings.csv`, `kind_titles.csv`, `other_matters.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process

from socialgraph.loaders.layout.kinds import SHEET_KINDS
from socialgraph.loaders.values.profiles import shares
from socialgraph.loaders.words.heading_keys import (
    ANY,
    data_table,
    field_vocabularies,
    heading_key,
    heading_stems,
    kind_headings,
)
from socialgraph.loaders.words.headings import FORBIDDEN_FIELDS, RUNNING_NUMBER
from socialgraph.loaders.words.shares import person_share, word_shares

_PLACE = frozenset(("room", "address_full"))
_SAID = frozenset(("stance", "stance_supply", "stance_kitchen", "stance_bathroom", "stance_sewage", "signed"))
_OWNERS = frozenset(("owner_name", "head_name", "holder_name", "public_lessee_name", "tenant_name", "name"))
_OF_HOMES = frozenset(("ownership_type", "occupancy", "phone", "flags"))
# what a sheet of each kind must have: one field of every set
NEEDS: Mapping[str, tuple[frozenset[str], ...]] = {
    "survey": (_PLACE, _SAID | _OWNERS, _SAID | _OF_HOMES),
    "visits": (_PLACE, frozenset(("result",)), frozenset(("date", "visitors"))),
    "measures": (_PLACE, frozenset(("measure",))),
    "people_roster": (frozenset(("name",)), frozenset(("roles", "willing"))),
    "links": (frozenset(("name",)), frozenset(("linked_households",))),
    "ties": (frozenset(("ego_name", "ego_address")), frozenset(("alter_name",))),
    "works": (frozenset(("stack",)), frozenset(("status",))),
    "riser_map": (frozenset(("stack",)), frozenset(("stack_rooms", "room", "address_full"))),
    "activities": (frozenset(("name",)), _PLACE, frozenset(("activity", "date"))),
    "access_windows": (_PLACE, frozenset(("available_when",))),
}
# what cells are, alone -> the field, and the share of them that decides
_ALONE = {
    "household": ("address_full", 0.75),
    "address": ("address_full", 0.75),
    "flat_number": ("room", 0.95),
    "phone": ("phone", 0.9),
}
_LEAST_CELLS = 5
# what the only column of dates, or of people, is in a complete sheet of a kind that has none yet
_ONLY_DATES = {
    "survey": "survey_date",
    "visits": "date",
    "ties": "observed_on",
    "works": "done_on",
    "people_roster": "willing_on",
    "activities": "date",
}
_ONLY_PEOPLE = {"visits": "visitors"}  # in a survey: owner, tenant or whoever answered
_ONLY_FIT = 0.9
_TYPE_OF_FIELD = {
    **dict.fromkeys(("phone", "phone_alt"), "phone"),
    **dict.fromkeys(("address_full", "ego_address", "alter_address"), "address"),
    "room": "room",
    **dict.fromkeys(("survey_date", "date", "done_on", "willing_on", "observed_on", "asked_on"), "date"),
    "stack_rooms": "rooms",
}
_LOOKS_LIKE = {  # of a column whose heading only hints at a field: what its cells must look like
    **dict.fromkeys(("visitors", "alter_name", "tenant_name", "owner_name"), "names"),
    "capacity": "count",
    **dict.fromkeys(("measure", "result", "reasons", "concern", "activity", "available_when", "scope"), "free"),
}
_NAMES = frozenset(("name", "ego_name", "alter_name")) | _OWNERS
_SURE = frozenset(("heading_of_kind", "heading_known", "heading_composed", "values_alone", "words_alone"))
_HINTS = frozenset(("heading_stem", "heading_alike"))
_CONFIRMS = frozenset(("values_fit", "words_fit"))
# these words answer any question, so that alone they name no column
_ANY_QUESTION = frozenset(("stance", "boolean", "resident_role"))
_NO_NAME = ("phone", "date", "money", "id", "tick", "rooms")
_LEAST_QUESTION = 9
_FIT, _MISFIT, _ALIKE, _LEAST_COMPOSED = 0.8, 0.2, 75, 3
_WORDS_FIT, _OTHER_WORDS, _LEAST_CONFIRMING = 0.7, 0.5, 3


@dataclass(frozen=True)
class Seen:
    """One column as it is weighed: its heading in every reading, the fields the dictionary knows for it, its cells."""

    column: int
    readings: tuple[str, ...]
    known: tuple[str, ...]
    shares: Mapping[str, float]
    filled: int = 0  # cells that say something
    words: Mapping[str, float] = field(default_factory=dict)  # vocabulary -> share of cells; only of unknown headings
    people: float = 0.0  # share of cells that name people; only of unknown headings


@dataclass
class Verdict:
    """A kind with the field of each column, the sum and its parts; `sure` are the columns that need no question."""

    kind: str
    fields: dict[int, str] = field(default_factory=dict)
    sure: set[int] = field(default_factory=set)
    parts: list[tuple[str, float]] = field(default_factory=list)
    complete: bool = False

    @property
    def sum(self) -> float:
        """Log-odds of this kind."""
        return sum(weight for _, weight in self.parts)


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """`data/evidence.csv`: part -> weight."""
    return {row["part"]: float(row["weight"]) for row in data_table("evidence.csv")}


def seen(column: int, upper: str, lower: str, known: Sequence[str], texts: Sequence[str]) -> Seen:
    """A column for weighing."""
    cut = "" if is_question(lower) else heading_key(re.split(r"[(（【\[]", lower)[0])
    keys = (heading_key(lower), heading_key(upper + lower) if upper else "", cut)
    return Seen(
        column,
        tuple(dict.fromkeys(key for key in keys if key)),
        tuple(known),
        shares(texts),
        sum(map(bool, texts)),
        {} if known else word_shares(texts),
        0.0 if known else person_share(texts),
    )


def is_question(heading: str) -> bool:
    """A question of a questionnaire, whose bracket explains nothing: 9、立管(上下水总管)更换,您家的意见是."""
    return len(heading) > _LEAST_QUESTION and bool(re.search(r"[,，?？]|您|是$", heading))


def weigh(columns: Sequence[Seen], title: str, *, kinds: Iterable[str] = NEEDS) -> list[Verdict]:
    """Every kind's verdict, best first."""
    against = _other_matter(title, [key for column in columns for key in column.readings])
    verdicts = [_verdict(kind, columns, title, against) for kind in kinds]
    return sorted(verdicts, key=lambda verdict: -verdict.sum)


def is_certain(verdicts: Sequence[Verdict], *, guessed: bool = False) -> bool:
    """Whether the first kind may be read without asking: complete, heavy enough, and ahead of every other.

    More is asked of a table whose header was `guessed` since the dictionary knows too few of its headings.
    """
    least = weights()["least_certain_guessed" if guessed else "least_certain"]
    if not verdicts or not verdicts[0].complete or verdicts[0].sum < least:
        return False
    rest = [verdict.sum for verdict in verdicts[1:] if verdict.complete]
    return not rest or verdicts[0].sum - max(rest) >= weights()["least_margin"]


def other_matter(title: str, keys: Sequence[str] = ()) -> float:
    """How strongly title and headings say that the sheet is about another matter than the pipes; 0 where not."""
    return max(0.0, -_other_matter(title, keys))


def _verdict(kind: str, columns: Sequence[Seen], title: str, against: float) -> Verdict:
    scored = [
        (sum(weight for _, weight in parts), column.column, name, parts)
        for column in columns
        for name, parts in _candidates(kind, column).items()
    ]
    verdict = Verdict(kind)
    founding = set()
    for score, column, name, parts in sorted(scored, key=lambda entry: (-entry[0], entry[1], entry[2])):
        if score <= 0 or column in verdict.fields or name in verdict.fields.values():
            continue
        verdict.fields[column] = name
        verdict.parts.append((f"{name}", score))
        if _is_sure({part for part, _ in parts}):
            verdict.sure.add(column)
            founding |= {name} if ("values_fit", _LOOKS_LIKE.get(name)) != (parts[-1][0], "free") else set()
    _add_only(verdict, columns, founding)
    verdict.complete = all(founding & alternatives for alternatives in NEEDS[kind])
    scale = weights()
    if verdict.complete:
        verdict.parts.append(("needs_met", scale["needs_met"]))
    if any(word in title for word in _titles().get(kind, ())):
        verdict.parts.append(("title_of_kind", scale["title_of_kind"]))
    left = sum(1 for column in columns if column.column not in verdict.fields and not _is_left_out(column.known))
    verdict.parts.append(("column_left", left * scale["column_left"]))
    verdict.parts.append(("other_matter", against))
    return verdict


def _add_only(verdict: Verdict, columns: Sequence[Seen], founding: set[str]) -> None:
    """The only column of dates, or of people, among those that have no certain field, in place."""
    left = [column for column in columns if column.column not in verdict.sure and not column.known]
    left = [column for column in left if column.filled >= _LEAST_CELLS]
    dated = [column for column in left if column.shares["recent"] >= _ONLY_FIT]
    named = [column for column in left if column.people >= _ONLY_FIT]
    have = {verdict.fields[column] for column in verdict.sure}
    for found, meant in ((dated, _ONLY_DATES.get(verdict.kind)), (named, _ONLY_PEOPLE.get(verdict.kind))):
        if len(found) != 1 or meant is None or meant in have:
            continue
        verdict.fields = {column: name for column, name in verdict.fields.items() if name != meant}
        verdict.fields[found[0].column] = meant
        verdict.sure.add(found[0].column)
        verdict.parts.append((meant, weights()["only_column"]))
        founding.add(meant)


def _is_sure(parts: Collection[str]) -> bool:
    """Whether these parts name a column's field without a question: a name of it, or a hint that its cells confirm."""
    return bool(_SURE & set(parts)) or (bool(_HINTS & set(parts)) and bool(_CONFIRMS & set(parts)))


def _candidates(kind: str, column: Seen) -> dict[str, list[tuple[str, float]]]:
    """Field -> parts of its log-odds, of one column in one kind."""
    scale = weights()
    own, general = kind_headings().get(kind, {}), kind_headings()[ANY]
    found: dict[str, tuple[str, float]] = {}
    if set(column.known) & FORBIDDEN_FIELDS - {"remarks"} or RUNNING_NUMBER in column.known:
        return {}

    def offer(name: str, part: str) -> None:
        if scale[part] > found.get(name, ("", 0.0))[1]:
            found[name] = (part, scale[part])

    for key in column.readings:
        for name in own.get(key, ()):
            offer(name, "heading_of_kind")
        if "remarks" in column.known:
            continue
        for name in general.get(key, ()):
            offer(name, "heading_known")
        for words in (own, general):
            for word, names in words.items():
                if len(word) >= _LEAST_COMPOSED and word != key and word in key:
                    for name in names:
                        offer(name, "heading_composed")
        if not found and (near := process.extractOne(key, own.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)):
            for name in own[near[0]]:
                offer(name, "heading_alike")
    if not found and not column.known:
        for name, stems in heading_stems().get(kind, {}).items():
            if any(stem in key for stem in stems for key in column.readings):
                offer(name, "heading_stem")
    if "remarks" not in column.known:
        for name in column.known:
            used = meaning(kind, name)
            if kind == "survey" or used in used_fields(kind):
                offer(used, "heading_known")
    scored = {name: [part, *_of_values(name, column, part[0])] for name, part in found.items()}
    scored |= _by_words(kind, column, scored)
    certain = any(_is_sure({part for part, _ in parts}) for parts in scored.values())
    if not certain and "remarks" not in column.known and column.filled >= _LEAST_CELLS:
        for kind_of_value, (name, least) in _ALONE.items():
            if column.shares[kind_of_value] >= least:
                scored[name] = [("values_alone", scale["values_alone"])]
    return scored


@lru_cache(maxsize=16)
def used_fields(kind: str) -> frozenset[str]:
    """The fields that sheets of a kind have a use for."""
    fields = {name for words in (ANY, kind) for names in kind_headings().get(words, {}).values() for name in names}
    return frozenset(fields).union(*NEEDS[kind])


def meaning(kind: str, name: str) -> str:
    """What a general field is called in this kind of sheet."""
    means = next((known.means for known in SHEET_KINDS if known.name == kind), {})
    return means.get(name, name)


def _by_words(
    kind: str, column: Seen, scored: Mapping[str, list[tuple[str, float]]]
) -> dict[str, list[tuple[str, float]]]:
    """The field of a column that nearly always speaks one vocabulary and no other, though its heading says nothing."""
    if column.filled < _LEAST_CELLS or any(_is_sure({part for part, _ in parts}) for parts in scored.values()):
        return {}
    spoken = {name: share for name, share in column.words.items() if share >= _OTHER_WORDS}
    if len(spoken) != 1 or max(spoken.values()) < _FIT or set(spoken) & _ANY_QUESTION:
        return {}
    named = [name for name in sorted(used_fields(kind)) if field_vocabularies().get(name) in spoken]
    return {named[0]: [("words_alone", weights()["words_alone"])]} if len(named) == 1 else {}


def _of_values(name: str, column: Seen, heading: str) -> list[tuple[str, float]]:
    scale, share = weights(), column.shares
    if not any(share.values()) and not any(column.words.values()):
        return []
    if heading in _HINTS and column.filled < _LEAST_CONFIRMING:
        return []
    if heading in _HINTS:
        fits = column.words.get(field_vocabularies().get(name, ""), 0.0) >= _WORDS_FIT
        if fits:
            return [("words_fit", scale["words_fit"])]
        if name in _LOOKS_LIKE and not any(part >= _OTHER_WORDS for part in column.words.values()):
            return [("values_fit", scale["values_fit"])] if share[_LOOKS_LIKE[name]] >= _FIT else []
    kind_of_value = _TYPE_OF_FIELD.get(name)
    if kind_of_value is not None:
        if share[kind_of_value] >= _FIT:
            return [("values_fit", scale["values_fit"])]
        if share[kind_of_value] < _MISFIT:
            return [("values_misfit", scale["values_misfit"])]
    elif name in _NAMES and any(share[other] >= _FIT for other in _NO_NAME):
        return [("values_misfit", scale["values_misfit"])]
    return []


def _is_left_out(known: Sequence[str]) -> bool:
    return RUNNING_NUMBER in known or bool(FORBIDDEN_FIELDS & set(known))


def _other_matter(title: str, keys: Sequence[str]) -> float:
    words = _other_words()
    text = "\n".join([title, *keys])
    heaviest = max((weight for word, weight in words.items() if word in text), default=0.0)
    ours = re.search(r"立管|换管|管网|上下水|水管|污水管|下水管|管线|管道|换水管|换管子", title)
    return weights()["other_matter"] * heaviest + (weights()["our_matter"] if ours and heaviest else 0.0)


@lru_cache(maxsize=1)
def _other_words() -> dict[str, float]:
    return {row["word"]: float(row["weight"]) for row in data_table("other_matters.csv")}


@lru_cache(maxsize=1)
def _titles() -> dict[str, tuple[str, ...]]:
    return {row["kind"]: tuple(row["words"].split("|")) for row in data_table("kind_titles.csv")}

"""What one column may be in a kind of sheet: log-odds of its heading and of its cells, part by part.

The heading counts most where the kind's own way of naming a field is known, less where it is known at all, composed
of known words, or only alike. Cells that read as a field's values confirm it, cells that don't rule it out; cells of
some fields (stances, ways of living, roles, kinds of pipe) say it alone. Weights: `data/evidence.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from socialgraph.loaders.layout.kinds import SHEET_KINDS
from socialgraph.loaders.layout.weighing.column_model import LIKELY, NO_FIELD
from socialgraph.loaders.layout.weighing.heading_model import heading_model
from socialgraph.loaders.layout.weighing.readings import READ_FIELDS, outcome_share
from socialgraph.loaders.layout.weighing.seen import Seen, is_question
from socialgraph.loaders.layout.weighing.sheet_model import field_chances
from socialgraph.loaders.values.dates import looks_dated
from socialgraph.loaders.values.residents import resident_in
from socialgraph.loaders.values.text import has_chinese
from socialgraph.loaders.values.words.heading_grammar import heading_sense
from socialgraph.loaders.values.words.heading_keys import ANY, data_table, heading_stems, kind_headings
from socialgraph.loaders.values.words.headings import FORBIDDEN_FIELDS, RUNNING_NUMBER
from socialgraph.loaders.values.words.pipes import COLUMN_OF_PIPE, pipes_named

Parts = list[tuple[str, float]]

NAMES = frozenset(
    (
        *("name", "ego_name", "alter_name", "owner_name", "head_name", "holder_name"),
        *("public_lessee_name", "tenant_name"),
    )
)
RISER_OF_PIPE = {f"stance_{column}": f"stack_{column}" for column in COLUMN_OF_PIPE.values()}
_ALONE = {"household": "address_full", "address": "address_full", "phone": "phone"}
_TYPE_OF_FIELD = {
    **dict.fromkeys(("phone", "phone_alt"), "phone"),
    **dict.fromkeys(("address_full", "ego_address", "alter_address"), "address"),
    "room": "room",
    **dict.fromkeys(("survey_date", "date", "done_on", "willing_on", "observed_on", "asked_on"), "date"),
    "stack_rooms": "rooms",
}
_NO_NAME = ("phone", "date", "money", "id", "tick", "rooms")
_NO_TEXT = ("phone", "date", "money", "id", "address", "room")
# of two to four characters too
_RESIDENTS = frozenset(("tenant_name", "occupant_name"))
_WORDS_NOT_NAMES = ("stance", "occupancy", "ownership_type", "roles", "mode", "status", "respondent_relation")
_TEXTS = frozenset(("measure", "activity"))
_PARTS_OF_PLACE = frozenset(("building", "door", "floor"))
_WHERE = frozenset(("compound", "building", "door", "floor", "stack", *RISER_OF_PIPE.values()))  # WL-1 is no building
_NOT_TOGETHER = {"stack": "pipe_kind", "pipe_kind": "stack"}  # 管 over WL-1 is no kind of pipe, over 厨房污水 no riser
# fields whose cells are often sentences, of which not every one is understood
_IN_WORDS = frozenset(("result", "reasons", "concern", "flags", "kind", "status", "stance", "occupancy", "willing"))
# fields whose cells say alone what they are
_SPEAKING = frozenset(
    (
        *("stance", "occupancy", "ownership_type", "roles", "pipe_kind", "mode", "status"),
        *("respondent_relation", "result", "linked_households", "kind", "strength"),
    )
)
_SPEAKING_ALONE = frozenset(("occupancy", "ownership_type", "roles", "mode", "pipe_kind", "status", "kind", "strength"))
_ANY_QUESTION = frozenset(("stance", "result"))
_CLOSED = frozenset(("pipe_kind", "mode", "strength", "stack", "capacity", "visitors", "scope", "linked_households"))
_DECISIVE, _LEAST_CELLS, _LEAST_DISTINCT = 0.9, 5, 2
_MOST_CODES, _LONGEST_CODE = 9, 4
_SPEAKS, _AHEAD, _TICKED = 0.8, 0.3, 0.5
_FIT, _MISFIT, _LEAST_COMPOSED = 0.8, 0.2, 3
_STEM_VOTE = 0.5
_STACKED = 0.6  # of the cells list flats one above the other; of the others some say 全单元
_LEAST_VOTE, _SURE_VOTE, _VOTES_AHEAD, _GUESSES = 0.25, 0.45, 0.15, 4
_LEAST_AGREEING = 3  # cells
_SENTENCE = 20  # characters
OURS = re.compile(r"立管|换管|管网|上下水|水管|污水管|下水管|管线|管道|换水管|换管子")
_AGREES, _AGREES_IN_WORDS = 0.6, 0.4  # share of the cells that must read as the field's where the heading is only alike
_KNOWN_PARTS = frozenset(
    (
        *("heading_of_kind", "heading_known", "heading_composed"),
        *("values_alone", "heading_and_values"),
    )
)


_NAMED = frozenset(("heading_of_kind", "heading_known"))
_BY_VALUES = frozenset(("values_fit", "values_alone", "heading_and_values"))
_SURELY_OTHER, _SURELY_NOT = 0.95, 0.02  # chances of another field and of this one


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """`data/evidence.csv`: part -> weight."""
    return {row["part"]: float(row["weight"]) for row in data_table("evidence.csv")}


def is_sure(parts: Parts) -> bool:
    """Whether a column needs no question: its heading is known, or heading and cells agree, or the cells decide."""
    return any(part in _KNOWN_PARTS for part, _ in parts)


def candidates(kind: str, column: Seen, used: frozenset[str], *, ours: bool = False) -> dict[str, Parts]:
    """Field -> parts of its log-odds, of one column in one kind that uses these fields.

    `ours`: the title says that the sheet is about the pipes; else a column of yes and no under an unknown heading may
    be about anything.
    """
    if set(column.known) & FORBIDDEN_FIELDS - {"remarks"}:
        return {}
    if RUNNING_NUMBER in column.known and column.reads_as("stack") < _FIT:
        return {}
    if riser := _riser_of_one_pipe(column, used):
        return {riser: [("heading_composed", weights()["heading_composed"])]}
    scored = {name: [part, *_of_values(name, column)] for name, part in _by_heading(kind, column, used).items()}
    if any(is_sure(parts) and sum(weight for _, weight in parts) > 0 for parts in scored.values()):
        return scored
    if "remarks" not in column.known:
        for name, parts in _alike(kind, column, used).items():
            scored.setdefault(name, []).extend(parts)
        open_fields = used if ours else used - _ANY_QUESTION
        for general, part in _by_values(kind, column, open_fields).items():
            name = meaning(kind, general)
            scored.setdefault(name, []).append((part, weights()[part]))
    return scored


def _by_heading(kind: str, column: Seen, used: frozenset[str]) -> dict[str, tuple[str, float]]:
    """What known headings say: the kind's own, general ones, and those that a longer heading holds."""
    scale = weights()
    own, general = kind_headings().get(kind, {}), kind_headings()[ANY]
    best_part: dict[str, tuple[str, float]] = {}
    of_several = any(len(pipes_named(key)) > 1 for key in column.readings)

    def offer(name: str, part: str) -> None:
        if of_several and name in RISER_OF_PIPE:  # 厨房、卫生间立管的态度: of the works as a whole
            name = "stance"
        if scale[part] > best_part.get(name, ("", 0.0))[1]:
            best_part[name] = (part, scale[part])

    for key in column.readings:
        for name in own.get(key, ()):
            offer(name, "heading_of_kind")
        if "remarks" in column.known:
            continue
        for name in general.get(key, ()):
            offer(meaning(kind, name), "heading_known")
        for words in (own, general):
            for word, names in words.items():
                if len(word) >= _LEAST_COMPOSED and word != key and word in key:
                    for name in names:
                        offer(name, "heading_composed")
    if not best_part and not column.known:
        for key in column.readings:  # 业主厕管: cut into whose and which pipe, no character left over
            sense = heading_sense(key)
            if sense is not None and sense.whole and (name := meaning(kind, sense.field)) in used:
                offer(name, "heading_composed")
    for name in column.known if "remarks" not in column.known else ():
        meant = _riser_of(meaning(kind, name), column)
        if kind == "survey" or meant in used:
            offer(meant, "heading_known")
    if column.shares["address"] >= _FIT:  # 楼门号 over whole addresses
        whole = meaning(kind, "address_full")
        return {whole if name in _PARTS_OF_PLACE else name: part for name, part in best_part.items()}
    return best_part


def _riser_of_one_pipe(column: Seen, used: frozenset[str]) -> str:
    """CF厨房排水 over codes of risers is which riser of that pipe a flat is on; "" for any other column."""
    if column.filled < _LEAST_CELLS or column.reads_as("stack") < _FIT:
        return ""
    pipes = {pipe for key in column.readings for pipe in pipes_named(key)}
    name = f"stack_{COLUMN_OF_PIPE.get(next(iter(pipes)), '')}" if len(pipes) == 1 else ""
    return name if name in used else ""


def _riser_of(name: str, column: Seen) -> str:
    """厨房 over numbers of risers is no opinion on that pipe, but which riser it is; 系统 over pipes is no riser."""
    if name == "stack" and column.reads_as("pipe_kind") >= _FIT:
        return "pipe_kind"
    return RISER_OF_PIPE.get(name, name) if column.reads_as("stack") >= _FIT else name


def _alike(kind: str, column: Seen, used: frozenset[str]) -> dict[str, Parts]:
    """What the characters of an unknown heading say; with cells that agree, as good as known."""
    key = next(iter(column.readings), "")
    if not has_chinese(key):
        return {}  # FWBH and HTBH have three letters in common and nothing else
    model = heading_model(kind, used, tuple(sorted(_renamed(kind).items())))
    guesses = [
        (name, vote) for name, vote in model.guess(key)[:_GUESSES] if vote >= _LEAST_VOTE and not _misfits(name, column)
    ]
    parts = _by_stem(kind, column, key)
    for place, (name, vote) in enumerate(guesses):
        later = guesses[place + 1][1] if place + 1 < len(guesses) else 0.0
        typed = column.shares.get(_TYPE_OF_FIELD.get(name, ""), 0.0) >= _FIT  # days and addresses speak for themselves
        heard = model.knows_a_word(key) and vote >= _SURE_VOTE and vote - later >= _VOTES_AHEAD
        ahead = place == 0 and (typed or heard)
        part = "heading_and_values" if ahead and _agrees(name, column) else "heading_alike"
        if part not in {known for known, _ in parts.get(name, ())}:
            parts.setdefault(name, []).append((part, weights()[part] * vote))
    return parts


def _by_stem(kind: str, column: Seen, key: str) -> dict[str, Parts]:
    """The one field of which the heading holds a stem (`data/heading_stems.csv`) and with which the cells agree."""
    stems = heading_stems().get(kind, {})
    named = [name for name, words in stems.items() if any(word in key for word in words) and _agrees(name, column)]
    part = "heading_and_values"
    return {named[0]: [(part, weights()[part] * _STEM_VOTE)]} if len(named) == 1 else {}


def cells_agree(name: str, column: Seen) -> bool:
    """Whether most cells are words that only this field has, whatever the heading: ways of living, ways of visiting."""
    return name in _SPEAKING_ALONE and _agrees(name, column)


def _agrees(name: str, column: Seen) -> bool:
    """Whether the cells read as a field's values."""
    if column.filled < _LEAST_AGREEING:
        return False
    share = column.shares
    if name in _TYPE_OF_FIELD:
        return share[_TYPE_OF_FIELD[name]] >= _AGREES
    if name in READ_FIELDS:
        return column.reads_as(name) >= (_AGREES_IN_WORDS if name in _IN_WORDS else _AGREES)
    if name == "outcome":
        return outcome_share(column.texts) >= _AGREES
    if name in NAMES:
        return max(share["name"], share["household"]) >= _AGREES
    if name in _PARTS_OF_PLACE:
        return share["small"] >= _AGREES
    return name in _TEXTS and all(share[other] < _AGREES for other in (*_NO_TEXT, "name", "small"))


def _misfits(name: str, column: Seen) -> bool:
    return any(part == "values_misfit" for part, _ in _of_values(name, column))


def _by_values(kind: str, column: Seen, used: frozenset[str]) -> dict[str, str]:
    """Field -> part, where nearly all cells are of a kind that only this field has.

    A known heading is asked first, unless the cells are nothing that it could head: 系统 over 给水 | 厨房污水.
    """
    fitting = [name for name in column.known if not _misfits(meaning(kind, name), column)]
    if fitting or column.filled < _LEAST_CELLS:
        return {}
    for kind_of_value, name in _ALONE.items():
        if column.shares[kind_of_value] >= _DECISIVE:
            return {name: "values_alone"}
    stacked = column.shares["stack"] >= _STACKED or (kind == "riser_map" and column.shares["rooms"] >= _DECISIVE)
    if "stack_rooms" in used and stacked:
        return {"stack_rooms": "values_alone"}
    if "outcome" in used and outcome_share(column.texts) >= _SPEAKS:
        return {"outcome": "values_alone"}
    if column.shares["flat_number"] >= _DECISIVE and 2 * len(set(column.texts)) > column.filled:
        return {"room": "values_alone"}
    if any(column.shares[other] >= _FIT for other in _NO_TEXT) or len(set(column.texts)) < _LEAST_DISTINCT:
        return {}
    if column.shares["tick"] >= _TICKED or any(looks_dated(key) for key in column.readings):
        return {}  # ticks answer whatever their heading asks
    reads = sorted(((column.reads_as(name), name) for name in _SPEAKING & used), reverse=True)
    if not reads or reads[0][0] < _SPEAKS or (len(reads) > 1 and reads[0][0] - reads[1][0] < _AHEAD):
        return {}
    return {reads[0][1]: "values_alone"}


def _reads_as_words(column: Seen) -> bool:
    return any(column.reads_as(word) >= _AGREES for word in _WORDS_NOT_NAMES)


def _names_residents(name: str, column: Seen) -> bool:
    """Whether the cells of a column of residents say how each lives there, and name them: 租户车毛巾, 儿子索门闩."""
    texts = [text for text in column.texts if text]
    named = sum(1 for text in texts if resident_in(text, name)[1])
    return name in _RESIDENTS and named >= _AGREES * len(texts)


def _may_be_codes(column: Seen) -> bool:
    """Whether the cells are a few short signs, which a list of codes may explain: 1, 2 or J, W1."""
    unique = {text for text in column.texts if text}
    return len(unique) <= _MOST_CODES and all(len(text) <= _LONGEST_CODE for text in unique)


def _of_values(name: str, column: Seen) -> Parts:
    scale, share = weights(), column.shares
    if not any(share.values()) and not column.filled:
        return []
    fit, misfit = [("values_fit", scale["values_fit"])], [("values_misfit", scale["values_misfit"])]
    if name == "stack_rooms" and share["stack"] >= _STACKED:
        return fit  # 1-1至6-1: flats one above the other
    if name == "outcome":
        return fit if outcome_share(column.texts) >= _AGREES else misfit
    if (kind_of_value := _TYPE_OF_FIELD.get(name)) is not None:
        return fit if share[kind_of_value] >= _FIT else misfit if share[kind_of_value] < _MISFIT else []
    if name in NAMES:
        other = (
            any(share[other] >= _FIT for other in _NO_NAME)
            or (share["address"] >= _DECISIVE and share["household"] < _MISFIT)  # 住户 over 1栋1单元102
            or (_reads_as_words(column) and not _names_residents(name, column))
        )
        return misfit if other else []
    if name in _PARTS_OF_PLACE and max(share["address"], share["household"]) >= _FIT:
        return misfit  # 楼门号 over whole addresses
    if name == "activity" and _is_no_activity(column):
        return misfit
    if name in _NOT_TOGETHER and column.reads_as(_NOT_TOGETHER[name]) >= _FIT:
        return misfit
    if name not in _IN_WORDS | _CLOSED or _may_be_codes(column):
        return []
    if name in _IN_WORDS and any(share[other] >= _FIT for other in _NO_TEXT):
        return misfit
    if name in _CLOSED and column.reads_as(name) < _MISFIT:
        return misfit
    return []


def _is_no_activity(column: Seen) -> bool:
    """Whether cells are what somebody has signed for (厨房、厕所) or complains of in a sentence, and no occasion."""
    pipes = sum(bool(pipes_named(text)) for text in column.texts)
    return pipes >= _AGREES * column.filled or sum(map(len, column.texts)) >= _SENTENCE * max(column.filled, 1)


def learned_field(kind: str, column: Seen, used: frozenset[str]) -> tuple[str, float]:
    """The field that the sheets of other hands speak for, with its chance; ("", 0) where it is none of the kind's.

    A question that is not about the pipes asks for another opinion; the abbreviations of a database have letters in
    common with others, and nothing else.
    """
    if not has_chinese(column.heading) or set(column.known) & (FORBIDDEN_FIELDS | {RUNNING_NUMBER}):
        return "", 0.0
    chances = field_chances(column, kind)
    best = max(chances, key=lambda name: chances[name])
    if best in _WHERE and not _is_where(best, column):
        return "", 0.0
    if best not in used or chances[best] < LIKELY or _misfits(best, column):
        return "", 0.0
    if best in _ANY_QUESTION and is_question(column.heading) and not is_ours(column.heading):
        return "", 0.0
    return best, chances[best]


def _is_where(name: str, column: Seen) -> bool:
    """Whether cells are such parts of a place: 东 and 西 are sides of a landing and no doors, WL-1 no building."""
    if name in _PARTS_OF_PLACE:
        return column.shares["small"] >= _AGREES
    return name != "compound" and column.reads_as("stack") >= _AGREES


def is_denied(kind: str, column: Seen, name: str, parts: Parts) -> bool:
    """Whether sheets of other hands speak against what a heading is only composed of, or like, or its cells only like.

    2、您家是几栋几单元几号 holds 单元 and is no door.
    """
    if not has_chinese(column.heading) or any(part in _NAMED for part, _ in parts):
        return False
    chances = field_chances(column, kind)
    best = max(chances, key=lambda other: chances[other])
    if best in NO_FIELD and any(part in _BY_VALUES for part, _ in parts):
        return False  # what else it would be is nothing that the cells could contradict
    return chances[best] >= _SURELY_OTHER and chances.get(name, 1.0) < _SURELY_NOT


def is_ours(text: str) -> bool:
    """Whether a text is about the pipes."""
    return bool(OURS.search(text))


def named_fields(kind: str) -> frozenset[str]:
    """The fields that headings of a kind's sheets are known for."""
    return frozenset(
        name for words in (ANY, kind) for names in kind_headings().get(words, {}).values() for name in names
    )


def meaning(kind: str, name: str) -> str:
    """What a general field is called in this kind of sheet."""
    return _renamed(kind).get(name, name)


@lru_cache(maxsize=32)
def _renamed(kind: str) -> Mapping[str, str]:
    return next((known.means for known in SHEET_KINDS if known.name == kind), {})

"""What an office may answer: kinds of tables, fields of columns, meanings of words, named in its language."""

from __future__ import annotations

from functools import lru_cache

from socialgraph.loaders.layout.evidence import NEEDS, used_fields
from socialgraph.loaders.values.words.confirmed import (
    AS_ABOVE,
    DATE,
    KIND,
    LEFT_ALONE,
    NOT_OURS,
    NOT_READ,
    NOTHING,
    PIPE,
    YEAR,
)
from socialgraph.loaders.values.words.dictionary import shipped_words
from socialgraph.loaders.values.words.heading_keys import data_table, field_vocabularies
from socialgraph.loaders.values.words.protected import protecting_codes
from socialgraph.messages import Lang, text
from socialgraph.registry import closing_kinds

KINDS = tuple(NEEDS)
# what a kind of sheet has a use for, although no heading of it is taken for that without asking
_USED_BESIDES = {
    "survey": {"alter_name", "signed_date"},
    "links": {"linked_building", "linked_door", "linked_room"},
    "riser_map": {"stack_supply", "stack_kitchen", "stack_bathroom"},
}
_USED_BY_ALL = {"house_no"}
# what general headings of a vocabulary are called once their kind of sheet has renamed them
_RENAMED = {"survey_date": "date", "asked_on": "date", "observed_on": "date"}


def fields() -> tuple[str, ...]:
    """Every field that a column may be confirmed to be (`data/confirmable.csv`)."""
    return tuple(field_vocabularies())


@lru_cache(maxsize=1)
def _choice_words() -> dict[str, dict[str, str]]:
    labels: dict[str, dict[str, str]] = {}
    for row in data_table("choice_words.csv"):
        labels.setdefault(row["vocabulary"], {})[row["code"]] = row["label"]
    return labels


@lru_cache(maxsize=16)
def fields_for(kind: str) -> tuple[str, ...]:
    """The fields that a table of a kind has a use for, in the order of the list; all for an unknown kind."""
    if kind not in NEEDS:
        return fields()
    used = {general(field) for field in used_fields(kind)} | _USED_BESIDES.get(kind, set()) | _USED_BY_ALL
    return tuple(field for field in fields() if field in used) or fields()


def vocabulary_of(field: str) -> str:
    """The vocabulary that the words of a field are of, "" where they are none."""
    return field_vocabularies().get(field, "")


def general(field: str) -> str:
    """The field of the list that a kind's own field is: `survey_date` is a date."""
    return _RENAMED.get(field, field)


@lru_cache(maxsize=8)
def kind_labels(lang: Lang) -> dict[str, str]:
    """Label -> kind, `not_ours` last."""
    return {text(f"confirm.kind.{kind}", lang): kind for kind in (*KINDS, NOT_OURS)}


@lru_cache(maxsize=32)
def field_labels(lang: Lang, kind: str = "") -> dict[str, str]:
    """Label -> field: those that this kind of table has a use for, `not_read`, then all others."""
    first = fields_for(kind)
    others = [name for name in fields() if name not in first]
    return {text(f"confirm.field.{name}", lang): name for name in (*first, NOT_READ, *others)}


def free_text_labels(lang: Lang) -> dict[str, str]:
    """Label -> what a column of remarks may be confirmed to be."""
    return {text("confirm.field.remarks_reasons", lang): "reasons", text("confirm.field.not_read", lang): NOT_READ}


@lru_cache(maxsize=64)
def word_labels(vocabulary: str, lang: Lang, *, harmless: bool, closing: bool = False) -> dict[str, str]:
    """Label -> code of a vocabulary, then `nothing` and `left_alone`.

    Without `harmless` only `left_alone`, and of a word that names something that protects (`closing`) what does. A code
    is called by a word that a clerk would write, in either language: that of `data/choice_words.csv`, else its most
    usual one.
    """
    alone = {text("confirm.word.left_alone", lang): LEFT_ALONE}
    if not harmless and not closing:
        return alone
    usual = _usual_words(vocabulary)
    if not harmless:
        return {word: code for word, code in usual.items() if code in protecting_codes(vocabulary)} | alone
    return usual | {text("confirm.word.nothing", lang): NOTHING} | alone


def _usual_words(vocabulary: str) -> dict[str, str]:
    """A word that a clerk would write -> its code, for every code of a vocabulary."""
    usual = dict(_choice_words().get(vocabulary, {}))
    for word, code in shipped_words(vocabulary).items():
        if word:
            usual.setdefault(code, word)
    return {word: code for code, word in usual.items()}


def place_labels(part: str, lang: Lang) -> dict[str, str]:
    """Label -> meaning of what may be chosen where a sheet leaves out a building or door instead of writing it."""
    if part == PIPE:
        return _usual_words(PIPE)
    if part == KIND:  # a blank never closes a pair
        return {word: code for word, code in _usual_words("tie_type").items() if code not in closing_kinds()}
    return {} if part in (YEAR, DATE) else {text("confirm.place.as_above", lang): AS_ABOVE}


# a word of these vocabularies may say a second thing: of which vocabulary
_SECOND = {
    "stance": "refusal_reason",
    "visit_result": "stance",  # 反悔了，不做了 is a visit that went badly, and a word on the works
    **{name: name for name in ("refusal_reason", "household_flag", "role_tag")},
}


def second_labels(field: str, lang: Lang) -> dict[str, str]:
    """Label -> code of what a word of this field may say besides; {} where it says one thing only."""
    vocabulary = _SECOND.get(vocabulary_of(field), "")
    if not vocabulary:
        return {}
    labels = word_labels(vocabulary, lang, harmless=True)
    return {label: code for label, code in labels.items() if code not in (NOTHING, LEFT_ALONE, "none", "no_reason")}


def label_of(labels: dict[str, str], code: str) -> str:
    """The label of a code, "" where it has none."""
    return next((label for label, known in labels.items() if known == code), "")

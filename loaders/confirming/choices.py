"""What an office may answer: kinds of tables, fields of columns, meanings of words, named in its language."""

from __future__ import annotations

from functools import lru_cache

from socialgraph.loaders.layout.evidence import NEEDS
from socialgraph.loaders.words.confirmed import LEFT_ALONE, NOT_OURS, NOT_READ, NOTHING
from socialgraph.loaders.words.dictionary import shipped_words
from socialgraph.loaders.words.heading_keys import field_vocabularies
from socialgraph.messages import Lang, text

KINDS = tuple(NEEDS)
# what general headings of a vocabulary are called once their kind of sheet has renamed them
_RENAMED = {"survey_date": "date", "asked_on": "date", "observed_on": "date"}


def fields() -> tuple[str, ...]:
    """Every field that a column may be confirmed to be (`data/confirmable.csv`)."""
    return tuple(field_vocabularies())


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


@lru_cache(maxsize=8)
def field_labels(lang: Lang) -> dict[str, str]:
    """Label -> field, `not_read` last."""
    return {text(f"confirm.field.{name}", lang): name for name in (*fields(), NOT_READ)}


@lru_cache(maxsize=64)
def word_labels(vocabulary: str, lang: Lang, *, harmless: bool) -> dict[str, str]:
    """Label -> code of a vocabulary, then `nothing` and `left_alone`; without `harmless` only the last.

    A code is called by its most usual Chinese word, which is what a clerk writes, in either language.
    """
    alone = {text("confirm.word.left_alone", lang): LEFT_ALONE}
    if not harmless:
        return alone
    usual: dict[str, str] = {}
    for word, code in shipped_words(vocabulary).items():
        if word:
            usual.setdefault(code, word)
    return {word: code for code, word in usual.items()} | {text("confirm.word.nothing", lang): NOTHING} | alone


def label_of(labels: dict[str, str], code: str) -> str:
    """The label of a code, "" where it has none."""
    return next((label for label, known in labels.items() if known == code), "")

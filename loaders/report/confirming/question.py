"""One thing that an office is asked about its sheets."""

from __future__ import annotations

from dataclasses import dataclass

from socialgraph.loaders.report.confirming.choices import (
    field_labels,
    free_text_labels,
    kind_labels,
    place_labels,
    second_labels,
    vocabulary_of,
    word_labels,
)
from socialgraph.loaders.values.words.confirmed import COLUMN, TABLE, WORD, Answer, word_meaning
from socialgraph.messages import Lang


@dataclass(frozen=True)
class Question:
    """One thing to confirm.

    Attributes
    ----------
    part, form, heading, word : those of `Answer`.
    shown : what stands for it: the heading as written, the word, a table's headings.
    under : of a word, the headings that it was met under, as written.
    files : where it was met: file and sheet.
    samples : cells of a column, masked.
    kind : of a column, the kind that its table is or seems to be; "" where that is open.
    proposed : the likely meaning, with the parts of the evidence in `why`.
    nearest : the known word that an unknown one of the field `field` resembles.
    count : how many cells or rows the answer opens.
    opens : of a word, the same, a cell in which other words are unknown too counting as its share.
    harmless : whether a word may be offered meanings that protect nobody; of a column, whether it is no free text, of
        which only the reasons may be read.
    reads : as what a table or column was read already, which the office may overrule; "" where that is open.
    closing : whether one that may not names something that protects (a kinship, a refusal), and no wish.
    """

    part: str
    form: str
    heading: str = ""
    word: str = ""
    shown: str = ""
    under: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    kind: str = ""
    proposed: str = ""
    why: tuple[tuple[str, float], ...] = ()
    nearest: str = ""
    field: str = ""
    count: int = 0
    opens: float = 0.0
    harmless: bool = True
    closing: bool = False
    reads: str = ""

    @property
    def vocabulary(self) -> str:
        """The vocabulary of a word's field."""
        return vocabulary_of(self.field)

    def answered(self, meaning: str, second: str = "") -> Answer:
        """The answer to it: a kind, a field, a code of the word's field (`second`: what it says besides), a place."""
        stored = word_meaning(self.vocabulary, meaning, second) if self.part == WORD else meaning
        return Answer(self.part, self.form, self.heading, self.word, stored)

    def labels(self, lang: Lang) -> dict[str, str]:
        """What may be answered: label -> meaning; of a place, what may be chosen instead of writing it."""
        if self.part == TABLE:
            return kind_labels(lang)
        if self.part == COLUMN:
            return field_labels(lang, self.kind) if self.harmless else free_text_labels(lang)
        if self.part == WORD:
            return word_labels(self.vocabulary, lang, harmless=self.harmless, closing=self.closing)
        return place_labels(self.field, lang)

    def second_labels(self, lang: Lang) -> dict[str, str]:
        """What a word may say besides: label -> code; {} where it says one thing only."""
        may_say_more = self.part == WORD and (
            self.harmless or self.closing
        )  # that a refusal has a reason weakens nothing
        return second_labels(self.field, lang) if may_say_more else {}

"""What to ask an office about its sheets: kinds of tables, places, columns, and each unknown word once.

At most `MOST_ASKED` questions a time: what decides most comes first, the rest is asked after the next load.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from socialgraph.loaders.confirming.choices import fields, general, vocabulary_of
from socialgraph.loaders.files.sheets import OpenColumn, Sheet
from socialgraph.loaders.tables.findings import Finding
from socialgraph.loaders.words.confirmed import COLUMN, PLACE, TABLE, WORD, Answer, may_be_harmless, same_word
from socialgraph.loaders.words.heading_keys import heading_key
from socialgraph.loaders.words.lexicon import with_legend
from socialgraph.loaders.words.sentences import sentence_code

MOST_ASKED = 40
_UNKNOWN_WORDS = frozenset(("unknown_value", "unknown_tie_kind"))
_PLACELESS = {"missing_building": "building", "missing_door": "door"}
_LONGEST_WORD = 16  # characters; a longer text is a sentence, mended cell by cell
_PERSONAL = re.compile(r"\d{5,}")
_MOSTLY = 0.5


@dataclass(frozen=True)
class Question:
    """One thing to confirm.

    `part`, `form`, `heading`, `word` are those of `Answer`; `shown` is what stands for it (the heading as written, the
    word), `files` where it was met, `proposed` the likely meaning with the parts of the evidence in `why`, `nearest`
    the known word that an unknown one of the field `field` resembles.
    """

    part: str
    form: str
    heading: str = ""
    word: str = ""
    shown: str = ""
    files: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    proposed: str = ""
    why: tuple[tuple[str, float], ...] = ()
    nearest: str = ""
    field: str = ""
    count: int = 0
    harmless: bool = True

    @property
    def vocabulary(self) -> str:
        """The vocabulary of a word's field."""
        return vocabulary_of(self.field)

    def answered(self, meaning: str) -> Answer:
        """The answer to it: a kind, a field, a code of the word's field, or a place."""
        stored = f"{self.vocabulary}={meaning}" if self.part == WORD else meaning
        return Answer(self.part, self.form, self.heading, self.word, stored)


def questions_of(sheets: Sequence[Sheet], findings: Sequence[Finding]) -> list[Question]:
    """Everything open, what decides most first; not more than `MOST_ASKED`."""
    tables, columns = _tables(sheets), _columns(sheets)
    likely = [question for question in columns if question.proposed]
    rest = [question for question in columns if not question.proposed]
    ordered = [*tables, *_places(sheets, findings), *likely, *_words(findings), *rest]
    return ordered[:MOST_ASKED]


def proposals(sheets: Iterable[Sheet]) -> list[Answer]:
    """What would be confirmed if every likely kind and column were right: to see which words would then be unknown."""
    asked = [*_tables(sheets), *_columns(sheets)]
    return [question.answered(question.proposed) for question in asked if question.proposed]


def _tables(sheets: Iterable[Sheet]) -> list[Question]:
    found: dict[str, Question] = {}
    for sheet in sheets:
        if sheet.open is None or not sheet.open.asked:
            continue
        known = found.get(sheet.open.form)
        table = sheet.open
        found[table.form] = Question(
            TABLE,
            table.form,
            files=(*(known.files if known else ()), _name(sheet)),
            proposed=known.proposed if known and known.proposed else table.kind,
            why=table.why,
            shown=table.form.replace("|", "、"),
        )
    return sorted(found.values(), key=lambda question: (not question.proposed, -len(question.files)))


def _columns(sheets: Iterable[Sheet]) -> list[Question]:
    found: dict[tuple[str, str], Question] = {}
    for sheet in sheets:
        if sheet.open is None or (sheet.open.asked and not sheet.open.kind):
            continue
        for column in sheet.open.columns:
            found.setdefault((sheet.open.form, column.key), _column(sheet, sheet.open.form, column))
    return list(found.values())


def _column(sheet: Sheet, form: str, column: OpenColumn) -> Question:
    proposed = general(column.proposed)
    return Question(
        COLUMN,
        form,
        column.key,
        shown=column.heading,
        files=(_name(sheet),),
        samples=column.samples,
        proposed=proposed if proposed in fields() else "",
        why=column.why,
    )


def _places(sheets: Sequence[Sheet], findings: Sequence[Finding]) -> list[Question]:
    """Sheets most of whose rows do not say their building or door."""
    lacking: Counter[tuple[int, str]] = Counter()
    for finding in findings:
        if finding.reason in _PLACELESS:
            lacking[id(finding.place.sheet), _PLACELESS[finding.reason]] += 1
    asked = []
    for sheet in sheets:
        if lacking[id(sheet), "building"] > _MOSTLY * len(sheet.rows):
            asked += [(sheet, "building"), *([] if _has_door(sheet) else [(sheet, "door")])]
        elif lacking[id(sheet), "door"] > _MOSTLY * len(sheet.rows):
            asked.append((sheet, "door"))
    return [Question(PLACE, s.file, s.sheet, word=part, files=(_name(s),), field=part) for s, part in asked]


def _has_door(sheet: Sheet) -> bool:
    return bool({"door", "address_full"} & sheet.fields.keys())


def _words(findings: Sequence[Finding]) -> list[Question]:
    found: dict[tuple[str, str], Question] = {}
    for finding in findings:
        field = general(finding.field)
        word = finding.value or finding.place.row.text(finding.field)
        key = heading_key(finding.place.sheet.fields.get(finding.field, ""))
        if finding.reason not in _UNKNOWN_WORDS or not vocabulary_of(field) or not key or not _may_be_asked(word):
            continue
        place = (key, same_word(word))
        known = found.get(place)
        if known is None:
            known = Question(
                WORD,
                "",
                key,
                place[1],
                shown=_shown(finding, word),
                files=(finding.place.sheet.fields.get(finding.field, ""), _name(finding.place.sheet)),
                nearest=finding.nearest,
                proposed=_likely(vocabulary_of(field), word),
                field=field,
                harmless=may_be_harmless(vocabulary_of(field), _shown(finding, word)),
            )
        found[place] = replace(known, count=known.count + 1)
    return sorted(found.values(), key=lambda question: (-question.count, question.heading, question.word))


def _likely(vocabulary: str, word: str) -> str:
    """What a sentence says by its classes of words, where that is one thing: to be confirmed, never taken."""
    return (sentence_code(vocabulary, word) or "") if vocabulary == "stance" else ""


def _shown(finding: Finding, word: str) -> str:
    """The word, with what the office's own list of codes says that it means."""
    meant = with_legend(word, finding.place.sheet.column_legends.get(finding.field))
    return word.strip() if meant == word else f"{word.strip()}（{meant}）"


def _may_be_asked(word: str) -> bool:
    return 0 < len(same_word(word)) <= _LONGEST_WORD and not _PERSONAL.search(word)


def _name(sheet: Sheet) -> str:
    return f"{sheet.file} {sheet.sheet}".strip()

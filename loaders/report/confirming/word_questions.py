"""Words that no dictionary knows, each asked once whatever headings of one meaning it stands under."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from socialgraph.loaders.layout.weighing.readings import is_person, person_share
from socialgraph.loaders.report.confirming.choices import general, vocabulary_of
from socialgraph.loaders.report.confirming.question import Question
from socialgraph.loaders.tables.findings import Finding
from socialgraph.loaders.values.dates import without_day
from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.values.words.confirmed import WORD, joined_headings, may_be_harmless
from socialgraph.loaders.values.words.dictionary import shipped_words
from socialgraph.loaders.values.words.heading_keys import heading_key
from socialgraph.loaders.values.words.lexicon import with_legend
from socialgraph.loaders.values.words.protected import protecting_codes
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone
from socialgraph.loaders.values.words.sentences import sentence_code, sentence_codes

_UNKNOWN = frozenset(("unknown_value", "unknown_tie_kind"))
_LONGEST_WORD = 30  # characters; a longer text is mended cell by cell
_PERSONAL = re.compile(r"\d{5,}")
_MOSTLY = 0.5
_LEAST_LIKE = 2  # characters of a known word that a longer one may well mean: 不发言 is no 不
_MOST_LEFT = 4  # characters beside the known word
_OF_OTHERS = re.compile(r"租客|房客|租户|邻居|→")
_CODE = re.compile(r"^[\dA-Z]{1,4}$")  # means what the list of codes of its own file says


def word_questions(findings: Sequence[Finding]) -> list[Question]:
    """The unknown words of a load, what is met most first."""
    questions: dict[tuple[str, str, str], Question] = {}
    of_people = _columns_of_people(findings)
    in_cell = Counter((*_column_of(finding), finding.place.row.number) for finding in findings)
    for finding in findings:
        field = general(finding.field)
        heading = finding.place.sheet.fields.get(finding.field, "")
        word = _undated(finding.value or finding.place.row.text(finding.field))
        if finding.reason not in _UNKNOWN or not vocabulary_of(field) or not heading_key(heading):
            continue
        if (
            not _may_be_asked(word)
            or _was_confirmed_a_wish(finding, word)
            or ((_column_of(finding) in of_people) and is_person(word))
        ):
            continue
        known_as = squeeze(word)
        place = (vocabulary_of(field), known_as, finding.place.sheet.file if _CODE.match(known_as) else "")
        if place not in questions:
            questions[place] = _question(finding, field, word)
        together = in_cell[*_column_of(finding), finding.place.row.number]
        questions[place] = _met_again(questions[place], finding, heading, opens=1 / together)
    return sorted(questions.values(), key=lambda question: (-question.opens, question.heading, question.word))


def _undated(word: str) -> str:
    """√9.5 and √9.13 are one word, said on two days; any other stays as it is written."""
    undated = without_day(word)
    return undated if undated and squeeze(undated) != squeeze(word) else word


def _was_confirmed_a_wish(finding: Finding, word: str) -> bool:
    """Whether the office has said that this word asks to be left alone: it holds the household, nothing else."""
    meant = with_legend(word, finding.place.sheet.column_legends.get(finding.field))
    return meant != word and asks_to_be_left_alone(meant)


def _columns_of_people(findings: Iterable[Finding]) -> set[tuple[int, str]]:
    """Columns most of whose unknown words are people's names: such a word is nobody's but theirs, and not asked."""
    words: dict[tuple[int, str], list[str]] = {}
    for finding in findings:
        if finding.reason in _UNKNOWN:
            words.setdefault(_column_of(finding), []).append(finding.value or finding.place.row.text(finding.field))
    return {column for column, met in words.items() if person_share(met) > _MOSTLY}


def _column_of(finding: Finding) -> tuple[int, str]:
    return id(finding.place.sheet), finding.field


def _question(finding: Finding, field: str, word: str) -> Question:
    shown = _shown(finding, word)
    harmless = may_be_harmless(vocabulary_of(field), shown)
    meant = with_legend(word, finding.place.sheet.column_legends.get(finding.field))
    likely = _likely(vocabulary_of(field), meant, finding.nearest)
    return Question(
        WORD,
        "",
        "",
        squeeze(word),
        shown=shown,
        nearest=finding.nearest,
        proposed=likely if harmless or likely in protecting_codes(vocabulary_of(field)) else "",
        field=field,
        harmless=harmless,
        closing=not harmless and not asks_to_be_left_alone(shown),
    )


def _met_again(question: Question, finding: Finding, heading: str, *, opens: float) -> Question:
    sheet = finding.place.sheet
    return replace(
        question,
        heading=joined_headings(question.heading, heading_key(heading)),
        under=_with(question.under, heading),
        files=_with(question.files, f"{sheet.file} {sheet.sheet}".strip()),
        count=question.count + 1,
        opens=question.opens + opens,
    )


def _with(known: Iterable[str], more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, more)))


def _likely(vocabulary: str, word: str, nearest: str) -> str:
    """What a word may well mean: to be confirmed, never taken.

    What a sentence says by its classes of words, where that is one thing; else what the known word means that it holds
    or is a part of.
    """
    if vocabulary == "stance" and _OF_OTHERS.search(word):
        return ""  # whose word it is, a person reads
    known = shipped_words(vocabulary)
    if code := sentence_code(vocabulary, word):
        return code
    classes = {code for code in sentence_codes(vocabulary, word) if code in known.values()}
    if len(classes) == 1:
        return classes.pop()
    plain, like = squeeze(word), squeeze(nearest)
    if len(like) < _LEAST_LIKE or _CODE.match(plain) or abs(len(plain) - len(like)) > _MOST_LEFT:
        return ""
    return known.get(nearest, "") if like in plain or plain in like else ""


def _shown(finding: Finding, word: str) -> str:
    """The word, with what the office's own list of codes says that it means."""
    meant = with_legend(word, finding.place.sheet.column_legends.get(finding.field))
    return word.strip() if meant == word else f"{word.strip()}（{meant}）"


def _may_be_asked(word: str) -> bool:
    return 0 < len(squeeze(word)) <= _LONGEST_WORD and not _PERSONAL.search(word)

"""What a colleague who knows the office would confirm: the answers that make most truth rows right.

Used by `strangers.py --confirm`. Answers come from the truth and from nothing else, one question after the other, in
the order in which they are asked; a question whose every answer changes nothing, or for the worse, is left open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from socialgraph.errors import InputError
from socialgraph.loaders import Reading, ReadOptions, read_paths
from socialgraph.loaders.confirming.choices import KINDS, fields, word_labels
from socialgraph.loaders.confirming.questions import Question
from socialgraph.loaders.words.confirmed import COLUMN, NOT_OURS, PLACE, TABLE, Answer, Confirmed, merged

Judge = Callable[[Reading | None], float]


def confirmed_answers(workbooks: Path, judge: Judge, places: Sequence[str]) -> tuple[list[Answer], int]:
    """Answers to one round of questions about an office, and how many were asked.

    `judge` says how good a reading is; `places` are the buildings and doors that the truth knows.
    """
    questions = read_paths([workbooks]).questions
    known: list[Answer] = []
    for question in questions:
        files = [file for file in sorted(workbooks.rglob("*")) if file.is_file() and _is_of(question, file)]
        best, gain = None, judge(_read(files, known))
        for meaning in _candidates(question, places):
            answer = question.answered(meaning)
            value = judge(_read(files, [*known, answer]))
            if value > gain or (value == gain and best is None and meaning == question.proposed):
                best, gain = answer, value
        if best is not None:
            known = merged(known, [best])
    return known, len(questions)


def _is_of(question: Question, file: Path) -> bool:
    return any(file.name in name for name in (*question.files, question.form))


def _read(files: Sequence[Path], answers: Sequence[Answer]) -> Reading | None:
    if not files:
        return None
    try:
        return read_paths(files, options=replace(ReadOptions(), confirmed=Confirmed(answers)))
    except InputError:
        return None


def _candidates(question: Question, places: Sequence[str]) -> Sequence[str]:
    if question.part == TABLE:
        return (*KINDS, NOT_OURS)
    if question.part == COLUMN:
        return fields()
    if question.part == PLACE:
        return places
    return tuple(word_labels(question.vocabulary, "zh", harmless=question.harmless).values())

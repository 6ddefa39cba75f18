"""`load --ask`: the questions about an office's sheets in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from socialgraph.cli.speaking import echo, say, spoken
from socialgraph.errors import InputError
from socialgraph.loaders.values.words.confirmed import PLACE
from socialgraph.messages import note

if TYPE_CHECKING:
    from socialgraph.loaders.report.confirming.question import Question
    from socialgraph.loaders.values.words.confirmed import Answer
    from socialgraph.messages import Lang


def ask(questions: Sequence[Question], lang: Lang) -> list[Answer]:
    """Each question with its numbered answers; an empty line takes the likely one, or leaves it open."""
    answers = []
    for place, question in enumerate(questions, start=1):
        say("confirm.question", place=place, of=len(questions))
        answer = _asked(question, lang)
        if answer is not None:
            answers.append(answer)
    return answers


def _asked(question: Question, lang: Lang) -> Answer | None:
    part = spoken(note(f"confirm.sheet.{question.part}"))
    echo(f"{part}: {_what(question)}  ({'; '.join(question.files[:2])})")
    if question.samples:
        echo("  " + " / ".join(question.samples))
    if question.part == PLACE:
        return _written(question, lang)
    labels = question.labels(lang)
    meanings = list(labels.values())
    likely = meanings.index(question.proposed) + 1 if question.proposed in meanings else 0
    chosen = _chosen(labels, "confirm.ask_number", likely)
    if not chosen:
        return None
    others = question.second_labels(lang)
    second = _chosen(others, "confirm.ask_besides", 0) if others else 0
    return question.answered(meanings[chosen - 1], list(others.values())[second - 1] if second else "")


def _what(question: Question) -> str:
    if question.part == PLACE:
        return spoken(note(f"confirm.field.{question.field}"))
    return question.shown + (f" ×{question.count}" if question.count > 1 else "")


def _chosen(labels: dict[str, str], prompt: str, likely: int) -> int:
    for number, label in enumerate(labels, start=1):
        echo(f"  {number:2d} {label}")
    chosen: int = click.prompt(
        spoken(note(prompt)), type=click.IntRange(0, len(labels)), default=likely, show_default=True
    )
    return chosen


def _written(question: Question, lang: Lang) -> Answer | None:
    """A building, door or year as it is typed; asked again while it can't be read."""
    from socialgraph.loaders.report.confirming.returned import answer_in_words

    labels = question.labels(lang)
    likely = next((label for label, meaning in labels.items() if meaning == question.proposed), question.proposed)
    if labels:
        echo("  " + " / ".join(labels))
    while True:
        text = click.prompt(spoken(note("confirm.ask_text")), default=likely, show_default=bool(likely)).strip()
        if not text:
            return None
        try:
            return answer_in_words(question, text)
        except InputError as error:
            echo(spoken(error))

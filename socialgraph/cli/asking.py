"""`load --ask`: the questions about an office's sheets in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from socialgraph.cli.speaking import echo, say, spoken
from socialgraph.messages import note

if TYPE_CHECKING:
    from socialgraph.loaders.confirming.questions import Question
    from socialgraph.loaders.words.confirmed import Answer
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
    from socialgraph.loaders.confirming.workbook import labels_of

    part = spoken(note(f"confirm.sheet.{question.part}"))
    echo(f"{part}: {question.shown or question.field}  ({'; '.join(question.files[:2])})")
    if question.samples:
        echo("  " + " / ".join(question.samples))
    labels = labels_of(question, lang)
    meanings = list(labels.values())
    for number, label in enumerate(labels, start=1):
        echo(f"  {number:2d} {label}")
    likely = meanings.index(question.proposed) + 1 if question.proposed in meanings else 0
    if not labels:
        text = click.prompt(spoken(note("confirm.ask_text")), default="", show_default=False)
        return question.answered(text.strip()) if text.strip() else None
    chosen: int = click.prompt(
        spoken(note("confirm.ask_number")), type=click.IntRange(0, len(meanings)), default=likely, show_default=True
    )
    return question.answered(meanings[chosen - 1]) if chosen else None

"""What to ask an office about its sheets: kinds of tables, places, columns, and each unknown word once.

At most `MOST_ASKED` questions a time, those that open most rows first; the rest is asked after the next load. The same
question about several sheets of one form, or about one word under several headings of one meaning, is asked once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from socialgraph.loaders.files.sheets import OpenColumn, OpenTable, Sheet
from socialgraph.loaders.report.confirming.choices import fields, general
from socialgraph.loaders.report.confirming.place_questions import place_questions
from socialgraph.loaders.report.confirming.question import Question
from socialgraph.loaders.report.confirming.word_questions import word_questions
from socialgraph.loaders.tables.findings import Finding
from socialgraph.loaders.values.words.confirmed import COLUMN, PLACE, TABLE, WORD, Answer

MOST_ASKED = 40
# how many rows an answer opens, against those that the thing asked about has
_OPENS = {TABLE: 4.0, PLACE: 4.0, COLUMN: 1.0}
_WHO_SPEAKS = {"holder_name": "owner_name"}
_UNLIKELY = 0.2  # of a table or column that nothing is proposed for


def questions_of(
    sheets: Sequence[Sheet], findings: Sequence[Finding], as_likely: Sequence[Sheet] = ()
) -> list[Question]:
    """Everything open, what opens most rows first; not more than `MOST_ASKED`.

    `as_likely` are the sheets of some files read as they most likely are: what these leave out is asked at once too.
    """
    files = {sheet.file for sheet in as_likely}
    placed = [*(sheet for sheet in sheets if sheet.file not in files), *as_likely]
    asked = [*_tables(sheets), *place_questions(placed, findings), *_columns(sheets), *word_questions(findings)]
    return sorted(asked, key=lambda question: -_opens(question))[:MOST_ASKED]


def readings_of(sheets: Sequence[Sheet]) -> list[Question]:
    """Tables and columns that were read by evidence, each with its reading: not asked, but to be overruled."""
    asked = {(sheet.open.form, column.key) for sheet in sheets if sheet.open for column in sheet.open.columns}
    questions: dict[tuple[str, str], Question] = {}
    for sheet in sheets:
        if sheet.read is None:
            continue
        table = sheet.read
        about = [Question(TABLE, table.form, shown="、".join(table.headings), proposed=table.kind, count=table.rows)]
        about += [_column(sheet, table, column) for column in table.columns]
        for question in about:
            known = questions.get((question.form, question.heading))
            files = (*(known.files if known else ()), _name(sheet))
            questions[question.form, question.heading] = replace(
                known or question, files=tuple(dict.fromkeys(files)), reads=question.proposed
            )
    return [question for place, question in questions.items() if question.proposed and place not in asked]


def proposals(sheets: Iterable[Sheet]) -> list[Answer]:
    """What would be confirmed if every likely kind and column were right: to see which words would then be unknown.

    Of a name that is the owner's or the lessee's, nobody knows yet who speaks: for that look it is the owner's.
    """
    asked = [*_tables(sheets), *_columns(sheets)]
    likely = {question: _WHO_SPEAKS.get(question.proposed, question.proposed) for question in asked}
    return [question.answered(name) for question, name in likely.items() if name]


def _opens(question: Question) -> float:
    if question.part == WORD:
        return question.opens
    likely = question.proposed or question.part == PLACE
    return question.count * _OPENS[question.part] * (1.0 if likely else _UNLIKELY)


def _tables(sheets: Iterable[Sheet]) -> list[Question]:
    questions: dict[str, Question] = {}
    for sheet in sheets:
        table = sheet.open
        if table is None or not table.asked:
            continue
        known = questions.get(table.form)
        questions[table.form] = Question(
            TABLE,
            table.form,
            files=(*(known.files if known else ()), _name(sheet)),
            proposed=known.proposed if known and known.proposed else table.kind,
            why=table.why,
            shown="、".join(table.headings),
            count=table.rows + (known.count if known else 0),
        )
    return list(questions.values())


def _columns(sheets: Iterable[Sheet]) -> list[Question]:
    questions: dict[tuple[str, str], Question] = {}
    for sheet in sheets:
        if sheet.open is None:
            continue
        for column in sheet.open.columns:
            place = (sheet.open.form, column.key)
            known = questions.get(place)
            if known is None:
                questions[place] = _column(sheet, sheet.open, column)
            else:
                files = known.files if _name(sheet) in known.files else (*known.files, _name(sheet))
                questions[place] = replace(known, files=files, count=known.count + column.filled)
    return [question for question in questions.values() if question.proposed or question.count]


def _column(sheet: Sheet, table: OpenTable, column: OpenColumn) -> Question:
    proposed = general(column.proposed)
    return Question(
        COLUMN,
        table.form,
        column.key,
        shown=column.heading,
        files=(_name(sheet),),
        samples=column.samples,
        kind=table.kind,
        proposed=proposed if proposed in fields() else "",
        why=column.why,
        count=column.filled,
        harmless=not column.free_text,
    )


def _name(sheet: Sheet) -> str:
    return f"{sheet.file} {sheet.sheet}".strip()

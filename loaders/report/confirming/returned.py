"""The answers in a 读表确认 workbook that came back."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from socialgraph.errors import InputError
from socialgraph.files.formulas import unguarded
from socialgraph.loaders.report.confirming.question import Question
from socialgraph.loaders.report.confirming.workbook import BESIDES, HIDDEN_COLUMNS, OPTIONS_SHEET, VISIBLE
from socialgraph.loaders.values.numbering import NumberingError, parse_building, parse_door
from socialgraph.loaders.values.words.confirmed import (
    BUILDING,
    DATE,
    KIND,
    PIPE,
    PLACE,
    YEAR,
    Answer,
    check_kind,
    check_pipe,
    parse_day,
    parse_year,
    refuse_weakening,
)
from socialgraph.messages import LANGS, Lang
from socialgraph.schema.tables import QUARANTINE_COLUMNS

_MOST_BYTES = 20_000_000
_FIRST_ROW = 3


def is_confirmation(path: Path) -> bool:
    """Whether a file is a 读表确认 workbook, under whatever name."""
    if path.suffix.lower() != ".xlsx" or not path.is_file() or path.stat().st_size > _MOST_BYTES:
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return f'"{OPTIONS_SHEET}"'.encode() in archive.read("xl/workbook.xml")
    except (OSError, zipfile.BadZipFile, KeyError):
        return False


def is_own_output(file: Path) -> bool:
    """The quarantine table of an earlier preview, or our own questions, say nothing about the town."""
    if is_confirmation(file):
        return True
    if file.name != "quarantine.csv":
        return False
    with file.open(encoding="utf-8-sig", errors="ignore") as lines:
        return lines.readline().strip().split(",")[: len(QUARANTINE_COLUMNS)] == QUARANTINE_COLUMNS


def read_confirmation(path: Path) -> list[Answer]:
    """The answers, those left blank not among them.

    Raises
    ------
    InputError
        If the workbook can't be opened, a row's hidden columns are gone, or an answer is none of those offered: the
        sentence names the sheet and the row.
    """
    try:
        book = load_workbook(path, data_only=True)
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise
        raise InputError("confirm.unreadable", file=path.name) from error
    answers: list[Answer] = []
    for page in book.worksheets:
        if page.title != OPTIONS_SHEET:
            answers += _answers_of(page, path.name)
    for answer in answers:
        refuse_weakening(answer)
    return answers


def _answers_of(page: Worksheet, file: str) -> Iterator[Answer]:
    headings = [str(cell.value or "") for cell in page[_FIRST_ROW - 1]]
    places = {name: headings.index(name) for name in HIDDEN_COLUMNS if name in headings}
    for number, row in enumerate(page.iter_rows(min_row=_FIRST_ROW, values_only=True), start=_FIRST_ROW):
        values = {name: unguarded(str(row[place] or "")) for name, place in places.items()}
        part = values.get("part", "")
        if part not in VISIBLE:
            if any(row):
                raise InputError("confirm.row_without_key", file=file, sheet=page.title, row=number)
            continue
        texts = {
            name: unguarded(str(row[at] if row[at] is not None else "").strip())
            for at, name in enumerate(VISIBLE[part])
        }
        text = next(answer for name, answer in texts.items() if name.startswith("answer"))
        if text:
            answer = _answer(values, text, texts.get(BESIDES, ""), f"{file} {page.title} {number}")
            if answer.meaning != values.get("reads"):  # what was read and stays so is no answer
                yield answer


def _answer(values: dict[str, str], text: str, besides: str, where: str) -> Answer:
    question = Question(
        values["part"],
        values["form"],
        values["heading"],
        values["word"],
        field=values["field"],
        harmless=values["harmless"] == "True",
        closing=values["closing"] == "True",
    )
    return answer_in_words(question, text, besides, where)


def answer_in_words(question: Question, text: str, besides: str = "", where: str = "") -> Answer:
    """The answer that a label, or a building, door or year as it is written, gives to a question.

    Raises
    ------
    InputError
        If it is none of those offered, or no building, door or year; the sentence says `where` it stands.
    """
    meaning = _meaning(question.labels, text)
    if meaning is None and question.part == PLACE:
        return question.answered(_place(question.field, text, where))
    second = _meaning(question.second_labels, besides) if besides else ""
    if meaning is None or second is None:
        raise InputError("confirm.not_offered", where=where)
    return question.answered(meaning, second)


def _meaning(labels: Callable[[Lang], dict[str, str]], text: str) -> str | None:
    """What a label means, in whatever language the workbook was written; None where it is not offered."""
    return next((meaning for lang in LANGS if (meaning := labels(lang).get(text)) is not None), None)


def _place(part: str, text: str, where: str) -> str:
    if part == YEAR:
        return parse_year(text)
    if part == DATE:
        return parse_day(text)
    if part == PIPE:
        return check_pipe(text)
    if part == KIND:
        return check_kind(text)
    try:
        return parse_building(text) if part == BUILDING else parse_door(text)
    except NumberingError as error:
        raise InputError("confirm.bad_place", where=where) from error

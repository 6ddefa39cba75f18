"""What the office confirms once: questions on their way out, answers on their way in, carried to the next office."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from socialgraph.errors import InputError
from socialgraph.files.private import write_private
from socialgraph.loaders.encodings import decode_text
from socialgraph.loaders.report.confirming.returned import is_confirmation, read_confirmation
from socialgraph.loaders.report.confirming.workbook import write_confirmation
from socialgraph.loaders.values.words.confirmed import (
    CONFIRMED_NAME,
    PLACE,
    WORD,
    Answer,
    answers_of_text,
    merged,
    read_confirmed,
    text_of_answers,
)
from socialgraph.loaders.values.words.dictionary import add_word, read_additions
from socialgraph.messages import Lang, text
from socialgraph.office.reading.choices import DICTIONARY
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.vault import Vault
from socialgraph.privacy.wording import without_people

if TYPE_CHECKING:
    from socialgraph.loaders import Reading
    from socialgraph.loaders.report.confirming.question import Question
    from socialgraph.privacy.audit import AuditLog
    from socialgraph.project.settings import Project

HEADING = "heading"  # in an exported dictionary: one line of `dictionary.csv`
_LEAST_NAME = 2  # characters
_NAME_COLUMNS = ("name", "visitors")
_PLACE_OR_NUMBER = re.compile(r"\d{7,}|\d+\D{1,3}\d{3,}")
_ROOM = re.compile(r"\d{3,}")  # in a word: 跟楼下202有官司


@dataclass(frozen=True)
class Taken:
    """What came of confirmation workbooks among the paths of a load: how many answers, and the other paths."""

    answers: int
    others: list[Path]


def take_confirmations(project: Project, paths: Sequence[Path], audit: AuditLog) -> Taken:
    """Keep the answers of every confirmation workbook among `paths`, then delete it: what it left open is asked again.

    Raises
    ------
    InputError
        If an answer is none of those offered or would weaken a safeguard; nothing is kept then.
    """
    books = [path for path in paths if is_confirmation(path)]
    answers = [answer for book in books for answer in read_confirmation(book)]
    if books:
        keep_answers(project, answers, audit)
    for book in books:
        book.unlink(missing_ok=True)
    return Taken(len(answers), [path for path in paths if path not in books])


def keep_answers(project: Project, answers: Sequence[Answer], audit: AuditLog) -> int:
    """Add answers to the project's own, newer ones in place of older; how many it has then."""
    path = project.folder / CONFIRMED_NAME
    with audit.act("confirm") as act:
        together = merged(read_confirmed(path).answers, answers)
        write_private(path, text_of_answers(together).encode("utf-8"))
        act.counts = {"answers": len(answers)}
    return len(together)


def write_questions(
    folder: Path, questions: Sequence[Question], lang: Lang, readings: Sequence[Question] = ()
) -> Path | None:
    """The workbook of what is to be confirmed, named by its questions: one that may be half filled in stays.

    `readings`, what may be overruled, stands below the questions; for itself it makes no workbook.
    """
    if not questions:
        return None
    path = folder / text("file_name.confirm", lang, digest=_digest(questions))
    if not path.exists():
        write_confirmation(questions, path, lang, readings)
    return path


def questions_naming_nobody(reading: Reading, again: Collection[str] = ()) -> list[Question]:
    """What is to be confirmed, as it may be shown; of files read `again` all was asked when they were loaded.

    A word that holds somebody's name (测试甲讲过) is no word of a dictionary: it is not asked, its cell is mended.
    """
    names = _names(reading)
    return [
        _naming_nobody(question, names)
        for question in _met_elsewhere(reading.questions, again)
        if question.part != WORD or not _holds_a_name(question.word, names)
    ]


def readings_naming_nobody(reading: Reading, again: Collection[str] = ()) -> list[Question]:
    """What evidence decided of files that are not only read `again`, as it may be shown."""
    names = _names(reading)
    return [_naming_nobody(question, names) for question in _met_elsewhere(reading.readings, again)]


def _met_elsewhere(questions: Iterable[Question], again: Collection[str]) -> list[Question]:
    """Questions that were met in some file besides those read `again`."""
    starts = tuple(f"{name} " for name in again)
    return [q for q in questions if not q.files or not all(f"{file} ".startswith(starts) for file in q.files)]


def _holds_a_name(word: str, names: Collection[str]) -> bool:
    return any(len(name) >= _LEAST_NAME and name in word for name in names)


def _names(reading: Reading) -> set[str]:
    """Everybody whom these files name."""
    columns = [
        table[column] for table in reading.tables.values() for column in table if str(column).endswith(_NAME_COLUMNS)
    ]
    return {name for cells in columns for cell in cells.unique() for name in str(cell).split("|") if name}


def _naming_nobody(question: Question, names: Collection[str]) -> Question:
    """What only illustrates a question, without names and numbers: where it was met, and its samples."""
    files, samples = (
        tuple(without_people(text, names) for text in part) for part in (question.files, question.samples)
    )
    shown = tuple(sample for sample in samples if sample.strip("*"))  # of an address nothing is left to show
    return replace(question, files=files, samples=shown)


def _digest(questions: Iterable[Question]) -> str:
    asked = "\n".join("\t".join((q.part, q.form, q.heading, q.word)) for q in questions)
    return hashlib.sha256(asked.encode("utf-8")).hexdigest()[:6]


def own_words(project: Project) -> list[Answer]:
    """The project's dictionary as answers: headings and words that were added, then what was confirmed."""
    added = [
        Answer(WORD, word=a.variant, meaning=a.field)
        if "=" in a.field
        else Answer(HEADING, heading=a.variant, meaning=a.field)
        for a in read_additions(project.folder / DICTIONARY)
    ]
    return [*added, *read_confirmed(project.folder / CONFIRMED_NAME).answers]


def exported(project: Project, known: Iterable[str]) -> tuple[list[Answer], int]:
    """What another office may be given, and how many lines were kept back.

    Places are this office's own; a line that holds one of the texts `known` (names, phones of the town), an address
    or a long number names somebody.
    """
    named = [text for text in known if len(text) >= _LEAST_NAME]
    answers = own_words(project)
    fit = [answer for answer in answers if answer.part != PLACE and not _names_somebody(answer, named)]
    return fit, len(answers) - len(fit)


def export_words(project: Project, path: Path, audit: AuditLog) -> tuple[int, int]:
    """Write to `path` what another office may be given: how many lines, and how many were kept back.

    Whom the lines may not name is read from the vault, which the log says.
    """
    known = Vault(project.working_folder(), Keys.load(project.key_id)).read("dictionary export", audit)
    phones = known.phones_ever(*known.phones, *known.further_phones)
    with audit.act("dictionary_export") as act:
        answers, kept_back = exported(project, [*known.names.values(), *phones])
        write_private(path, b"\xef\xbb\xbf" + text_of_answers(answers).encode("utf-8"))
        act.counts, act.files = {"words": len(answers)}, [path.name]
    return len(answers), kept_back


def _names_somebody(answer: Answer, names: Iterable[str]) -> bool:
    texts = "\n".join((answer.form, answer.heading, answer.word))
    if answer.part == WORD and answer.heading and _ROOM.search(answer.word) and not answer.word.isdecimal():
        return True
    return bool(_PLACE_OR_NUMBER.search(texts)) or any(name in texts for name in names)


def imported(project: Project, path: Path, audit: AuditLog) -> int:
    """Take the lines of an exported dictionary; how many the project has then.

    Raises
    ------
    InputError
        If the file has other columns, or a line would weaken a safeguard or change a known heading.
    """
    content, _ = decode_text(_bytes(path), path.name)
    answers = answers_of_text(content, path.name)
    own = [a for a in answers if a.part == HEADING or (a.part == WORD and not a.heading)]
    for answer in own:
        add_word(project.folder / DICTIONARY, answer.meaning, answer.heading or answer.word)
    keep_answers(project, [answer for answer in answers if answer not in own], audit)
    return len(own_words(project))


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise InputError("file.missing", path=path.name)
    return path.read_bytes()

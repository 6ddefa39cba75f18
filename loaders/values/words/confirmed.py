"""What an office confirmed once about its own sheets: kinds of tables, meanings of columns and of words, places.

Answers are kept by the *form* of a table, which is the set of its headings, so that next month's sheet of that form
reads by itself. They lie in `confirmed.csv` beside the project's dictionary and never weaken a safeguard.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from socialgraph.errors import InputError
from socialgraph.loaders.encodings import decode_text
from socialgraph.loaders.values.dates import parse_date
from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.values.words.dictionary import heading_dictionary, shipped_words
from socialgraph.loaders.values.words.heading_keys import heading_key
from socialgraph.loaders.values.words.headings import FORBIDDEN_FIELDS
from socialgraph.loaders.values.words.protected import weakens_a_safeguard
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone, heads_a_wish
from socialgraph.registry import closing_kinds

CONFIRMED_NAME = "confirmed.csv"
TABLE, COLUMN, WORD, PLACE = "table", "column", "word", "place"
NOT_OURS, NOT_READ, NOTHING, LEFT_ALONE = "not_ours", "not_read", "nothing", "left_alone"
# what a whole sheet may leave out
BUILDING, DOOR, YEAR, DATE, PIPE, KIND = PLACE_PARTS = ("building", "door", "year", "date", "pipe_kind", "kind")
SHEETS = "\n"  # between the files and sheets that an answer about a place is for
AS_ABOVE = "as_above"  # a blank cell means what stands above it
_WISH = "不要再来"  # what a word that was confirmed to be a wish stands for
_JOIN = "|"
_YEAR = re.compile(r"(?:19|20)\d\d")
_SAYING = re.compile(r"[\u3400-\u9fff]{2}")  # a word that says the same wherever it stands; 1, A and √ do not
_OF_VISITS = "visit_result"
_ALIKE = 0.8  # of two forms' headings, where they are one form: a column more or less
COLUMNS = ("part", "form", "heading", "word", "meaning")
_DATED = re.compile(
    r"20\d{2}(?:年|[-._/]|(?=\d{2}))?(?:\d{1,2}(?:月份?|[-._/]|(?=\d{2}(?!\d)))?)?(?:\d{1,2}[日号]?)?"
    r"|(?<!\d)(?:1[0-2]|0?[1-9])月份?(?:[上中下]旬|\d{1,2}[日号])?|(?:十[一二]?|[一二三四五六七八九])月份?"
)
_EMPTY_BRACKETS = re.compile(r"[(（【\[][\s_-]*[)）】\]]")
Form = frozenset[str]


@dataclass(frozen=True)
class Answer:
    """One line of `confirmed.csv`.

    `part` is `table`, `column`, `word` or `place`. `form` lists a table's headings, of a place it is the file;
    `heading` is the column's (of a word all that it is meant for, joined by `|`), of a place the sheet (of several
    sheets file and sheet are one a line); `word` is the word, of a place `building`, `door`, `year`, `date`,
    `pipe_kind` or `kind` (of ties); `meaning` is a kind, a field, `vocabulary=code` (`|code` behind it for what the
    word says besides), what the building or door is called, or the code of a pipe or a tie.
    """

    part: str
    form: str = ""
    heading: str = ""
    word: str = ""
    meaning: str = ""

    @property
    def question(self) -> tuple[str, str, str, str]:
        """What it answers: a later answer to the same question replaces it."""
        return self.part, self.form, self.heading, self.word


@dataclass(frozen=True)
class SheetPlace:
    """What is confirmed of all rows of one sheet: building, door, year of its dates, day of what has no date, the pipe
    that it is about, the kind of its ties ("" and 0 where not), and which are filled down (`building`, `door`)."""

    building: str = ""
    door: str = ""
    year: int = 0
    date: str = ""
    pipe: str = ""
    kind: str = ""
    filled_down: tuple[str, ...] = ()


@dataclass
class Settled:
    """What is confirmed of one form: its kind ("" where not asked) and fields by heading."""

    kind: str = ""
    fields: dict[str, str] = field(default_factory=dict)


class Confirmed:
    """All answers of a project, by what they are asked for."""

    def __init__(self, answers: Iterable[Answer] = ()) -> None:
        self.answers = tuple(answers)
        self._tables = [(form_of_text(a.form), a.meaning) for a in self.answers if a.part == TABLE]
        self._columns = [(form_of_text(a.form), a.heading, a.meaning) for a in self.answers if a.part == COLUMN]
        self._places = {
            (file, sheet, a.word): a.meaning
            for a in self.answers
            if a.part == PLACE
            for file, sheet in zip(a.form.split(SHEETS), a.heading.split(SHEETS), strict=False)
        }
        self._filled_down = {
            (_without_digits(file), _without_digits(sheet), part)
            for (file, sheet, part), meaning in self._places.items()
            if meaning == AS_ABOVE
        }
        self._monthly = {
            (_without_dates(file), _without_dates(sheet), part): meaning
            for (file, sheet, part), meaning in self._places.items()
            if meaning != AS_ABOVE and part in (BUILDING, DOOR, PIPE, KIND)
        }
        self._legends: dict[str, dict[str, str]] = {}
        self._sayings: dict[str, dict[str, str]] = {}
        self._words_of_visits: dict[str, str] = {}
        for answer in self.answers:
            if answer.part != WORD:
                continue
            for heading in answer.heading.split(_JOIN):
                self._legends.setdefault(heading, {})[answer.word] = _stands_for(answer.meaning)
            vocabulary, _, second = parts_of_meaning(answer.meaning)
            if vocabulary == _OF_VISITS and second:
                self._words_of_visits[answer.word] = second
            if _SAYING.search(answer.word):
                self._sayings.setdefault(vocabulary, {})[answer.word] = _stands_for(answer.meaning)

    @property
    def knows_tables(self) -> bool:
        """Whether any kind of table has been confirmed."""
        return bool(self._tables)

    def of(self, form: Form) -> Settled | None:
        """What is known of a table with these headings, an equal form before a like one; None where nothing is."""
        settled = Settled()
        for known, kind in sorted(self._tables, key=lambda entry: likeness(entry[0], form)):
            if likeness(known, form) >= _ALIKE:
                settled.kind = kind
        for known, heading, name in sorted(self._columns, key=lambda entry: likeness(entry[0], form)):
            if likeness(known, form) >= _ALIKE:
                settled.fields[heading] = name
        return settled if settled.kind or settled.fields else None

    def legend(self, heading: str, vocabulary: str = "") -> Mapping[str, str]:
        """Word -> what it stands for: under a heading's key, and of words that speak for themselves (a code means only
        what its own column means by it) under any heading of a vocabulary."""
        own = self._legends.get(heading, {})
        return {**self._sayings[vocabulary], **own} if vocabulary in self._sayings else own

    def stance_on_visit(self, result: str) -> str:
        """What a household says of the works by the result of a visit to it, as far as that was confirmed; else ""."""
        return self._words_of_visits.get(squeeze(result), "") if self._words_of_visits else ""

    def place(self, file: str, sheet: str) -> SheetPlace:
        """What is confirmed of all rows of a sheet; where it is, what it is about and that blanks repeat what is above
        also of next month's, whose names differ in a date."""
        undated = _without_dates(file), _without_dates(sheet)
        answers = {
            part: self._places.get((file, sheet, part), "") or self._monthly.get((*undated, part), "")
            for part in PLACE_PARTS
        }
        like = _without_digits(file), _without_digits(sheet)
        down = tuple(
            part for part in (BUILDING, DOOR) if answers[part] == AS_ABOVE or (*like, part) in self._filled_down
        )
        building, door = ("" if answers[part] == AS_ABOVE else answers[part] for part in (BUILDING, DOOR))
        return SheetPlace(building, door, int(answers[YEAR] or 0), answers[DATE], answers[PIPE], answers[KIND], down)


def _without_dates(text: str) -> str:
    """A file's or sheet's name without the days and months in it: 进度10月.txt and 进度（2026.11）.txt are of one form.

    >>> _without_dates("进度10月.txt") == _without_dates("进度（2026年11月）.txt"), _without_dates("3号楼.xlsx")
    (True, '3号楼.xlsx')
    """
    return _EMPTY_BRACKETS.sub("", _DATED.sub("", text))


def _without_digits(text: str) -> str:
    return re.sub(r"\d+", "", text)


def form_key(heading: str) -> str:
    """A heading in a form: without the numbers that change from month to month (11.3, 提名2)."""
    return re.sub(r"\d+", "", heading_key(heading))


def column_key(heading: str) -> str:
    """A column in a form: 提名1 and 提名2 are one, 11.3 is itself."""
    return form_key(heading) or heading_key(heading)


def form_of(headings: Iterable[str]) -> Form:
    """The form of a table with these headings."""
    return frozenset(filter(None, map(form_key, headings)))


def form_text(form: Form) -> str:
    """A form as it is kept.

    >>> form_text(form_of(["房号", "态度"])) == form_text(form_of(["态度", "房号 "]))
    True
    """
    return _JOIN.join(sorted(form))


def form_of_text(text: str) -> Form:
    """The form that `form_text` wrote."""
    return frozenset(filter(None, text.split(_JOIN)))


def likeness(one: Form, other: Form) -> float:
    """Shared headings among all of both (Jaccard), 0 where there are none."""
    return len(one & other) / len(one | other) if one | other else 0.0


def read_confirmed(path: Path | None) -> Confirmed:
    """The answers of a project; none where the file is not there yet.

    Raises
    ------
    InputError
        If the file has other columns, or an answer would take a protection away.
    """
    if path is None or not path.is_file():
        return Confirmed()
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, _changed_at: int) -> Confirmed:
    text, _ = decode_text(path.read_bytes(), path.name)
    return Confirmed(answers_of_text(text, path.name))


def answers_of_text(text: str, file: str) -> list[Answer]:
    """The answers in a CSV text, checked."""
    lines = csv.DictReader(io.StringIO(text))
    if set(COLUMNS) - set(lines.fieldnames or ()):
        raise InputError("confirm.bad_columns", file=file, columns=",".join(COLUMNS))
    answers = [Answer(*((line[name] or "").strip() for name in COLUMNS)) for line in lines]
    for answer in answers:
        refuse_weakening(answer)
    return answers


def text_of_answers(answers: Sequence[Answer]) -> str:
    """The CSV text of answers."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((a.part, a.form, a.heading, a.word, a.meaning) for a in answers)
    return stream.getvalue()


def merged(known: Iterable[Answer], new: Iterable[Answer]) -> list[Answer]:
    """Known and new answers; of the same question the newer counts."""
    return list({answer.question: answer for answer in (*known, *new)}.values())


def refuse_weakening(answer: Answer) -> None:
    """An answer never takes a protective word, or a column that is never read, into something harmless.

    Raises
    ------
    InputError
        If it would.
    """
    if answer.part == WORD:
        name, code, second = parts_of_meaning(answer.meaning)
        if code != LEFT_ALONE and weakens_a_safeguard(name, code, answer.word, shipped_words(name)):
            raise InputError("dictionary.word_protects", word=answer.word, field=name, code=code)
        if name == _OF_VISITS and weakens_a_safeguard("stance", second, answer.word, shipped_words("stance")):
            raise InputError("dictionary.word_protects", word=answer.word, field="stance", code=second)
    elif answer.part == PLACE and answer.word == YEAR:
        parse_year(answer.meaning)
    elif answer.part == PLACE and answer.word == DATE:
        parse_day(answer.meaning)
    elif answer.part == PLACE and answer.word == PIPE:
        check_pipe(answer.meaning)
    elif answer.part == PLACE and answer.word == KIND:
        check_kind(answer.meaning)
    elif answer.part == COLUMN and answer.meaning != NOT_READ:
        if heads_a_wish(answer.heading) and not answer.meaning.startswith("do_not_contact"):
            raise InputError("dictionary.heading_protects", heading=answer.heading, field=answer.meaning)
        taken = FORBIDDEN_FIELDS & set(heading_dictionary().look_up(answer.heading))
        if answer.meaning == "reasons":
            taken -= {"remarks"}  # only codes of reasons are kept of it
        if taken:
            raise InputError("dictionary.heading_never_read", heading=answer.heading, field=", ".join(sorted(taken)))


def parse_year(text: str) -> str:
    """The year of a whole sheet: 2026, 2026年.

    Raises
    ------
    InputError
        If it is no year of four digits.
    """
    year = squeeze(text).removesuffix("年")
    if not _YEAR.fullmatch(year):
        raise InputError("confirm.bad_year")
    return year


def parse_day(text: str) -> str:
    """The day or month of a whole sheet: 2026-09-20, 2026年9月.

    Raises
    ------
    InputError
        If it is no date.
    """
    day = parse_date(text)
    if not day:
        raise InputError("confirm.bad_day")
    return day


def check_pipe(code: str) -> str:
    """The pipe that a whole sheet is about.

    Raises
    ------
    InputError
        If it is none of the list's.
    """
    if code not in shipped_words(PIPE).values():
        raise InputError("confirm.bad_pipe")
    return code


def check_kind(code: str) -> str:
    """The kind of the ties of a whole sheet that leave theirs blank: none that closes a pair, for it says of nobody so.

    Raises
    ------
    InputError
        If it is none of those.
    """
    if code not in set(shipped_words("tie_type").values()) - closing_kinds():
        raise InputError("confirm.bad_kind")
    return code


def may_be_harmless(name: str, word: str) -> bool:
    """Whether a word may be offered any meaning but that somebody asks to be left alone."""
    return not asks_to_be_left_alone(word) and not weakens_a_safeguard(name, NOTHING, word, shipped_words(name))


def word_meaning(vocabulary: str, code: str, second: str = "") -> str:
    """What a word means, as an answer keeps it.

    >>> word_meaning("stance", "refused", "cost")
    'stance=refused|cost'
    """
    return f"{vocabulary}={code}" + (f"{_JOIN}{second}" if second else "")


def joined_headings(known: str, more: str) -> str:
    """The headings that a word is meant for, one more among them.

    >>> joined_headings("态度|意见", "态度")
    '态度|意见'
    """
    return _JOIN.join(sorted({*filter(None, known.split(_JOIN)), more}))


def parts_of_meaning(meaning: str) -> tuple[str, str, str]:
    """Vocabulary, code, and what the word says besides."""
    name, _, code_words = meaning.partition("=")
    code, _, second = code_words.partition(_JOIN)
    return name, code, second


def _stands_for(meaning: str) -> str:
    vocabulary, code, second = parts_of_meaning(meaning)
    if vocabulary == _OF_VISITS:
        second = ""  # a word on the works, which is a row of its own
    first = {NOTHING: "", LEFT_ALONE: _WISH}.get(code, code)
    return "、".join(filter(None, (first, second)))

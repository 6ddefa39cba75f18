"""What a colleague who knows the office would confirm, in one round of the questions that the workbook asks.

Used by `strangers.py --confirm`. Answers come from the truth and from nothing else, and only from the drop-downs that
are offered. A colleague sees a sheet as a whole: its kind, its place and its columns are answered together, so that
the answers of one form make most values right; then each word. What no answer makes better stays as it was proposed,
where that does no harm, else open. A second meaning of a word counts as a decision of its own.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

from strangers_scoring import (
    COMPARED,
    Score,
    TextRow,
    compare_stops,
    compare_tables,
    is_one_home,
    left_alone,
    result_rows,
    unique_rows,
)

from socialgraph.errors import InputError
from socialgraph.loaders import Reading, ReadOptions, read_paths
from socialgraph.loaders.confirming.choices import fields_for
from socialgraph.loaders.confirming.question import Question
from socialgraph.loaders.confirming.questions import MOST_ASKED
from socialgraph.loaders.opening import Grids
from socialgraph.loaders.words.confirmed import (
    COLUMN,
    DATE,
    LEFT_ALONE,
    NOT_OURS,
    NOT_READ,
    NOTHING,
    PLACE,
    TABLE,
    WORD,
    YEAR,
    Answer,
    Confirmed,
    merged,
    parts_of_meaning,
)

# weights of a wrong row, a stop, a household held that asked for nothing, all values of a row; a right row has 1
_WRONG, _STOP, _HELD, _VALUE = 3.0, 5.0, 1.0, 0.5
_UNKNOWN = 0.1  # of a word that a column holds and that no vocabulary of its field knows: it may be another field
_READ_LESS = frozenset((NOT_OURS, NOT_READ, NOTHING, LEFT_ALONE))
_ROUNDS = 2  # over the columns of a form
_KINDS_TRIED = 2  # kinds of table whose columns are gone through, beside the proposed one
# kind of table -> a truth table and columns whose texts stand together in a row of such a sheet
_TOLD_BY = {
    "survey": ("dossiers", ("room", "owner_name")),
    "visits": ("visits", ("room", "visitors")),
    "measures": ("measures", ("room", "measure")),
    "people_roster": ("people", ("name",)),
    "links": ("links", ("member_name", "room")),
    "ties": ("ties", ("ego_room", "alter_name")),
    "works": ("works", ("stack",)),
    "riser_map": ("flats", ("room", "stack")),
    "activities": ("activities", ("name", "room")),
}
_DATES_TRIED = 6
_TAKE_NO_REASON = frozenset(("signed", "verbal", "no_objection"))


@dataclass
class Interview:
    """The answers, how many decisions they took, and how many proposals were made and were right."""

    answers: list[Answer] = field(default_factory=list)
    decisions: int = 0
    proposed: int = 0
    well_proposed: int = 0
    overruled: int = 0  # readings by evidence that were wrong, beside the decisions


@dataclass(frozen=True, order=True)
class Worth:
    """How good a reading is: `all` that speaks for it and against it, and what is right alone."""

    all: float
    right: float

    def beats(self, other: Worth, meanings: Iterable[str]) -> bool:
        """Whether answers with these meanings are better than none: something more is right, or they read less.

        Nobody calls a column of remarks a compound because its rows, one of them wrong, are lost with it.
        """
        reads_less = all(parts_of_meaning(meaning)[1] in _READ_LESS or meaning in _READ_LESS for meaning in meanings)
        if self.right > other.right:
            return self.all > other.all
        return reads_less and self.all >= other.all + _HELD


class Colleague:
    """Somebody who knows an office's truth and its sheets."""

    def __init__(self, office: Path, truth: Mapping[str, Sequence[TextRow]]) -> None:
        self._folder = office / "workbooks"
        self._truth = truth
        self._grids = Grids()
        self._copies: dict[tuple[Path, ...], Path] = {}
        self._known_worth: dict[tuple[Path | Answer, ...], Worth] = {}
        self._room = tempfile.TemporaryDirectory()
        self._beside: tuple[Path, ...] = ()  # the file that knows the most flats
        rows = [row for table in ("flats", "dossiers") for row in truth.get(table, [])]
        self._compounds = {row["compound"] for row in rows if row.get("compound")}
        self._places = {
            part: tuple(dict.fromkeys(row[part] for row in rows if row.get(part))) for part in ("building", "door")
        }
        dated = [row["date"] for rows in truth.values() for row in rows if row.get("date")]
        self._places[YEAR] = tuple(dict.fromkeys(date[:4] for date in dated))
        self._places[DATE] = tuple(date for date, _ in Counter(dated).most_common(_DATES_TRIED))
        cells = {cell for rows in truth.values() for row in rows for cell in row.values()}
        self._said = {word for cell in cells for word in cell.split("|")}
        self._wanted = {
            table: unique_rows(truth.get(table, []), key, columns) for table, (key, columns) in COMPARED.items()
        }

    def answers(self) -> Interview:
        """One round of questions, answered."""
        reading = read_paths([self._folder], grids=self._grids)
        questions = reading.questions
        asked = Interview(decisions=len(questions))
        groups = _by_sheet(questions)
        for group in groups:
            self._beside = self._list_of_flats(asked.answers)
            self._answer_sheet(group, asked)
        self._beside = self._list_of_flats(asked.answers)
        for group in groups:  # what another sheet's answers have made readable
            if not any(answer.meaning != NOT_OURS for answer in _given(group, asked.answers)):
                self._answer_sheet(group, asked)
        for group in groups:
            _count_proposals(group, asked.answers, asked)
        beside, self._beside = self._beside, ()
        for group in _by_sheet(reading.readings):
            self._overrule(group, asked)
        self._beside = beside
        for question in questions:
            if question.part == WORD:
                self._answer_word(question, asked)
        self._take_back(groups, asked)
        return asked

    def _list_of_flats(self, answers: Sequence[Answer]) -> tuple[Path, ...]:
        """The file that by itself has the most homes of the truth; none where no file has any."""
        known = {
            file: sum(
                len(rows)
                for table in ("flats", "dossiers")
                for place, rows in unique_rows(
                    result_rows(self._read([file], answers), table), *COMPARED[table]
                ).items()
                if place in self._wanted[table]
            )
            for file in self._all_files()
        }
        most = max(known, key=lambda file: known[file], default=None)
        return (most,) if most is not None and known[most] else ()

    def _all_files(self) -> list[Path]:
        return sorted(file for file in self._folder.rglob("*") if file.is_file())

    def _take_back(self, groups: Iterable[Sequence[Question]], asked: Interview) -> None:
        """Leave out the answers about a form, and the words, without which the whole office reads better."""
        self._beside = ()
        whole = self._all_files()
        value = self._worth(whole, asked.answers)
        parts = [_given(group, asked.answers) for group in groups]
        parts += [[answer] for answer in asked.answers if answer.part == WORD]
        for part in parts:
            left = [answer for answer in asked.answers if answer not in part]
            if part and (worth := self._worth(whole, left)).all > value.all:
                asked.answers, value = left, worth

    def _answer_sheet(self, group: Sequence[Question], asked: Interview) -> None:
        """Kind, place and columns of one form together."""
        files = self._files(group)
        table = next((question for question in group if question.part == TABLE), None)
        others = [question for question in group if question is not table]
        proposed = [question.answered(question.proposed) for question in group if question.proposed]
        best, value = list[Answer](), self._worth(files, asked.answers)
        if (as_proposed := self._worth(files, [*asked.answers, *proposed])) >= value:
            best, value = proposed, as_proposed
        if table is None:
            best, value = self._columns(others, "", best, files, asked.answers, value)
        else:
            for kind in self._likely_kinds(files, table.proposed):
                start = [*(a for a in proposed if a.part != TABLE), table.answered(kind)]
                columns, worth = self._columns(others, kind, start, files, asked.answers, None)
                if worth > value:
                    best, value = columns, worth
            if not any(answer.part == TABLE for answer in best):
                best = [table.answered(NOT_OURS)]
        asked.answers = merged(asked.answers, best)

    def _overrule(self, group: Sequence[Question], asked: Interview) -> None:
        """Kind and columns of a form that evidence decided, where wrong rows show that it was mistaken."""
        files, whole = self._files(group), self._all_files()
        alone = self._worth(files, asked.answers)
        if alone.right - alone.all < _WRONG:
            return
        value, best = self._worth(whole, asked.answers), list[Answer]()  # what other files say too is no gain
        for question in group:
            kinds = [*self._likely_kinds(files, ""), NOT_OURS] if question.part == TABLE else [NOT_READ]
            for meaning in kinds:
                tried = merged(best, [question.answered(meaning)])
                worth = self._worth(whole, merged(asked.answers, tried))
                if worth.beats(value, [meaning]) and worth.right >= value.right:
                    best, value = tried, worth
        asked.overruled += len(best)
        asked.answers = merged(asked.answers, best)

    def _columns(
        self,
        questions: Sequence[Question],
        kind: str,
        start: Sequence[Answer],
        files: Sequence[Path],
        known: Sequence[Answer],
        value: Worth | None,
    ) -> tuple[list[Answer], Worth]:
        """The best answers to the questions about one form, found one after the other from those of `start`."""
        best = list(start)
        worth = self._worth(files, [*known, *best]) if value is None else value
        for _ in range(_ROUNDS):
            before = worth
            for options in self._options(questions, kind):
                for tried in options:
                    together = merged(best, tried)
                    if together == best:
                        continue
                    worth_together = self._worth(files, [*known, *together])
                    if worth_together.beats(worth, (answer.meaning for answer in tried)):
                        best, worth = together, worth_together
            if worth == before:
                break
        return best, worth

    def _options(self, questions: Sequence[Question], kind: str) -> Iterable[list[list[Answer]]]:
        """What may be answered to each question; a building and its door at once."""
        places = [question for question in questions if question.part == PLACE]
        if places:
            yield [
                [question.answered(meaning) for question, meaning in zip(places, meanings, strict=True) if meaning]
                for meanings in product(*map(self._said_of, places))
            ]
        for question in questions:
            if question.part == COLUMN:
                offered = question.labels("zh").values()
                used = fields_for(kind or question.kind)
                meant = [name for name in offered if (not question.harmless or name in used) and self._has(name)]
                yield [[question.answered(meaning)] for meaning in meant]

    def _has(self, name: str) -> bool:
        """Whether the office knows such a thing at all: of one compound nobody writes which."""
        return name != "compound" or bool(self._compounds)

    def _said_of(self, question: Question) -> tuple[str, ...]:
        """What may be said of a place: what is offered, what the truth knows, or nothing."""
        words = (question.proposed, *question.labels("zh").values(), *self._places.get(question.field, ()))
        return ("", *dict.fromkeys(filter(None, words)))

    def _likely_kinds(self, files: Sequence[Path], proposed: str) -> list[str]:
        """The kind that is proposed, and those whose truth rows stand in most rows of the files."""
        rows = [
            "\t".join(cell.text for cell in cells.values())
            for file in files
            for grid in self._grids.of(self._folder / file.relative_to(self._folder))
            for cells in grid.rows.values()
        ]
        stands = Counter[str]()
        for kind, (table, columns) in _TOLD_BY.items():
            true_rows = {
                tuple(row.get(name, "").split("|")[0] for name in columns) for row in self._truth.get(table, [])
            }
            true_rows = {texts for texts in true_rows if all(texts)}
            stands[kind] = sum(1 for row in rows if any(all(text in row for text in texts) for texts in true_rows))
        likely = [kind for kind, count in stands.most_common(_KINDS_TRIED) if count]
        return list(dict.fromkeys(filter(None, (proposed, *likely))))

    def _answer_word(self, question: Question, asked: Interview) -> None:
        files = self._files([question])
        value = self._worth(files, asked.answers)
        best: list[Answer] = []
        offered = self._true(question.labels("zh").values())
        meanings = [meaning for meaning in offered if meaning != LEFT_ALONE or not question.harmless]
        if question.proposed:
            meanings = [question.proposed, *(meaning for meaning in meanings if meaning != question.proposed)]
        for meaning in meanings:
            answer = question.answered(meaning)
            worth = self._worth(files, merged(asked.answers, [answer]))
            as_good = worth == value and not best and meaning == question.proposed
            if as_good or worth.beats(value, [answer.meaning]):
                best, value = [answer], worth
        if best:
            first = best[0]
            code = parts_of_meaning(first.meaning)[1]
            one_thing = code in _TAKE_NO_REASON or asked.decisions >= MOST_ASKED
            for second in () if one_thing else self._true(question.second_labels("zh").values()):
                answer = question.answered(code, second)
                worth = self._worth(files, merged(asked.answers, [answer]))
                if worth.beats(value, [answer.meaning]):
                    best, value = [answer], worth
            asked.decisions += best[0] != first
        _count_proposals([question], best, asked)
        asked.answers = merged(asked.answers, best)

    def _true(self, codes: Iterable[str]) -> list[str]:
        """The codes that some row of the truth has, and that a word means nothing or is a wish."""
        return [code for code in codes if code in self._said or code in (NOTHING, LEFT_ALONE)]

    def _files(self, questions: Sequence[Question]) -> list[Path]:
        names = {name for question in questions for name in question.files}
        return [
            file
            for file in sorted(self._folder.rglob("*"))
            if file.is_file() and any(name.startswith(str(file.relative_to(self._folder))) for name in names)
        ]

    def _worth(self, files: Sequence[Path], answers: Sequence[Answer]) -> Worth:
        """How good the reading of some files is: rows and stops right, values right, less what is wrong."""
        together = list(dict.fromkeys((*files, *self._beside)))
        asked = (*together, *answers)
        if asked not in self._known_worth:
            self._known_worth[asked] = self._worth_of(self._read(together, answers))
        return self._known_worth[asked]

    def _worth_of(self, reading: Reading | None) -> Worth:
        score = Score("")
        compare_tables(score, self._truth, reading, "", differences=False)
        compare_stops(score, self._truth.get("stops", []), reading, "", differences=False)
        stops = score.tables["stops"]["right"] if "stops" in score.tables else 0
        held = _HELD * self._held_for_nothing(reading)
        if reading is not None:
            held += _UNKNOWN * sum(finding.reason == "unknown_value" for finding in reading.findings)
        right = score.right + _STOP * stops + _VALUE * self._values(reading)
        return Worth(right - held - _WRONG * score.wrong, right)

    def _held_for_nothing(self, reading: Reading | None) -> int:
        """How many households are left alone of which the truth knows no wish."""
        asked = [[row[part] for part in ("building", "door", "room")] for row in self._truth.get("stops", [])]
        held = set(left_alone(reading)) if reading is not None else set()
        return sum(not any(is_one_home(place, other) for place in asked) for other in held)

    def _values(self, reading: Reading | None) -> float:
        """Over all truth rows the share of stated values that some row of the result has."""
        total = 0.0
        for table, wanted in self._wanted.items():
            given = unique_rows(result_rows(reading, table), *COMPARED[table])
            for group, rows in wanted.items():
                for row in rows if group in given else ():
                    total += max(_alike(row, other) for other in given[group])
        return total

    def _read(self, files: Sequence[Path], answers: Sequence[Answer]) -> Reading | None:
        if not files:
            return None
        options = replace(ReadOptions(), confirmed=Confirmed(answers))
        try:
            return read_paths([self._copy(tuple(files))], options=options, grids=self._grids, ask=False)
        except InputError:
            return None

    def _copy(self, files: tuple[Path, ...]) -> Path:
        """A folder that holds these files only, where they lie in the office's own."""
        if files not in self._copies:
            folder = Path(self._room.name) / str(len(self._copies))
            for file in files:
                target = folder / file.relative_to(self._folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, target)
            self._copies[files] = folder
        return self._copies[files]


def _by_sheet(questions: Sequence[Question]) -> list[list[Question]]:
    """Questions about one form, or about the place of its sheet, in the order in which they are asked."""
    groups: dict[str, list[Question]] = {}
    for question in questions:
        if question.part in (TABLE, COLUMN):
            groups.setdefault(question.form, []).append(question)
    for question in questions:
        if question.part == PLACE:
            groups.setdefault("\n".join(("", question.form, question.heading)), []).append(question)
    return list(groups.values())


def _given(questions: Sequence[Question], answers: Iterable[Answer]) -> list[Answer]:
    """The answers to some questions."""
    asked = {question.answered("").question for question in questions}
    return [answer for answer in answers if answer.question in asked]


def _alike(truth: TextRow, row: TextRow) -> float:
    """Share of stated values that the row has, less those that it has otherwise."""
    stated = {name: value for name, value in truth.items() if value}
    right = sum(row[name] == value for name, value in stated.items())
    other = sum(bool(row[name]) and row[name] != value for name, value in stated.items())
    return (right - other) / max(len(stated), 1)


def _count_proposals(questions: Sequence[Question], answers: Sequence[Answer], asked: Interview) -> None:
    for question in questions:
        if question.proposed:
            asked.proposed += 1
            asked.well_proposed += question.answered(question.proposed) in answers

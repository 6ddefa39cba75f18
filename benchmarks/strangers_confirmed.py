"""What a colleague who knows the office would confirm, in one round of the questions that the workbook asks.

Used by `strangers.py --confirm`. Answers come from the truth and from nothing else, and only from the drop-downs that
are offered. A colleague sees a sheet as a whole: its kind, its place and its columns are answered together, so that
the answers of one form make most values right; then each word. What no answer makes better stays as it was proposed,
where that does no harm, else open. A second meaning of a word counts as a decision of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from strangers_scoring import COMPARED, TextRow, result_rows, unique_rows
from strangers_worth import WRONG, Worth, Worths

from socialgraph.loaders import read_paths
from socialgraph.loaders.report.confirming.choices import fields_for
from socialgraph.loaders.report.confirming.question import Question
from socialgraph.loaders.report.confirming.questions import MOST_ASKED
from socialgraph.loaders.values.words.confirmed import (
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
    merged,
    parts_of_meaning,
)

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


class Colleague:
    """Somebody who knows an office's truth and its sheets."""

    def __init__(self, office: Path, truth: Mapping[str, Sequence[TextRow]]) -> None:
        self._folder = office / "workbooks"
        self._truth = truth
        self._worths = Worths(self._folder, truth)
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

    def answers(self) -> Interview:
        """One round of questions, answered."""
        reading = read_paths([self._folder], grids=self._worths.grids)
        questions = reading.questions
        asked = Interview(decisions=len(questions))
        groups = _by_sheet(questions)
        for group in groups:
            self._worths.beside = self._list_of_flats(asked.answers)
            self._answer_sheet(group, asked)
        self._worths.beside = self._list_of_flats(asked.answers)
        for group in groups:  # what another sheet's answers have made readable
            if not any(answer.meaning != NOT_OURS for answer in _given(group, asked.answers)):
                self._answer_sheet(group, asked)
        for group in groups:
            _count_proposals(group, asked.answers, asked)
        beside, self._worths.beside = self._worths.beside, ()
        for group in _by_sheet(reading.readings):
            self._overrule(group, asked)
        self._worths.beside = beside
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
                    result_rows(self._worths.read([file], answers), table), *COMPARED[table]
                ).items()
                if place in self._worths.wanted[table]
            )
            for file in self._all_files()
        }
        most = max(known, key=lambda file: known[file], default=None)
        return (most,) if most is not None and known[most] else ()

    def _all_files(self) -> list[Path]:
        return sorted(file for file in self._folder.rglob("*") if file.is_file())

    def _take_back(self, groups: Iterable[Sequence[Question]], asked: Interview) -> None:
        """Leave out the answers about a form, and the words, without which the whole office reads better."""
        self._worths.beside = ()
        whole = self._all_files()
        value = self._worths.of(whole, asked.answers)
        parts = [_given(group, asked.answers) for group in groups]
        parts += [[answer] for answer in asked.answers if answer.part == WORD]
        for part in parts:
            left = [answer for answer in asked.answers if answer not in part]
            if part and (worth := self._worths.of(whole, left)).all > value.all:
                asked.answers, value = left, worth

    def _answer_sheet(self, group: Sequence[Question], asked: Interview) -> None:
        """Kind, place and columns of one form together."""
        files = self._files(group)
        table = next((question for question in group if question.part == TABLE), None)
        others = [question for question in group if question is not table]
        proposed = [question.answered(question.proposed) for question in group if question.proposed]
        best, value = list[Answer](), self._worths.of(files, asked.answers)
        if (as_proposed := self._worths.of(files, [*asked.answers, *proposed])) >= value:
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
        alone = self._worths.of(files, asked.answers)
        if alone.right - alone.all < WRONG:
            return
        value, best = self._worths.of(whole, asked.answers), list[Answer]()  # what other files say too is no gain
        for question in group:
            kinds = [*self._likely_kinds(files, ""), NOT_OURS] if question.part == TABLE else [NOT_READ]
            for meaning in kinds:
                tried = merged(best, [question.answered(meaning)])
                worth = self._worths.of(whole, merged(asked.answers, tried))
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
        worth = self._worths.of(files, [*known, *best]) if value is None else value
        for _ in range(_ROUNDS):
            before = worth
            for options in self._options(questions, kind):
                for tried in options:
                    together = merged(best, tried)
                    if together == best:
                        continue
                    worth_together = self._worths.of(files, [*known, *together])
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
            for grid in self._worths.grids.of(self._folder / file.relative_to(self._folder))
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
        value = self._worths.of(files, asked.answers)
        best: list[Answer] = []
        offered = self._true(question.labels("zh").values())
        meanings = [meaning for meaning in offered if meaning != LEFT_ALONE or not question.harmless]
        if question.proposed:
            meanings = [question.proposed, *(meaning for meaning in meanings if meaning != question.proposed)]
        for meaning in meanings:
            answer = question.answered(meaning)
            worth = self._worths.of(files, merged(asked.answers, [answer]))
            as_good = worth == value and not best and meaning == question.proposed
            if as_good or worth.beats(value, [answer.meaning]):
                best, value = [answer], worth
        if best:
            first = best[0]
            code = parts_of_meaning(first.meaning)[1]
            one_thing = code in _TAKE_NO_REASON or asked.decisions >= MOST_ASKED
            for second in () if one_thing else self._true(question.second_labels("zh").values()):
                answer = question.answered(code, second)
                worth = self._worths.of(files, merged(asked.answers, [answer]))
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
            for file in self._all_files()
            if any(name.startswith(str(file.relative_to(self._folder))) for name in names)
        ]


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


def _count_proposals(questions: Sequence[Question], answers: Sequence[Answer], asked: Interview) -> None:
    for question in questions:
        if question.proposed:
            asked.proposed += 1
            asked.well_proposed += question.answered(question.proposed) in answers

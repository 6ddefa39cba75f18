"""What a whole sheet leaves out: its building, its door, the year of its dates, the day of what it says, its pipe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.layout.dated_titles import stated_day, year_of
from socialgraph.loaders.report.confirming.question import Question
from socialgraph.loaders.tables.findings import Finding
from socialgraph.loaders.values.dates import date_of_title, dates_in, parse_date_in_year
from socialgraph.loaders.values.words.confirmed import AS_ABOVE, BUILDING, DATE, DOOR, KIND, PIPE, PLACE, SHEETS, YEAR
from socialgraph.loaders.values.words.pipes import STANCES_AND_SIGNED, pipes_named

_MISSING = {"missing_building": BUILDING, "missing_door": DOOR, "bad_date": YEAR, "unknown_tie_kind": KIND}
# kind of sheet -> the fields that say something of a day
_SAID = {
    "survey": STANCES_AND_SIGNED,
    **dict.fromkeys(("people_roster", "party_roster"), frozenset(("willing",))),
}
# kind of sheet -> the fields of which a pipe may be named above the table
_ABOUT_A_PIPE = {"survey": STANCES_AND_SIGNED, **dict.fromkeys(("works", "riser_map"), frozenset(("stack",)))}
_OF_ONE_PIPE, _OF_NO_PIPE = ("stance_", "status_"), frozenset(("stance_again",))
_SAID_ON = ("survey_date", "willing_on", "date")
_MOSTLY = 0.5
_LEAST_DATES = 2
_ANY_YEAR = 2024  # a leap year: 2月29日 is a day of some year


@dataclass
class _Lacking:
    sheet: Sheet
    rows: dict[str, set[int]] = field(default_factory=dict)  # part -> numbers of the rows that leave it out


def place_questions(sheets: Sequence[Sheet], findings: Iterable[Finding]) -> list[Question]:
    """One question a sheet and part, for sheets most of whose rows say no building or door, or dates of no year."""
    lacking = {id(sheet): _Lacking(sheet) for sheet in sheets}
    for finding in findings:
        part, gaps = _MISSING.get(finding.reason, ""), lacking.get(id(finding.place.sheet))
        if part and gaps is not None and _IS_LEFT_OUT.get(part, _always)(finding):
            gaps.rows.setdefault(part, set()).add(finding.place.row.number)
    days = _days_of(sheets)
    asked = [(gaps, part) for gaps in lacking.values() for part in _asked(gaps, days[id(gaps.sheet)])]
    year = _usual_year(sheets) if any(part == YEAR for _, part in asked) else ""
    return _asked_once(
        [
            _question(
                gaps,
                part,
                {YEAR: year, DATE: days[id(gaps.sheet)], PIPE: _pipe_of(gaps.sheet), KIND: "nominated"}.get(part, ""),
            )
            for gaps, part in asked
        ]
    )


def _asked_once(questions: Iterable[Question]) -> list[Question]:
    """One question for all sheets that seem to leave out the same year or day."""
    merged: dict[tuple[str, ...], Question] = {}
    for question in questions:
        alike = question.word in (YEAR, DATE) and question.proposed
        place = (question.word, question.proposed) if alike else (question.form, question.heading, question.word)
        known = merged.get(place)
        merged[place] = question if known is None else _joined(known, question)
    return list(merged.values())


def _joined(known: Question, more: Question) -> Question:
    return replace(
        known,
        form=known.form + SHEETS + more.form,
        heading=known.heading + SHEETS + more.heading,
        files=(*known.files, *more.files),
        count=known.count + more.count,
    )


def _always(_finding: Finding) -> bool:
    return True


def _lacks_year(finding: Finding) -> bool:
    return parse_date_in_year(finding.value, _ANY_YEAR) is not None


def _says_no_kind(finding: Finding) -> bool:
    return not finding.value and not finding.place.row.text("kind").strip("-/ ")


_IS_LEFT_OUT = {YEAR: _lacks_year, KIND: _says_no_kind}


def _asked(gaps: _Lacking, day: str) -> list[str]:
    count, rows = len(gaps.sheet.rows), gaps.rows
    parts = [YEAR] if len(rows.get(YEAR, ())) >= _LEAST_DATES else []
    if day and _undated(gaps.sheet):
        parts.append(DATE)
    if len(rows.get(KIND, ())) >= _LEAST_DATES and not gaps.sheet.kind_of_ties:
        parts.append(KIND)
    if _pipe_of(gaps.sheet):
        parts.append(PIPE)
    if len(rows.get(BUILDING, ())) > _MOSTLY * count:
        parts += [BUILDING, *([] if {DOOR, "address_full", "stack"} & gaps.sheet.fields.keys() else [DOOR])]
    elif len(rows.get(DOOR, ())) > _MOSTLY * count:
        parts.append(DOOR)
    return parts


def _pipe_of(sheet: Sheet) -> str:
    """The one pipe that the titles of a sheet name (not the notes below them), whose columns name none; else ""."""
    if sheet.pipe or not _ABOUT_A_PIPE.get(sheet.kind, frozenset()) & sheet.fields.keys():
        return ""
    if any(name == PIPE or (name.startswith(_OF_ONE_PIPE) and name not in _OF_NO_PIPE) for name in sheet.fields):
        return ""
    for title in (sheet.block_title, sheet.title.split("\n")[0], sheet.sheet, PurePath(sheet.file).stem):
        if pipes := pipes_named(title):
            return next(iter(pipes)) if len(pipes) == 1 else ""
    return ""


def _undated(sheet: Sheet) -> bool:
    """Whether a sheet says what people think, or that they would help, and not when."""
    if (
        sheet.date
        or stated_day(sheet, year_of(sheet))
        or not any(sheet.kind == kind and fields & sheet.fields.keys() for kind, fields in _SAID.items())
    ):
        return False
    dated = sum(1 for row in sheet.rows if any(row.text(name) for name in _SAID_ON))
    return dated < (1 - _MOSTLY) * len(sheet.rows)


def _days_of(sheets: Sequence[Sheet]) -> dict[int, str]:
    """The day or month above a table, or in its sheet's or file's name; else that of another such table of its file."""
    year = int(_usual_year(sheets) or 0)
    days = {id(sheet): _day_of(sheet, year) for sheet in sheets}
    of_form: dict[tuple[str, ...], set[str]] = {}
    for sheet in sheets:
        of_form.setdefault((sheet.file, sheet.kind, *sorted(sheet.fields)), set()).add(days[id(sheet)])
    for sheet in sheets:
        others = of_form[sheet.file, sheet.kind, *sorted(sheet.fields)] - {""}
        if len(others) == 1:
            days[id(sheet)] = days[id(sheet)] or next(iter(others))
    return days


def _day_of(sheet: Sheet, year: int) -> str:
    """The one day of the titles; of one without a year it is that of the sheet, else the office's usual `year`."""
    for text in (sheet.block_title, sheet.title, sheet.sheet, PurePath(sheet.file).stem):
        if days := set(dates_in(text)):
            return days.pop() if len(days) == 1 else ""
        if day := date_of_title(text, year_of(sheet) or year):
            return day
    return ""


def _question(gaps: _Lacking, part: str, likely: str) -> Question:
    sheet = gaps.sheet
    repeats = part in (BUILDING, DOOR) and bool(sheet.rows) and bool(sheet.rows[0].text(part))
    return Question(
        PLACE,
        sheet.file,
        sheet.sheet,
        word=part,
        shown=", ".join(dict.fromkeys(filter(None, (sheet.title.split("\n")[0], sheet.block_title)))),
        files=(f"{sheet.file} {sheet.sheet}".strip(),),
        field=part,
        proposed=AS_ABOVE if repeats else likely,
        count=len(gaps.rows.get(part, ())) or len(sheet.rows),
    )


def _usual_year(sheets: Iterable[Sheet]) -> str:
    """The year that most sheets are of, "" where none says one."""
    years = Counter(year for sheet in sheets if (year := year_of(sheet)))
    return str(years.most_common(1)[0][0]) if years else ""

"""What a whole sheet leaves out: its building, its door, the year of its dates, the day of what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from socialgraph.loaders.confirming.question import Question
from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.parsers.lines import year_of
from socialgraph.loaders.tables.findings import Finding
from socialgraph.loaders.values.dates import dates_in, parse_date_in_year
from socialgraph.loaders.words.confirmed import AS_ABOVE, BUILDING, DATE, DOOR, PLACE, SHEETS, YEAR

_MISSING = {"missing_building": BUILDING, "missing_door": DOOR, "bad_date": YEAR}
_SAID = frozenset(("stance", "stance_supply", "stance_kitchen", "stance_bathroom", "stance_sewage", "signed"))
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
        part, found = _MISSING.get(finding.reason, ""), lacking.get(id(finding.place.sheet))
        if part and found is not None and (part != YEAR or _lacks_year(finding)):
            found.rows.setdefault(part, set()).add(finding.place.row.number)
    asked = [(found, part) for found in lacking.values() for part in _asked(found)]
    year = _usual_year(sheets) if any(part == YEAR for _, part in asked) else ""
    return _asked_once([_question(found, part, year) for found, part in asked])


def _asked_once(questions: Iterable[Question]) -> list[Question]:
    """One question for all sheets that seem to leave out the same year or day."""
    found: dict[tuple[str, ...], Question] = {}
    for question in questions:
        alike = question.word in (YEAR, DATE) and question.proposed
        place = (question.word, question.proposed) if alike else (question.form, question.heading, question.word)
        known = found.get(place)
        found[place] = question if known is None else _joined(known, question)
    return list(found.values())


def _joined(known: Question, more: Question) -> Question:
    return replace(
        known,
        form=known.form + SHEETS + more.form,
        heading=known.heading + SHEETS + more.heading,
        files=(*known.files, *more.files),
        count=known.count + more.count,
    )


def _lacks_year(finding: Finding) -> bool:
    return parse_date_in_year(finding.value, _ANY_YEAR) is not None


def _asked(found: _Lacking) -> list[str]:
    count, rows = len(found.sheet.rows), found.rows
    parts = [YEAR] if len(rows.get(YEAR, ())) >= _LEAST_DATES else []
    if _undated(found.sheet):
        parts.append(DATE)
    if len(rows.get(BUILDING, ())) > _MOSTLY * count:
        parts += [BUILDING, *([] if {DOOR, "address_full", "stack"} & found.sheet.fields.keys() else [DOOR])]
    elif len(rows.get(DOOR, ())) > _MOSTLY * count:
        parts.append(DOOR)
    return parts


def _undated(sheet: Sheet) -> bool:
    """Whether a survey says what people think, not when, and its title or name gives a day or month."""
    if sheet.kind != "survey" or sheet.date or not _SAID & sheet.fields.keys() or not _day_of(sheet):
        return False
    dated = sum(1 for row in sheet.rows if row.text("survey_date"))
    return dated < (1 - _MOSTLY) * len(sheet.rows)


def _day_of(sheet: Sheet) -> str:
    """The day or month that stands above a table, or in its sheet's or file's name; "" for none or several."""
    for text in (sheet.block_title, sheet.title, sheet.sheet, PurePath(sheet.file).stem):
        if days := set(dates_in(text)):
            return days.pop() if len(days) == 1 else ""
    return ""


def _question(found: _Lacking, part: str, year: str) -> Question:
    sheet = found.sheet
    repeats = part in (BUILDING, DOOR) and bool(sheet.rows) and bool(sheet.rows[0].text(part))
    return Question(
        PLACE,
        sheet.file,
        sheet.sheet,
        word=part,
        shown=", ".join(dict.fromkeys(filter(None, (sheet.title.split("\n")[0], sheet.block_title)))),
        files=(f"{sheet.file} {sheet.sheet}".strip(),),
        field=part,
        proposed=AS_ABOVE if repeats else {YEAR: year, DATE: _day_of(sheet)}.get(part, ""),
        count=len(found.rows.get(part, ())) or len(sheet.rows),
    )


def _usual_year(sheets: Iterable[Sheet]) -> str:
    """The year that most sheets are of, "" where none says one."""
    years = Counter(year for sheet in sheets if (year := year_of(sheet)))
    return str(years.most_common(1)[0][0]) if years else ""

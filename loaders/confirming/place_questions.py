"""What a whole sheet leaves out: its building, its door, the year of its dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from socialgraph.loaders.confirming.question import Question
from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.parsers.lines import year_of
from socialgraph.loaders.tables.findings import Finding
from socialgraph.loaders.values.dates import parse_date_in_year
from socialgraph.loaders.words.confirmed import AS_ABOVE, BUILDING, DOOR, PLACE, YEAR

_MISSING = {"missing_building": BUILDING, "missing_door": DOOR, "bad_date": YEAR}
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
    return [_question(found, part, year) for found, part in asked]


def _lacks_year(finding: Finding) -> bool:
    return parse_date_in_year(finding.value, _ANY_YEAR) is not None


def _asked(found: _Lacking) -> list[str]:
    count, rows = len(found.sheet.rows), found.rows
    parts = [YEAR] if len(rows.get(YEAR, ())) >= _LEAST_DATES else []
    if len(rows.get(BUILDING, ())) > _MOSTLY * count:
        parts += [BUILDING, *([] if {DOOR, "address_full", "stack"} & found.sheet.fields.keys() else [DOOR])]
    elif len(rows.get(DOOR, ())) > _MOSTLY * count:
        parts.append(DOOR)
    return parts


def _question(found: _Lacking, part: str, year: str) -> Question:
    sheet = found.sheet
    repeats = part != YEAR and bool(sheet.rows) and bool(sheet.rows[0].text(part))
    return Question(
        PLACE,
        sheet.file,
        sheet.sheet,
        word=part,
        shown=", ".join(dict.fromkeys(filter(None, (sheet.title.split("\n")[0], sheet.block_title)))),
        files=(f"{sheet.file} {sheet.sheet}".strip(),),
        field=part,
        proposed=AS_ABOVE if repeats else year if part == YEAR else "",
        count=len(found.rows.get(part, ())) or len(sheet.rows),
    )


def _usual_year(sheets: Iterable[Sheet]) -> str:
    """The year that most sheets are of, "" where none says one."""
    years = Counter(year for sheet in sheets if (year := year_of(sheet)))
    return str(years.most_common(1)[0][0]) if years else ""

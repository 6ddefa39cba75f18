"""Lists of people that say nothing of households: sign-in sheets of an activity, and lists of fees.

Names with addresses look like a survey; taken for one they would enlarge the register, which every rate is measured
against. A sign-in sheet says so in its title, where the activity and its day stand too; a list of fees by its columns.
"""

from __future__ import annotations

import re
from dataclasses import replace

from socialgraph.loaders.files.sheets import Cell, Sheet
from socialgraph.loaders.layout.forms.sign_in import activity_of
from socialgraph.loaders.layout.kinds import UNKNOWN, is_survey

_SIGN_IN = re.compile(r"签到|到场登记|出席登记|参会名单|参加人员名单")
_FEES = re.compile(r"物业费|水费|电费|取暖费|供暖费|停车费|卫生费|应[缴收]|实[缴收]|欠费|缴费|收费标准")
_TITLE_OF = re.compile(r"(?:活动)?(?:签到|到场登记|出席登记|参会名单|参加人员名单).*$")
_DAY = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?")
_NAMED = re.compile(r"(?:活动|会议)(?:名称|内容|主题)?\s*[:：]\s*[^\n]+")
_SAYS_NOTHING = frozenset(("name", "phone", "signed", "concern"))  # columns that any list of people may have


def settle_list(sheet: Sheet) -> None:
    """Make a sign-in sheet one of activities, and a list of fees one that is not read; other sheets stay."""
    if sheet.kind == "activities":
        _name_activity(sheet)
    if sheet.kind != "survey" or is_survey(set(sheet.fields) - _SAYS_NOTHING):
        return
    titles = [line for text in (sheet.title, sheet.block_title, sheet.sheet) for line in text.split("\n") if line]
    named = next((title for title in titles if _SIGN_IN.search(title)), "")
    if named:
        _to_activity(sheet, _activity(named, titles), " ".join(titles))
    elif any(_FEES.search(text) for text in (*titles, *sheet.dropped_columns)):
        sheet.kind = UNKNOWN


def _name_activity(sheet: Sheet) -> None:
    """活动：包粽子　时间：5月30日 over names and the time of each says what they came to."""
    named = {match[0] for text in (sheet.title, sheet.block_title) if (match := _NAMED.search(text))}
    activity = activity_of(named.pop()) if len(named) == 1 else ""
    if activity and "activity" not in sheet.fields:
        _fill(sheet, "activity", activity)


def _fill(sheet: Sheet, name: str, text: str) -> None:
    sheet.fields[name] = name
    sheet.rows = [replace(row, cells={**row.cells, name: Cell(text)}) for row in sheet.rows]


def _activity(named: str, titles: list[str]) -> str:
    """What a title says that people came to; 签到： alone says nothing, then the other titles do."""
    own = _TITLE_OF.sub("", named).strip(" :：")
    return own or activity_of("\n".join(title for title in titles if title != named)) or named


def _to_activity(sheet: Sheet, activity: str, titles: str) -> None:
    """Every row gets the activity and the day of the title, where no column says them."""
    sheet.kind = "activities"
    day = _DAY.search(titles)
    cells = {"activity": activity, "date": day.group() if day else ""}
    if "survey_date" in sheet.fields:
        sheet.fields["date"] = sheet.fields.pop("survey_date")
        for row in sheet.rows:
            if "survey_date" in row.cells:
                row.cells["date"] = row.cells.pop("survey_date")
    for name, text in cells.items():
        if text and name not in sheet.fields:
            _fill(sheet, name, text)

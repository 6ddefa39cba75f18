"""One record from two loads: what the stored row keeps when a file that gave it is not loaded this time.

A blank never wipes a stored value; roles are united; of two other values the one with the later date of the record
wins (`survey_date` of a dossier, `willing_on` of a person), the new load when they are equal or one is missing; of two
origins of a stack the better one (site_verified > drawing > sheet > derived > unknown).
"""

from __future__ import annotations

import pandas as pd

_DATED_BY = {"dossiers": "survey_date", "people": "willing_on"}
_UNITED = {"people": "roles"}
_RANKED = {"flats": ("stack_source", ("unknown", "derived", "sheet", "drawing", "site_verified"))}
_FIRST_DAY = {4: "-01-01", 7: "-01"}  # a date known to the year or month counts as its first day


def merged(name: str, stored: pd.DataFrame, given: pd.DataFrame, values: list[str]) -> pd.DataFrame:
    """The columns `values` of the merged rows; `stored` and `given` are aligned row by row."""
    older = pd.Series(False, index=given.index)
    if name in _DATED_BY:
        ours, theirs = _days(stored[_DATED_BY[name]]), _days(given[_DATED_BY[name]])
        older = (ours != "") & (theirs != "") & (theirs < ours)
    kept = {}
    for column in values:
        stays = (given[column] == "") | (older & (stored[column] != ""))
        kept[column] = given[column].where(~stays, stored[column])
    result = pd.DataFrame(kept, index=given.index)
    if name in _UNITED:
        column = _UNITED[name]
        result[column] = [_united(first, second) for first, second in zip(stored[column], given[column], strict=True)]
    if name in _RANKED:
        column, order = _RANKED[name]
        better = _rank(stored[column], order) > _rank(given[column], order)
        result[column] = result[column].where(~better, stored[column])
    return result.astype("str")


def _days(dates: pd.Series) -> pd.Series:
    return dates + dates.str.len().map(_FIRST_DAY).fillna("")


def _united(stored: str, given: str) -> str:
    """Stored roles, then the new ones; the same text again when there is none."""
    roles = dict.fromkeys(part for part in (*stored.split("|"), *given.split("|")) if part)
    return "|".join(roles)


def _rank(column: pd.Series, order: tuple[str, ...]) -> pd.Series:
    return column.map({word: place for place, word in enumerate(order)}).fillna(-1)

"""One record from two loads: what the stored row keeps when a file that gave it is not loaded this time.

A blank never wipes a stored value; roles, scopes and the days of all words on helping are united; of two other values
the one with the later date of the record wins (`survey_date` of a dossier, `willing_on` of a person, `done_on` of
works). Where the dates are equal a source that gave the record before has changed its mind, and the new value counts;
between two sources that never met the last in order of code points counts, so that it is no matter which of them came
first. Where `said` keeps what each source last said, that counts instead, but for names, phones and needs. Of two
origins of a stack the better one counts (site_verified > drawing > sheet > derived > by_number > unknown).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.schema.constants import BY_NUMBER, STACK_SOURCES
from socialgraph.schema.kinds import FIRST_DAY
from socialgraph.schema.opt_ins import OPT_IN_DAYS
from socialgraph.schema.tables import united

DATED_BY = {"dossiers": "survey_date", "people": "willing_on", "works": "done_on"}
_UNITED = {"people": ("roles", "scope", *OPT_IN_DAYS.values())}
_RANKED = {"flats": ("stack_source", tuple(reversed((*STACK_SOURCES[:-1], BY_NUMBER, STACK_SOURCES[-1]))))}
LEAST = frozenset({"accepted", "willing"})  # of a yes and a no the no: "false" comes before "true"


def merged(
    name: str, stored: pd.DataFrame, given: pd.DataFrame, values: list[str], is_first: NDArray[np.bool_]
) -> pd.DataFrame:
    """The columns `values` of the merged rows; `stored` and `given` are aligned row by row.

    `is_first`: (rows,) none of the sources that give the row now had given it before.
    """
    older = np.zeros(len(given), dtype=bool)
    same_day = np.ones(len(given), dtype=bool)
    if name in DATED_BY:
        ours, theirs = (_days(rows[DATED_BY[name]]).to_numpy(object) for rows in (stored, given))
        older = (theirs < ours) & (is_first | (theirs != "") | (name == "works"))
        same_day = theirs == ours
    kept = {}
    for column in values:
        low, high = (stored, given) if column in LEAST else (given, stored)
        smaller = is_first & same_day & (low[column] < high[column]).to_numpy(bool)
        stays = (given[column] == "") | ((older | smaller) & (stored[column] != ""))
        kept[column] = given[column].where(~stays, stored[column])
    result = pd.DataFrame(kept, index=given.index)
    for column in _UNITED.get(name, ()):
        result[column] = [united(pair) for pair in zip(stored[column], given[column], strict=True)]
    if name in _RANKED:
        column, order = _RANKED[name]
        better = _rank(stored[column], order) > _rank(given[column], order)
        result[column] = result[column].where(~better, stored[column])
    return result.astype("str")


def _days(dates: pd.Series) -> pd.Series:
    return dates + dates.str.len().map(FIRST_DAY).fillna("")


def _rank(column: pd.Series, order: tuple[str, ...]) -> pd.Series:
    return column.map({word: place for place, word in enumerate(order)}).fillna(-1)

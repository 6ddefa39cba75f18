"""What was known on a day: the records as they would have been read then.

A dated row counts from its date, an undated one from the day of its first load; a row that was retired later is still
seen before. Of a model's features nothing is computed but from such a cut, so that no later row can change one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.dates import day, first_days
from socialgraph.arrays.encoded import Encoded
from socialgraph.arrays.types import Days
from socialgraph.town.building import build_town
from socialgraph.town.history import DATED_BY, takes_a_place, with_words_of
from socialgraph.town.snapshot import Town

# table -> the column that dates a row; the register is as it is now, persons are only names
DATED = DATED_BY | {
    "people": "willing_on",
    "stops": "stopped_on",
    "assignments": "exported_on",
    "holds": "held_on",
    "closed_pairs": "observed_on",
}
UNDATED = ("dossiers", "links", "measures", "same_persons")
FIRST_ON, RETIRED_ON = "first_on", "retired_on"
_SINCE_RUN = "since_run"


@dataclass(frozen=True)
class History:
    """Records with the days on which each row was first loaded and retired.

    Attributes
    ----------
    records : tables of text by name, with the columns of `schema.records`; where the days are known also `first_on`
        and `retired_on` (ISO dates, empty where not retired), retired rows among them.
    loaded_on : the day on which rows without `first_on` count as first loaded.
    """

    records: Mapping[str, pd.DataFrame]
    loaded_on: dt.date
    _towns: dict[dt.date, Town] = field(default_factory=dict, repr=False, compare=False)

    def known_on(self, on: dt.date) -> Town:
        """The town as it was known on a day; the register as it is now.

        Parameters
        ----------
        on : what is dated later, or was loaded later where it has no date, is left out.

        Returns
        -------
        Town
            Built once a day and kept; a town without stances where nothing was known yet.
        """
        if on not in self._towns:
            self._towns[on] = build_town({name: self._cut(name, rows, on) for name, rows in self.records.items()})
        return self._towns[on]

    def first_day(self) -> dt.date | None:
        """The day of the first dated word; None where none is dated.

        Returns
        -------
        date or None
            Of stances alone: works and dossiers do not begin a history.
        """
        dates = first_days(Encoded.of(self.records["stances"]["date"]), "stances.date")
        dates = dates[~np.isnat(dates)]
        return None if len(dates) == 0 else dates.min().astype(object)

    def _first(self, rows: pd.DataFrame) -> Days:
        if FIRST_ON not in rows:
            return np.full(len(rows), day(self.loaded_on))
        return np.where(
            (rows[FIRST_ON] == "").to_numpy(bool), day(self.loaded_on), first_days(Encoded.of(rows[FIRST_ON]), FIRST_ON)
        ).astype("datetime64[D]")

    def _since(self, name: str, rows: pd.DataFrame) -> Days:
        """(rows,) the day from which each counts."""
        first = self._first(rows)
        if name not in DATED:
            since = first
        else:
            dated = first_days(Encoded.of(rows[DATED[name]]), f"{name}.{DATED[name]}")
            since = np.where(np.isnat(dated), first, dated)
        return np.maximum(since, self._replaced_on(name, rows, first)).astype("datetime64[D]")

    def _replaced_on(self, name: str, rows: pd.DataFrame, first: Days) -> Days:
        """The day on which a row took the place of a retired one; the beginning of time where it took none."""
        never = np.datetime64("0001-01-01", "D")
        if RETIRED_ON not in rows:
            return np.full(len(rows), never)
        if _SINCE_RUN in rows:
            took = takes_a_place(name, rows)
        else:  # without the runs: what was retired on the day on which another came
            days = rows.assign(**{FIRST_ON: np.datetime_as_string(first, "D")})
            took = takes_a_place(name, days, FIRST_ON, RETIRED_ON)
        return np.where(took, first, never)

    def _cut(self, name: str, rows: pd.DataFrame, on: dt.date) -> pd.DataFrame:
        if name not in DATED and name not in UNDATED:
            return rows if RETIRED_ON not in rows else rows[rows[RETIRED_ON] == ""]
        if name == "people":
            rows = with_words_of(rows, on)
        keep: NDArray[np.bool_] = self._since(name, rows) <= day(on)
        if name == "people":  # who is on the roster counts from the first load, their word on helping from its date
            keep = keep & (self._first(rows) <= day(on)) if FIRST_ON in rows else keep
        if RETIRED_ON in rows:
            retired = first_days(Encoded.of(rows[RETIRED_ON]), RETIRED_ON)
            keep = keep & (np.isnat(retired) | (retired > day(on)))
        return rows[keep]

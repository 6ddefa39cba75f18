"""Dates as they are recorded: whole, or only the month or the year; a vague date counts as its first day."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.encoded import Encoded
from socialgraph.arrays.types import Days
from socialgraph.errors import InputError

NO_DATE = np.datetime64("NaT", "D")
_WRITTEN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def first_days(column: Encoded, where: str) -> Days:
    """(n,) datetime64[D] of a column of ISO texts; `2026-08` is its first day, empty is NaT.

    Raises
    ------
    InputError
        If a text is no date; `where` says in which table and column, the text itself is not quoted.
    """
    return column.map(lambda texts: np.array([_first_day(str(text), where) for text in texts], "datetime64[D]"))


def _first_day(text: str, where: str) -> np.datetime64:
    if not text:
        return NO_DATE
    try:
        if _WRITTEN.fullmatch(text):
            return np.datetime64(text, "D")
    except ValueError:
        pass  # the 31st of February, told below like any other
    raise InputError("value.not_a_date", where=where)


def day(date: dt.date) -> np.datetime64:
    """A Python date as numpy counts days."""
    return np.datetime64(date, "D")


def known_by(days: Days, as_of: dt.date) -> NDArray[np.bool_]:
    """(n,) whether each date is not later than the as-of date; what has no date was always known.

    Examples
    --------
    >>> known_by(np.array(["2026-05-01", "2026-05-02", "NaT"], "datetime64[D]"), dt.date(2026, 5, 1)).tolist()
    [True, False, True]
    """
    return np.isnat(days) | (days <= day(as_of))

"""How fast a tie fades: a row of evidence is worth half as much each half-life of its kind later."""

from __future__ import annotations

import datetime as dt

import numpy as np

from socialgraph.arrays.dates import day
from socialgraph.arrays.types import Days, Floats


def ages_days(observed_on: Days, half_life_days: Floats, as_of: dt.date) -> Floats:
    """Age of each row at a date; a row without a date is one half-life old.

    Parameters
    ----------
    observed_on : (rows,) datetime64[D], NaT where undated.
    half_life_days : (rows,) of the kind of each row, above 0.
    as_of : the day whose age counts.

    Returns
    -------
    (rows,) float64
        Days; below 0 for a row of the future, never NaN.

    Examples
    --------
    >>> days = np.array(["2026-11-15", "NaT"], "datetime64[D]")
    >>> ages_days(days, np.array([365.0, 365.0]), dt.date(2026, 11, 25)).tolist()
    [10.0, 365.0]
    """
    age = (day(as_of) - observed_on).astype(np.int64).astype(np.float64)
    return np.where(np.isnat(observed_on), half_life_days, age)


def fading(age_days: Floats, half_life_days: Floats) -> Floats:
    """What is left of a row: 2^(−age / half-life).

    Parameters
    ----------
    age_days, half_life_days : (rows,) days; the half-life above 0.

    Returns
    -------
    (rows,) float64
        In (0, 1]; 1 for a row of that day, and for one of the future.

    Examples
    --------
    >>> fading(np.array([0.0, 365.0, 730.0]), np.full(3, 365.0)).tolist()
    [1.0, 0.5, 0.25]
    """
    return np.exp2(-np.maximum(age_days, 0.0) / half_life_days)

"""Hours in which nobody is contacted at home (`data/quiet_hours.csv`): no list and no appointment falls into them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from socialgraph.shipped import shipped_table

_MINUTES_A_DAY = 24 * 60


def quiet_hours() -> tuple[int, int]:
    """From and to, in minutes since midnight; they end on the next day.

    Returns
    -------
    begins, ends : int
        Minutes since midnight, 0 to 1439, from the one row of `data/quiet_hours.csv`.

    Examples
    --------
    >>> quiet_hours()
    (1200, 480)
    """
    (row,) = shipped_table("quiet_hours")
    return _minutes(row["from"], 0), _minutes(row["to"], 0)


def first_contact_day(now: dt.datetime) -> dt.date:
    """The first day that still has an hour to contact somebody in: tomorrow, once the evening's quiet has begun.

    Parameters
    ----------
    now : a moment of the office's own clock.

    Returns
    -------
    date
        That day, or the next one.

    Examples
    --------
    >>> first_contact_day(dt.datetime(2026, 11, 28, 19, 59)).isoformat()
    '2026-11-28'
    >>> first_contact_day(dt.datetime(2026, 11, 28, 20, 0)).isoformat()
    '2026-11-29'
    """
    begins, _ = quiet_hours()
    has_begun = now.hour * 60 + now.minute >= begins
    return now.date() + dt.timedelta(days=int(has_begun))


def have_permitted_hours(begins: Sequence[str], ends: Sequence[str]) -> NDArray[np.bool_]:
    """(windows,) whether an access window, two texts such as 09:30, has any time outside the quiet hours.

    An empty text leaves that end open; a window that ends before it begins goes over midnight.

    Parameters
    ----------
    begins, ends : (windows,) texts as 09:30; whatever is not written so counts as empty.

    Returns
    -------
    (windows,) bool
        In the order of the windows.

    Examples
    --------
    >>> have_permitted_hours(["19:00", "20:00", "22:00", ""], ["21:00", "22:00", "06:00", ""]).tolist()
    [True, False, False, True]
    """
    quiet_from, quiet_to = quiet_hours()
    start = np.array([_minutes(text, 0) for text in begins], np.int64)
    end = np.array([_minutes(text, _MINUTES_A_DAY) for text in ends], np.int64)
    over_midnight = end <= start
    evening = np.where(over_midnight, _MINUTES_A_DAY, end)
    by_day = (start < quiet_from) & (evening > quiet_to)
    return np.asarray(by_day | (over_midnight & (end > quiet_to)))


def _minutes(text: str, of_none: int) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes or 0) if hours.isdigit() and (minutes or "0").isdigit() else of_none

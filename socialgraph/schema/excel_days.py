"""Excel's days: numbers since an epoch, the one of 1900 (with a 29 February that never was) or the one of 1904."""

from __future__ import annotations

import datetime as dt

DAY_ZERO = dt.date(1899, 12, 30)
"""The day 0 of a workbook, as it counts from March 1900 on."""

DAY_ZERO_1904 = dt.date(1904, 1, 1)
"""The day 0 of a workbook that counts from 1904."""


def serial_of_day(day: dt.date) -> int:
    """The number that a workbook shows as this day, from March 1900 on.

    >>> serial_of_day(dt.date(1900, 3, 1)), serial_of_day(dt.date(2026, 11, 1))
    (61, 46327)
    """
    return (day - DAY_ZERO).days


def day_of_serial(serial: int) -> dt.date:
    """The day of a number, from 61 on.

    >>> day_of_serial(46327)
    datetime.date(2026, 11, 1)
    """
    return DAY_ZERO + dt.timedelta(days=serial)

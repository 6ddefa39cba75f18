"""The dated words of people on helping: which column lists the days of a yes, which those of a no."""

from __future__ import annotations

from collections.abc import Iterable

from socialgraph.schema.tables import MULTI_VALUE_SEPARATOR

OPT_IN_DAYS = {"true": "opted_in_on", "false": "opted_out_on"}
"""The column of the days on which that was said, by the value of `willing`."""


def united_days(cells: Iterable[str]) -> str:
    """All days of several cells, each once, oldest first.

    Parameters
    ----------
    cells : days joined by `|`, or one day, or empty.

    Returns
    -------
    str

    Examples
    --------
    >>> united_days(["2026-06-01|2026-01-05", "", "2026-06-01"])
    '2026-01-05|2026-06-01'
    """
    return MULTI_VALUE_SEPARATOR.join(
        sorted({day for cell in cells for day in cell.split(MULTI_VALUE_SEPARATOR)} - {""})
    )

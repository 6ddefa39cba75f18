"""What kind of value a column of a record holds: a date, a whole number, a truth value, or text.

Records are text from end to end; the graph holds dates as dates and numbers as numbers. What the canonical tables say
of a column counts for the records too; the columns that only records have are listed here.
"""

from __future__ import annotations

from typing import Literal, cast

from socialgraph.schema.tables import TABLES

Kind = Literal["date", "integer", "boolean"]

_ONLY_IN_RECORDS: dict[str, Kind] = {
    "stopped_on": "date",
    "lifted_on": "date",
    "row_no": "integer",
    "not_before": "date",
    "exported_on": "date",
    "expires_on": "date",
}

KINDS: dict[str, Kind] = {
    column.name: cast(Kind, column.kind)
    for table in TABLES.values()
    for column in table.columns
    if column.kind in ("date", "integer", "boolean")
} | _ONLY_IN_RECORDS
"""Kind by name of the column, the same in every record that has it; every other column is text."""

FIRST_DAY = {4: "-01-01", 7: "-01"}
"""What makes a day of a date known to the year or month, by the length of its text: it counts as its first day."""


def first_day(date: str) -> str:
    """A date known only to its year or month as the first day of it; any other text as it is.

    >>> first_day("2026-08"), first_day("2026-08-03"), first_day("")
    ('2026-08-01', '2026-08-03', '')
    """
    return date + FIRST_DAY.get(len(date), "")


TEXT_SUFFIX = "_text"
"""`date_text` beside `date`: what is recorded where that is not exactly a day (`2026-08`)."""

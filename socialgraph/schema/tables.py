"""The canonical tables, declared once: columns, kinds of value, keys. Everything else takes them from here.

In memory a canonical table is a DataFrame of text (`""` where nothing is recorded), as in its CSV file; besides the
columns below it has `compound` (empty where the sheet names none) and, when read from sheets, `sources`: the
`file::sheet` that gave the row, several joined by a line feed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SOURCE_SEPARATOR = "\n"
MULTI_VALUE_SEPARATOR = "|"


@dataclass(frozen=True)
class Column:
    """One column: its name, the kind of its values, and the vocabulary field where the values are codes."""

    name: str
    # text, integer, date (2026, 2026-08 or 2026-08-01), boolean (true, false), code; codes, dates (joined by |)
    kind: str = "text"
    vocabulary: str = ""


@dataclass(frozen=True)
class Table:
    """A canonical table. Rows with the same `key` are one thing; the other columns are what is known of it."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def column_names(self) -> list[str]:
        """Names in their canonical order."""
        return [column.name for column in self.columns]


def _address(prefix: str = "") -> tuple[Column, ...]:
    return tuple(Column(prefix + part) for part in ("building", "door", "room"))


_ADDRESS = ("compound", "building", "door", "room")
_ENDS = (Column("ego_name"), *_address("ego_"), Column("alter_name"), *_address("alter_"))

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "flats",
            (
                Column("compound"),
                *_address(),
                Column("floor", "integer"),
                Column("stack"),
                Column("pipe_kind", "code", "pipe_kind"),
                Column("stack_source", "code", "stack_key_source"),
                Column("kind"),
            ),
            (*_ADDRESS, "stack", "pipe_kind"),
        ),
        Table(
            "dossiers",
            (
                *_address(),
                Column("owner_name"),
                Column("public_lessee_name"),
                Column("tenant_name"),
                Column("occupant_name"),
                Column("phone"),
                Column("ownership_type", "code", "ownership_type"),
                Column("occupancy", "code", "occupancy"),
                Column("renovation_level", "code", "renovation_level"),
                Column("flags", "codes", "household_flag"),
                Column("flags_consent_on", "date"),
                Column("do_not_contact", "boolean"),
                Column("do_not_contact_on", "date"),
                Column("survey_date", "date"),
            ),
            _ADDRESS,
        ),
        Table(
            "stances",
            (
                *_address(),
                Column("pipe_kind", "code", "pipe_kind"),
                Column("giver"),
                Column("stance", "code", "stance"),
                Column("reasons", "codes", "refusal_reason"),
                Column("date", "date"),
            ),
            (*_ADDRESS, "pipe_kind", "giver", "date", "stance"),
        ),
        Table(
            "people",
            (
                Column("name"),
                Column("roles", "codes", "role_tag"),
                *_address(),
                Column("branch"),
                Column("scope"),
                Column("willing", "boolean"),
                Column("willing_on", "date"),
                Column("capacity", "integer"),
                Column("phone"),  # goes to the vault alone, to tell perhaps one person from two
                # every day on which they said yes or no to helping, where they said more than one word
                Column("opted_in_on", "dates"),
                Column("opted_out_on", "dates"),
            ),
            (*_ADDRESS, "name"),
        ),
        Table(
            "ties",
            (
                *_ENDS,
                Column("kind", "code", "tie_type"),
                Column("strength", "integer"),
                Column("observed_on", "date"),
                Column("known", "boolean"),
            ),
            ("compound", *(column.name for column in _ENDS), "kind", "observed_on"),
        ),
        Table(
            "links",
            (Column("member_name"), *_address("member_"), *_address()),
            ("compound", "member_name", "member_building", "member_door", "member_room", "building", "door", "room"),
        ),
        Table(
            "visits",
            (
                Column("date", "date"),
                *_address(),
                Column("visitors"),
                Column("mode", "code", "visit_mode"),
                Column("result", "code", "visit_result"),
            ),
            (*_ADDRESS, "date", "visitors", "mode"),
        ),
        Table(
            "measures",
            (
                *_address(),
                Column("concern", "codes", "refusal_reason"),
                Column("measure"),
                Column("accepted", "boolean"),
            ),
            (*_ADDRESS, "concern", "measure"),
        ),
        Table(
            "surveys",
            (*_address(), Column("respondent"), Column("asked_on", "date"), Column("outcome")),
            (*_ADDRESS, "respondent", "asked_on"),
        ),
        Table(
            "activities",
            (Column("name"), *_address(), Column("activity"), Column("date", "date")),
            (*_ADDRESS, "name", "activity", "date"),
        ),
        Table(
            "access_windows",
            (*_address(), Column("date", "date"), Column("from"), Column("to")),
            (*_ADDRESS, "date", "from"),
        ),
        Table(
            "works",
            (
                Column("building"),
                Column("stack"),
                Column("pipe_kind", "code", "pipe_kind"),
                Column("status", "code", "works_status"),
                Column("done_on", "date"),
            ),
            ("compound", "building", "stack", "pipe_kind"),
        ),
        # who must be left alone until a cell is mended: address parts are empty where unknown (every household that
        # the row may mean); with a `name` only that person is held, with a `stack` and no room all flats of that riser
        Table(
            "holds",
            (
                Column("compound"),
                *_address(),
                Column("name"),
                Column("reason"),
                Column("held_on", "date"),
                Column("stack"),
            ),
            (*_ADDRESS, "name", "reason", "held_on", "stack"),
        ),
        # rows that close a pair although an end, or the kind, is not certain; `kind` is empty where unreadable
        Table(
            "closed_pairs",
            (*_ENDS, Column("kind", "code", "tie_type"), Column("observed_on", "date")),
            ("compound", *(column.name for column in _ENDS), "kind", "observed_on"),
        ),
    )
}

QUARANTINE_COLUMNS = ["file", "sheet", "row", "column", "value", "reason"]
FLAT_KINDS = ("dwelling", "shop", "basement")
GIVERS = ("owner", "occupant")
HOLD_REASONS = ("protective_word", "unresolved_stop", "person_gone")
SURVEY_OUTCOMES = ("named", "named_nobody", "wants_nobody", "declined")


def split_sources(sources: str) -> frozenset[str]:
    """The sources of a record, as a set.

    >>> sorted(split_sources("b::1\\na::1")), split_sources("")
    (['a::1', 'b::1'], frozenset())
    """
    return frozenset(sources.split(SOURCE_SEPARATOR)) - {""}


def joined_sources(sources: set[str] | frozenset[str]) -> str:
    """Sources as a record holds them: sorted, joined by a line feed."""
    return SOURCE_SEPARATOR.join(sorted(sources))


def united(cells: Iterable[str]) -> str:
    """What several cells list, each value once and in one order (of days the oldest first), whichever came first.

    Parameters
    ----------
    cells : values joined by `|`, or one value, or empty.

    Returns
    -------
    str

    Examples
    --------
    >>> united(["2026-06-01|2026-01-05", "", "2026-06-01"])
    '2026-01-05|2026-06-01'
    """
    return MULTI_VALUE_SEPARATOR.join(
        sorted({value for cell in cells for value in cell.split(MULTI_VALUE_SEPARATOR)} - {""})
    )

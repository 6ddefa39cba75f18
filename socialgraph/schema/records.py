"""Records: the canonical tables as the graph holds them, with keyed pseudonyms in place of names and phones.

`privacy.pseudonyms` makes them, `store` writes and reads them, `Town` is built from them. Every column is text
(`""` where nothing is recorded). `household` is the key of `addresses.household_key`; `person`, `ego`, `owner` … are
pseudonyms. `key` columns make a record the same thing in the next load; `sources` (not listed here) says which
`file::sheet` gave it, joined by a line feed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    """One kind of record: its name (that of the canonical table), key columns and further columns."""

    name: str
    key: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Key columns, then the others."""
        return self.key + self.values


DECIDERS = ("owner", "public_lessee", "tenant", "occupant")
_ADDRESS = ("compound", "building", "door", "room")

RECORDS: dict[str, Record] = {
    record.name: record
    for record in (
        # one row a register flat and stack; `flat` is a household key of one room, `stack_key` is
        # compound:building:stack:pipe_kind, empty where no stack is known
        Record("flats", ("flat", "stack_key"), (*_ADDRESS, "floor", "stack", "pipe_kind", "stack_source", "kind")),
        # `phone_digest` is a keyed digest, so that a changed phone shows as a change without being readable
        Record(
            "dossiers",
            ("household",),
            (
                *_ADDRESS,
                *DECIDERS,
                "phone_digest",
                "ownership_type",
                "occupancy",
                "renovation_level",
                "flags",
                "flags_consent_on",
                "do_not_contact",
                "do_not_contact_on",
                "survey_date",
            ),
        ),
        # `rank` tells apart words of one giver on one day, in the order of the sheet: the later row counts
        Record("stances", ("household", "pipe_kind", "giver", "date", "rank"), ("stance", "reasons")),
        Record("people", ("person",), ("household", "roles", "branch", "scope", "willing", "willing_on", "capacity")),
        # every person that any table names, with the household where one is known (empty for a visitor by name only)
        Record("persons", ("person",), ("household",)),
        Record("ties", ("ego", "alter", "kind", "observed_on", "rank"), ("strength", "known")),
        Record("links", ("member", "household"), ()),
        # `visitors` are pseudonyms joined by |
        Record("visits", ("household", "date", "visitors", "rank"), ("mode", "result")),
        Record("measures", ("household", "concern", "measure"), ("accepted",)),
        Record("surveys", ("household", "respondent", "asked_on"), ("outcome",)),
        Record("activities", ("person", "activity", "date"), ()),
        Record("access_windows", ("household", "date", "from"), ("to",)),
        Record("works", ("stack_key",), ("compound", "building", "stack", "pipe_kind", "status", "done_on")),
        # hard stops: `stop` is do_not_contact or respected_refusal; written once, lifted only by `rights reopen`
        Record("stops", ("household", "stop"), ("stopped_on",)),
        # left alone until a cell is mended: `household` has empty parts where the row does not say (`:5::` is all of
        # building 5); with a person only that person is held
        Record("holds", ("household", "person", "reason", "held_on"), ()),
        # an inadmissible or unreadable tie with an end that is not certain; a person only where name and room are known
        Record("closed_pairs", ("ego", "ego_household", "alter", "alter_household", "kind", "observed_on"), ()),
        # same name and same phone at two flats, found in the vault after every load: to be confirmed by somebody
        Record("same_persons", ("person", "other"), ()),
        # the rows of exported lists: used capacity while open and unexpired; matched by export_id and row_no on return
        Record(
            "assignments",
            ("export_id", "row_no"),
            (
                "household",
                "person",
                "role",
                "missing_key",
                "concern",
                "measure",
                "not_before",
                "exported_on",
                "expires_on",
                "state",
            ),
        ),
    )
}

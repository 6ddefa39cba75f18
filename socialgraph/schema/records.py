"""Records: the canonical tables as the graph holds them, with keyed pseudonyms in place of names and phones.

`privacy.pseudonyms` makes them, `store` writes and reads them, `Town` is built from them. Every column is text
(`""` where nothing is recorded). `household` is the key of `addresses.household_key`; `person`, `ego`, `owner` … are
pseudonyms. `key` columns make a record the same thing in the next load; `sources` (not listed here) says which
`file::sheet` gave it, joined by a line feed.
"""

from __future__ import annotations

from dataclasses import dataclass

from socialgraph.schema.opt_ins import OPT_IN_DAYS


@dataclass(frozen=True)
class RecordTable:
    """The table of one kind of record: its name (that of the canonical table), key columns and further columns.

    Where every column is in the key, `thing` are the first of them that say what the record is about: a row that goes
    while another one on the same thing comes is told as changed.
    """

    name: str
    key: tuple[str, ...]
    values: tuple[str, ...]
    n_thing: int = 0

    @property
    def thing(self) -> tuple[str, ...]:
        """What the record is about."""
        return self.key[: self.n_thing] or self.key

    @property
    def columns(self) -> tuple[str, ...]:
        """Key columns, then the others."""
        return self.key + self.values


DECIDERS = ("owner", "public_lessee", "tenant", "occupant")
DECIDER_NAMES = tuple(f"{decider}_name" for decider in DECIDERS)
"""The columns of their names, before they are pseudonyms."""
PERSON_COLUMNS: dict[str, tuple[str, ...]] = {
    "dossiers": DECIDERS,
    "people": ("person",),
    "persons": ("person",),
    "ties": ("ego", "alter"),
    "links": ("member",),
    "visits": ("visitors",),
    "surveys": ("respondent",),
    "activities": ("person",),
    "assignments": ("person",),
    "holds": ("person",),
    "closed_pairs": ("ego", "alter"),
    "same_persons": ("person", "other"),
}
"""The columns of each record that hold pseudonyms."""
_ADDRESS = ("compound", "building", "door", "room")

RECORDS: dict[str, RecordTable] = {
    record.name: record
    for record in (
        # one row a register flat and stack; `flat` is a household key of one room, `stack_key` is
        # compound:building:stack:pipe_kind, empty where no stack is known
        RecordTable("flats", ("flat", "stack_key"), (*_ADDRESS, "floor", "stack", "pipe_kind", "stack_source", "kind")),
        # `phone_digest` is a keyed digest, so that a changed phone shows as a change without being readable
        RecordTable(
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
        # all columns are the key: words of one giver on one day are a set, and no order of rows, files or loads counts
        RecordTable("stances", ("household", "pipe_kind", "giver", "date", "stance", "reasons"), (), 4),
        # `willing` is the newest word on helping; the days of every dated yes and no stand in `opted_in_on` and
        # `opted_out_on`, joined by |, for who asks what was known before
        RecordTable(
            "people",
            ("person",),
            ("household", "roles", "branch", "scope", "willing", "willing_on", "capacity", *OPT_IN_DAYS.values()),
        ),
        # every person that any table names, with the household where one is known (empty for a visitor by name only);
        # `twin` is a keyed digest of building, room and name, equal for who was met with and without compound or door
        RecordTable("persons", ("person",), ("household", "twin")),
        RecordTable("ties", ("ego", "alter", "kind", "observed_on", "strength", "known"), (), 4),
        RecordTable("links", ("member", "household"), ()),
        # `visitors` are pseudonyms joined by |
        # of a returned list also its number and row: several copies of one list row tell of one visit
        RecordTable("visits", ("household", "date", "visitors", "mode", "result"), ("list_row",), 3),
        RecordTable("measures", ("household", "concern", "measure"), ("accepted",)),
        RecordTable("surveys", ("household", "respondent", "asked_on"), ("outcome",)),
        RecordTable("activities", ("person", "activity", "date"), ()),
        RecordTable("access_windows", ("household", "date", "from"), ("to",)),
        RecordTable("works", ("stack_key",), ("compound", "building", "stack", "pipe_kind", "status", "done_on")),
        # hard stops: `stop` is do_not_contact or respected_refusal; written once, lifted only by `rights reopen`
        RecordTable("stops", ("household", "stop"), ("stopped_on",)),
        # left alone until a cell is mended: `household` has empty parts where the row does not say (`:5::` is all of
        # building 5); with a person only that person is held
        RecordTable("holds", ("household", "person", "reason", "held_on"), ()),
        # an inadmissible or unreadable tie with an end that is not certain; a person only where name and room are known
        RecordTable("closed_pairs", ("ego", "ego_household", "alter", "alter_household", "kind", "observed_on"), ()),
        # same name and same phone at two flats, found in the vault after every load: to be confirmed by somebody
        RecordTable("same_persons", ("person", "other"), ()),
        # the rows of exported lists: used capacity while open and unexpired; matched by export_id and row_no on return
        RecordTable(
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

FREE_TEXTS: dict[str, tuple[str, ...]] = {
    "people": ("branch", "scope"),
    "measures": ("measure",),
    "activities": ("activity",),
    "assignments": ("measure",),
}
"""Columns in the office's own words, which may name anybody: the graph holds references to them, as to `sources`."""

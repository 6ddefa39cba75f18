"""Kinds of sheets, told by their columns and never by a file's name, and what general headings mean in each."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.values.words.pipes import PIPES_OF_COLUMN, STANCE_FIELDS
from socialgraph.schema.list_words import list_codes

UNKNOWN = "unknown"
LISTS_HELPED = re.compile("包户|联户|联系户|结对|包联|帮扶")  # in a title: a list of who looks after whom

_PLACE = frozenset(("room", "address_full"))
_STANCES = frozenset(STANCE_FIELDS)
SURVEY_MARKS = _STANCES | {
    "owner_name",
    "head_name",
    "public_lessee_name",
    "tenant_name",
    "occupant_name",
    "ownership_type",
    "occupancy",
    "renovation_level",
    "reasons",
    "access_granted",
    "signed",
    "flags",
}
_PARTY_MARKS = frozenset(("branch", "party_group", "party_member_status"))
_ROSTER_MARKS = frozenset(
    ("roles", "party_role", "scope", "willing", "capacity", "captain_since", "captain_households")
)
_EGO = frozenset(("ego_name", "ego_address", "ego_room"))
_ALTER = frozenset(("alter_name", "alter_address", "alter_room"))
_NAMED = frozenset(("name", "head_name", "respondent_name", "owner_name"))


@dataclass(frozen=True)
class SheetKind:
    """A kind: it has one field of every set of `needs`; `means` renames general fields to what they are here."""

    name: str
    needs: tuple[frozenset[str], ...]
    without: frozenset[str] = frozenset()
    most_survey_marks: int = 99  # with more dossier columns than this it is a survey that also has this kind's
    means: Mapping[str, str] = field(default_factory=dict)

    def fits(self, fields: Collection[str]) -> bool:
        """Whether a sheet with these fields is of this kind."""
        here = set(fields)
        return (
            all(here & alternatives for alternatives in self.needs)
            and not here & self.without
            and len(here & SURVEY_MARKS) <= self.most_survey_marks
        )


_OF_EGO = {
    "name": "ego_name",
    "head_name": "ego_name",
    "respondent_name": "ego_name",
    "owner_name": "ego_name",
    "address_full": "ego_address",
    "building": "ego_building",
    "door": "ego_door",
    "room": "ego_room",
    "survey_date": "observed_on",
    "date": "observed_on",
    "asked_on": "observed_on",
}
# Works with a column a pipe: field -> the pipes of its status.
STATUS_OF_PIPES: Mapping[str, tuple[str, ...]] = {
    f"status_{column}": PIPES_OF_COLUMN[column] for column in ("supply", "sewage", "kitchen", "bathroom")
}
_OF_WILLING = {"survey_date": "willing_on", "date": "willing_on", "asked_on": "willing_on"}

# In this order: the first that fits counts.
SHEET_KINDS = (
    SheetKind("returned_list", (frozenset(("list_row",)),)),
    SheetKind("ties", (_EGO | _NAMED, _ALTER), most_survey_marks=3, means=_OF_EGO),
    SheetKind(
        "surveys",
        (_PLACE | _EGO, frozenset(("outcome",))),
        most_survey_marks=2,
        means={
            "survey_date": "asked_on",
            "date": "asked_on",
            "name": "respondent_name",
            "ego_name": "respondent_name",
            "head_name": "respondent_name",
        },
    ),
    SheetKind(
        "visits",
        (_PLACE, frozenset(("visitors",)), frozenset(("date", "survey_date", "result", "mode"))),
        most_survey_marks=3,
        means={"survey_date": "date"},
    ),
    SheetKind("visits", (_PLACE, frozenset(("date",)), frozenset(("result", "mode"))), most_survey_marks=2),
    SheetKind("measures", (_PLACE, frozenset(("measure",))), most_survey_marks=3, means={"reasons": "concern"}),
    SheetKind(
        "measures",
        (_PLACE, frozenset(("concern",)), frozenset(("next_action",)), frozenset(("accepted",))),
        most_survey_marks=2,
        means={"next_action": "measure"},
    ),
    SheetKind(
        "works",
        (frozenset(("stack", "building")), frozenset(("status", *STATUS_OF_PIPES))),
        without=_PLACE,
        means={"date": "done_on", "survey_date": "done_on"},
    ),
    SheetKind(
        "riser_map",
        (_PLACE, frozenset(("stack",)), frozenset(("tie_source", "pipe_kind"))),
        most_survey_marks=1,
        without=_STANCES,  # a row a flat and pipe, with what its household says of that pipe, is a survey
        means={"tie_source": "stack_source"},
    ),
    SheetKind("riser_map", (_PLACE, frozenset(("stack",))), without=frozenset(("phone",)), most_survey_marks=0),
    SheetKind(
        "activities",
        (frozenset(("name", "ego_name")), frozenset(("activity",))),
        most_survey_marks=1,
        means={"survey_date": "date", "ego_name": "name"},
    ),
    SheetKind(
        "activities",
        (frozenset(("name",)), frozenset(("date",))),
        without=_PARTY_MARKS | _ROSTER_MARKS | SURVEY_MARKS | {"linked_households", "phone", "concern", "measure"},
    ),
    SheetKind(
        "access_windows",
        (_PLACE, frozenset(("from", "to", "access_window"))),
        most_survey_marks=1,
        means={"survey_date": "date"},
    ),
    SheetKind(
        "links",
        (frozenset(("linked_households", "linked_room", "linked_name")), frozenset(("name",))),
        without=_PARTY_MARKS | _ROSTER_MARKS,
    ),
    SheetKind("party_roster", (frozenset(("name", "ego_name")), _PARTY_MARKS), most_survey_marks=1, means=_OF_WILLING),
    SheetKind(
        "people_roster",
        (frozenset(("captain_name",)),),
        most_survey_marks=1,
        without=_STANCES,
        means=_OF_WILLING,
    ),
    SheetKind(
        "people_roster",
        (frozenset(("name", "ego_name")), _ROSTER_MARKS),
        most_survey_marks=1,
        without=_STANCES,
        means=_OF_WILLING | {"ego_name": "name", "party_role": "roles"},
    ),
    SheetKind("links", (frozenset(("linked_households", "linked_room")), frozenset(("name",)))),
    SheetKind(
        "flat_register", (frozenset(("building",)), frozenset(("floor_range", "flats_per_floor"))), most_survey_marks=1
    ),
    SheetKind(
        "survey",
        (
            _PLACE,
            SURVEY_MARKS
            | {
                "name",
                "ego_name",
                "phone",
                "concern",
                "do_not_contact",
                "floor",
                "layout",
                "area_m2",
                "owner_no",
                "stack",
                "building",
            },
        ),
        without=frozenset(("linked_households", "linked_room")),  # whom a member looks after, and who lives there
        means={"date": "survey_date", "ego_name": "name"},
    ),
    SheetKind(
        "owners",
        (frozenset(("owner_no",)), frozenset(("owner_name", "name", "phone"))),
        without=_PLACE,
        means={"name": "owner_name"},
    ),
)
KINDS = tuple(dict.fromkeys(kind.name for kind in SHEET_KINDS))


def recognise(fields: Collection[str]) -> SheetKind | None:
    """The kind of a sheet with these fields; None when no kind fits."""
    return next((kind for kind in SHEET_KINDS if kind.fits(fields)), None)


def is_survey(fields: Collection[str]) -> bool:
    """Whether these fields say anything of a household, not only where it is."""
    return bool(set(fields) & (SURVEY_MARKS | {"name", "phone", "concern"}))


OWN_SHEET = "own_sheet"
_NUMBER = re.compile(r"\bL\d{8}-")


def is_own_sheet(grid: Grid) -> bool:
    """Whether it is named as one of ours and carries the number of a list; an office's own sheet has none."""
    words = tuple(list_codes("own_sheet"))
    if not grid.name.strip().startswith(words):
        return False
    return any(_NUMBER.search(cell.text) for row in grid.rows.values() for cell in row.values())

r"""How each record lies in the graph: the label by which it is read, and what its statement needs beside its columns.

| record | in the graph |
|---|---|
| flats | `(:Flat)-[:SERVED_BY]->(:Stack)`, the row's values on the relationship, the floor on the flat too |
| dossiers, works, persons | properties of `Household`, `Stack`, `Person` |
| flags, flags_consent_on | `(:SensitiveNote)-[:NOTE_OF]->(:Household)`, or to the `Former` |
| owner, public_lessee, tenant, occupant | in the dossier, and `(:Person)-[:OWNS\|LEASES\|RENTS\|OCCUPIES]->(:Flat)` |
| people | `roster_*` and further properties of `Person`, role labels, `[:BELONGS_TO]->(:PartyGroup)` |
| ties, links, activities | `TRUSTS`, `LINKED_TO`, `(:Person)-[:ATTENDED]->(:Activity)` |
| stances, access_windows, stops | nodes with `[:STANCE_OF]`, `[:ACCESS_WINDOW_OF]`, `[:STOP_OF]->(:Household)` |
| surveys | `(:Survey)-[:SURVEY_OF]->(:Household)`, `[:ANSWERED_BY]->(:Person)` |
| assignments | `(:Assignment)-[:ASSIGNMENT_OF]->(:Household)`, `[:GIVEN_TO]->(:Person)` |
| visits | `(:Visit)-[:TO]->(:Household)`, `[:BY]->(:Person)` |
| measures | `(:Household)-[:NEEDS]->(:Measure)` |
| holds, closed_pairs | nodes of their own: what they mean is decided anew whenever the town is built |
| same_persons | `(:Person)-[:PERHAPS_SAME]->(:Person)` |
| what a record said before it was changed | `(:Former)`, its table and its columns as properties |

Every record carries `sources`, `first_run`, `changed_run` and, once retired, `retired_run`. Dates are dates, numbers
numbers, truth values booleans (`kinds.KINDS`); `date_text` stands beside `date` where it is known to the month only, or
is none. An id reads as its key, `;` between its parts.
"""

from __future__ import annotations

from dataclasses import dataclass

from socialgraph.schema.records import RECORDS


@dataclass(frozen=True)
class Shape:
    """How one record lies in the graph.

    `label`: whose dense numbers page the table; `persons`: the column that stands in the graph as relationships to the
    people whom it names, not as a property, and the statement that connects them.
    """

    label: str
    has_household: bool = False
    persons: tuple[str, str] | None = None


SHAPES: dict[str, Shape] = {
    "persons": Shape("Person", has_household=True),
    "people": Shape("Person"),
    "flats": Shape("Flat"),
    "works": Shape("Stack"),
    "dossiers": Shape("Household"),
    "links": Shape("Person", has_household=True),
    "ties": Shape("Person"),
    "stances": Shape("Stance", has_household=True),
    "visits": Shape("Visit", has_household=True, persons=("connect_visitors", "visitors")),
    "measures": Shape("Measure", has_household=True),
    "surveys": Shape("Survey", has_household=True, persons=("connect_respondents", "respondent")),
    "activities": Shape("Person"),
    "access_windows": Shape("AccessWindow", has_household=True),
    "stops": Shape("Stop", has_household=True),
    "holds": Shape("Hold"),
    "closed_pairs": Shape("ClosedPair"),
    "same_persons": Shape("Person"),
    "assignments": Shape("Assignment", has_household=True, persons=("connect_assignees", "person")),
}
"""In the order of writing: what others are tied to comes first."""

PROTECTIVE = ("stops", "holds", "closed_pairs")
"""What must be in the graph before anything else of a load."""

SENSITIVE = ("flags", "flags_consent_on")
"""Columns of dossiers that lie apart, under the label `SensitiveNote`."""

NEVER_RETIRED = frozenset({"stops", "assignments"})
WITH_HISTORY = frozenset(SHAPES) - {"flats", *PROTECTIVE, "same_persons", "assignments"}
"""What is kept as it was recorded on any day; everything else counts as it is now, whatever date is asked for."""

ROLE_LABELS = {
    "party_member": "PartyMember",
    "building_captain": "BuildingCaptain",
    "door_captain": "DoorCaptain",
    "resident_rep": "ResidentRep",
    "volunteer": "Volunteer",
    "owners_committee": "OwnersCommittee",
    "backbone": "Backbone",
}
DECIDER_TYPES = {"owner": "OWNS", "public_lessee": "LEASES", "tenant": "RENTS", "occupant": "OCCUPIES"}
"""The relationship from a person to a flat for each of `records.DECIDERS`."""

if set(SHAPES) != set(RECORDS):
    raise AssertionError("every record needs a shape in the graph")

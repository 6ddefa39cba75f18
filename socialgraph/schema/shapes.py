"""How each record lies in the graph: the label by which it is read, and what its statement needs beside its columns.

| record | in the graph |
|---|---|
| flats | `(:Flat)-[:SERVED_BY]->(:Stack)`, the row's values on the relationship |
| dossiers, works, persons | properties of `Household`, `Stack`, `Person` |
| people | `roster_*` and further properties of `Person`, role labels, `[:BELONGS_TO]->(:PartyGroup)` |
| ties, links, activities | `TRUSTS`, `LINKED_TO`, `(:Person)-[:ATTENDED]->(:Activity)` |
| stances, surveys, access_windows, stops, assignments | nodes with `[:OF]->(:Household)` |
| visits | `(:Visit)-[:TO]->(:Household)`, `[:BY]->(:Person)` |
| measures | `(:Household)-[:NEEDS]->(:Measure)` |
| holds, closed_pairs | nodes of their own: what they mean is decided anew whenever the town is built |
| same_persons | `(:Person)-[:PERHAPS_SAME]->(:Person)` |
| what a record said before it was changed | `(:Former)`, its table and its columns as properties |

Every record carries `sources`, `first_run`, `changed_run` and, once retired, `retired_run`.
"""

from __future__ import annotations

from dataclasses import dataclass

from socialgraph.schema.records import RECORDS


@dataclass(frozen=True)
class Shape:
    """`label`: whose dense numbers page the table; `visitors`: the statement and column that ties further persons."""

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
    "visits": Shape("Visit", has_household=True, persons=("tie_visitors", "visitors")),
    "measures": Shape("Measure", has_household=True),
    "surveys": Shape("Survey", has_household=True, persons=("tie_respondents", "respondent")),
    "activities": Shape("Person"),
    "access_windows": Shape("AccessWindow", has_household=True),
    "stops": Shape("Stop", has_household=True),
    "holds": Shape("Hold"),
    "closed_pairs": Shape("ClosedPair"),
    "same_persons": Shape("Person"),
    "assignments": Shape("Assignment", has_household=True, persons=("tie_assignees", "person")),
}
"""In the order of writing: what others are tied to comes first."""

PROTECTIVE = ("stops", "holds", "closed_pairs")
"""What must be in the graph before anything else of a load."""

NEVER_RETIRED = frozenset({"stops", "assignments"})
WITH_HISTORY = frozenset(SHAPES) - {"flats", *PROTECTIVE, "same_persons", "assignments"}
"""What is kept as it was recorded on any day; everything else counts as it is now, whatever date is asked for."""

ROLE_LABELS = (
    "party_member",
    "building_captain",
    "door_captain",
    "resident_rep",
    "volunteer",
    "owners_committee",
    "backbone",
)

if set(SHAPES) != set(RECORDS):
    raise AssertionError("every record needs a shape in the graph")

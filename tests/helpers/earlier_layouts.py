"""How earlier versions left a graph, in plain Cypher that makes what the store writes now such a graph.

In the first layout the ids of words, visits and ties ended in a rank; in the second every value was text, ids held a
control character, and `OF` meant five things; in the third free text and names of files stood as written, which is what
a store without a key for them still writes; flags stood with the dossier.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

SEPARATOR = "\x1f"

# written out here from what the layouts had: the keys of nodes, the values that were texts, the types of relationships
KEYS = {
    "Stance": ("household", "pipe_kind", "giver", "date", "stance", "reasons"),
    "Visit": ("household", "date", "visitors", "mode", "result"),
    "Measure": ("household", "concern", "measure"),
    "Survey": ("household", "respondent", "asked_on"),
    "AccessWindow": ("household", "date", "from"),
    "Stop": ("household", "stop"),
    "Hold": ("household", "person", "reason", "held_on"),
    "ClosedPair": ("ego", "ego_household", "alter", "alter_household", "kind", "observed_on"),
    "Assignment": ("export_id", "row_no"),
    "Activity": ("activity", "date"),
}
TEXTS = {
    "Stance": ("date",),
    "Visit": ("date",),
    "Measure": ("accepted",),
    "Survey": ("asked_on",),
    "AccessWindow": ("date",),
    "Stop": ("stopped_on", "lifted_on"),
    "Hold": ("held_on",),
    "ClosedPair": ("observed_on",),
    "Assignment": ("row_no", "not_before", "exported_on", "expires_on"),
    "Activity": ("date",),
    "Household": ("flags_consent_on", "do_not_contact", "do_not_contact_on", "survey_date"),
    "Person": ("willing", "willing_on", "capacity"),
    "Stack": ("done_on",),
}
TYPES = {
    "STANCE_OF": "OF",
    "SURVEY_OF": "OF",
    "ANSWERED_BY": "BY",
    "ACCESS_WINDOW_OF": "OF",
    "STOP_OF": "OF",
    "ASSIGNMENT_OF": "OF",
    "DESCRIBES": "OF",
}


def as_text(name: str, column: str) -> str:
    """A date, number or truth value as the text that an earlier layout kept."""
    old = f"{name}.{column} = coalesce({name}.{column}_text, toString({name}.{column}))"
    return f"SET {old} REMOVE {name}.{column}_text"


THIRD_LAYOUT = (
    """MATCH (n:SensitiveNote)-[:NOTE_OF]->(noted)
       SET noted.flags = n.flags, noted.flags_consent_on = n.flags_consent_on,
           noted.flags_consent_on_text = n.flags_consent_on_text
       DETACH DELETE n""",
    "MATCH (r:Run) SET r.layout = 3",
)
SECOND_LAYOUT = (
    *THIRD_LAYOUT,
    *(f"MATCH (n:{label}) {as_text('n', column)}" for label, columns in TEXTS.items() for column in columns),
    *(f"MATCH ()-[t:TRUSTS]->() {as_text('t', column)}" for column in ("observed_on", "strength", "known")),
    f"MATCH ()-[s:SERVED_BY]->() {as_text('s', 'floor')}",
    """MATCH (v:Visit)-[:BY]->(p:Person) WITH v, p ORDER BY p.id WITH v, collect(p.id) AS ids
       SET v.visitors = reduce(cell = '', id IN ids | cell + CASE cell WHEN '' THEN '' ELSE '|' END + id)""",
    "MATCH (s:Survey)-[:ANSWERED_BY]->(p:Person) SET s.respondent = p.id",
    "MATCH (a:Assignment)-[:GIVEN_TO]->(p:Person) SET a.person = p.id",
    *(
        f"MATCH (n:{label}) SET n.id = " + " + $sep + ".join(f"coalesce(n.{column}, '')" for column in columns)
        for label, columns in KEYS.items()
    ),
    """MATCH ()-[t:TRUSTS]->() SET t.id = coalesce(t.kind, '') + $sep + coalesce(t.observed_on, '') + $sep
       + coalesce(t.strength, '') + $sep + coalesce(t.known, '')""",
    *(f"MATCH (a)-[r:{new}]->(b) CREATE (a)-[:{old}]->(b) DELETE r" for new, old in TYPES.items()),
    "MATCH ()-[r:OWNS|LEASES|RENTS|OCCUPIES]->() DELETE r",
    "MATCH (h:Household) REMOVE h.caption",
    "MATCH (f:Flat) REMOVE f.caption, f.floor",
    "MATCH (r:Result) SET r.id = replace(r.id, ';', $sep)",
    "MATCH (r:Run) SET r.layout = 2, r.started_at = toString(r.started_at), r.finished_at = toString(r.finished_at)",
)
FIRST_LAYOUT = (
    *SECOND_LAYOUT,
    """MATCH (s:Stance) SET s.rank = '0', s.id = s.household + $sep + coalesce(s.pipe_kind, '') + $sep
       + coalesce(s.giver, '') + $sep + coalesce(s.date, '') + $sep + '0'""",
    """MATCH (v:Visit) SET v.rank = '0', v.id = v.household + $sep + coalesce(v.date, '') + $sep
       + coalesce(v.visitors, '') + $sep + '0'""",
    """MATCH ()-[t:TRUSTS]->() SET t.rank = '0', t.id = coalesce(t.kind, '') + $sep + coalesce(t.observed_on, '')
       + $sep + '0'""",
    "MATCH (r:Run) REMOVE r.layout",
)


def put_back(store: Any, query: Callable[..., Any], layout: Sequence[str]) -> None:
    """Make what the store has written a graph of an earlier layout."""
    for statement in layout:
        query(store, statement, sep=SEPARATOR)

"""The residents' right to be forgotten: a household or a person out of the graph, ties, history and results too."""

from __future__ import annotations

import pandas as pd

from socialgraph.schema.records import RECORDS
from socialgraph.store.bolt import Bolt, Call
from socialgraph.store.frames import node_ids, record_ids
from socialgraph.store.history import forgotten_calls
from socialgraph.store.leases import Lease
from socialgraph.store.reading import read_counters, read_stored

_VISIT_KEY = list(RECORDS["visits"].key)
_FORGETTING = (
    "forget_answers",
    "forget_results",
    "forget_deciders",
    "forget_pairs",
    "forget_holds",
    "forget_people",  # last: as long as anybody is left, forgetting goes on where it was stopped
)


def erase_person_calls(bolt: Bolt, person: str) -> list[Call]:
    """The statements that remove one person, for one transaction."""
    renamed = _visits_without(_visits_with(bolt, [person]), {person})
    history = forgotten_calls(bolt, read_counters(bolt), "", {person})
    return [("rename_visits", {"rows": renamed}), *history, *_person_calls(person)]


def _person_calls(person: str) -> list[Call]:
    named = {"person": person}
    return [
        ("erase_person_answers", named),
        ("erase_person_results", named),
        ("erase_decider", named),
        ("erase_person_holds", named),
        ("erase_person_pairs", named),
        ("erase_person", named),
    ]


def erase_household_calls(bolt: Bolt, household: str) -> list[Call]:
    """The statements that remove one household and its people, for one transaction."""
    key = {"household": household}
    members = [row["person"] for row in bolt.read("read_members", **key)]
    visits = _visits_with(bolt, members)
    elsewhere = visits.loc[visits["household"] != household]  # those to the household itself go with it
    return [
        ("erase_household_records", key),
        ("erase_household_plan", key),
        ("erase_household_holds", key),
        ("erase_household_pairs", key),
        ("rename_visits", {"rows": _visits_without(elsewhere, set(members))}),
        *forgotten_calls(bolt, read_counters(bolt), household, set(members)),
        ("erase_household_deciders", key),
        *(call for person in members for call in _person_calls(person)),
        ("erase_household", key),
    ]


def forget_people(bolt: Bolt, lease: Lease, batch_size: int) -> int:
    """Remove everybody, a batch a transaction; flats, words, works, visits and stops stay with their addresses.

    Returns
    -------
    int
        How many people there were.
    """
    counters = read_counters(bolt)
    visits = read_stored(bolt, "visits", counters)
    visits["id"] = node_ids(visits, _VISIT_KEY)
    people = {name for names in visits["visitors"] for name in str(names).split("|") if name}
    renamed = _visits_without(visits, people)
    for statement, sent in (("rename_visits", {"rows": renamed}), *forgotten_calls(bolt, counters, "", None)):
        for start in range(0, len(sent["rows"]), batch_size):
            bolt.write_all(lease.call(), [(statement, {"rows": sent["rows"][start : start + batch_size]})])
    return [_until_none_is_left(bolt, lease, name, batch_size) for name in _FORGETTING][-1]


def _until_none_is_left(bolt: Bolt, lease: Lease, statement: str, limit: int) -> int:
    """How many records a statement changed that takes at most `limit` in one transaction."""
    total = 0
    while changed := bolt.write([lease.call(), (statement, {"limit": limit})])[1].get("changed", 0):
        total += changed
    return total


def _visits_with(bolt: Bolt, people: list[str]) -> pd.DataFrame:
    return pd.DataFrame(bolt.read("read_visits_with", people=people), columns=["id", *_VISIT_KEY])


def _visits_without(visits: pd.DataFrame, people: set[str]) -> list[dict[str, str | bool | list[str]]]:
    """New keys of the visits that these people took part in; one that then equals another visit goes."""
    taken = set(record_ids(visits, _VISIT_KEY)) if len(visits) else set()
    leaving = [[name for name in cell.split("|") if name in people] for cell in visits["visitors"]]
    left = visits.assign(
        visitors=["|".join(name for name in cell.split("|") if name not in people) for cell in visits["visitors"]]
    )
    rows: list[dict[str, str | bool | list[str]]] = []
    for old, new, key, gone in zip(
        visits["id"], node_ids(left, _VISIT_KEY), record_ids(left, _VISIT_KEY), leaving, strict=True
    ):
        if gone:
            rows.append({"id": old, "new_id": new, "people": gone, "is_double": key in taken})
            taken.add(key)
    return rows

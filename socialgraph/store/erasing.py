"""The residents' right to be forgotten: a household or a person out of the graph, ties, history and results too."""

from __future__ import annotations

import pandas as pd

from socialgraph.schema.records import RECORDS
from socialgraph.store.bolt import Bolt, Call
from socialgraph.store.frames import record_ids
from socialgraph.store.history import forgotten_calls
from socialgraph.store.reading import read_counters, read_stored

_VISIT_KEY = list(RECORDS["visits"].key)


def erase_person_calls(bolt: Bolt, person: str) -> list[Call]:
    """The statements that remove one person, for one transaction."""
    counters = read_counters(bolt)
    renamed = _visits_without(read_stored(bolt, "visits", counters), {person})
    history = forgotten_calls(bolt, counters, "", {person})
    return [("rename_visits", {"rows": renamed}), *history, *_person_calls(person)]


def _person_calls(person: str) -> list[Call]:
    named = {"person": person}
    return [
        ("erase_person_answers", named),
        ("erase_person_results", named),
        ("erase_assignee", named),
        ("erase_decider", named),
        ("erase_person_protection", named),
        ("erase_person", named),
    ]


def erase_household_calls(bolt: Bolt, household: str) -> list[Call]:
    """The statements that remove one household and its people, for one transaction."""
    key = {"household": household}
    members = [row["person"] for row in bolt.read("read_members", **key)]
    counters = read_counters(bolt)
    visits = read_stored(bolt, "visits", counters)
    elsewhere = visits.loc[visits["household"] != household]  # those to the household itself go with it
    return [
        ("erase_household_records", key),
        ("erase_household_plan", key),
        ("erase_household_protection", key),
        ("rename_visits", {"rows": _visits_without(elsewhere, set(members))}),
        *forgotten_calls(bolt, counters, household, set(members)),
        *(call for person in members for call in _person_calls(person)),
        ("erase_household", key),
    ]


def forget_people_calls(bolt: Bolt) -> list[Call]:
    """The statements that remove everybody; flats, words, works, visits and stops stay with their addresses."""
    counters = read_counters(bolt)
    visits = read_stored(bolt, "visits", counters)
    people = {name for names in visits["visitors"] for name in str(names).split("|") if name}
    return [
        ("rename_visits", {"rows": _visits_without(visits, people)}),
        *forgotten_calls(bolt, counters, "", None),
        ("forget_answers", {}),
        ("forget_results", {}),
        ("forget_assignees", {}),
        ("forget_deciders", {}),
        ("forget_protection", {}),
        ("forget_people", {}),
    ]


def _visits_without(visits: pd.DataFrame, people: set[str]) -> list[dict[str, str | bool | None]]:
    """New keys of the visits that these people took part in; one that then equals another visit goes."""
    taken = set(record_ids(visits, _VISIT_KEY))
    rows: list[dict[str, str | bool | None]] = []
    for _, visit in visits.iterrows():
        visitors = visit["visitors"].split("|")
        if not people & set(visitors):
            continue
        key = visit[_VISIT_KEY].copy()
        old = "\x1f".join(key)
        key["visitors"] = "|".join(name for name in visitors if name not in people)
        new = "\x1f".join(key)
        rows.append({"id": old, "new_id": new, "visitors": key["visitors"] or None, "is_double": new in taken})
        taken.add(new)
    return rows

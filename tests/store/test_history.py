"""What records said before: kept by a load, read by day, and forgotten with whom they tell of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import permutations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialgraph.reach.contacts import contact_budget
from socialgraph.reach.intermediaries import rank_intermediaries
from socialgraph.schema.policy import DEFAULT_POLICY
from socialgraph.schema.records import RECORDS
from socialgraph.schema.shapes import WITH_HISTORY
from socialgraph.stacks.completion import diagnose
from socialgraph.stacks.readiness import households
from socialgraph.store import runs
from socialgraph.store.diff import LoadScope, compare
from socialgraph.store.frames import empty, prepared, record_ids
from socialgraph.store.history import former_rows, versions
from socialgraph.store.parameters import recorded
from socialgraph.town.building import build_town
from socialgraph.town.history import Past, known_on
from socialgraph.trust.network import trust_network

A, B = "a.xlsx::1", "b.xlsx::1"
SOURCE = {"sources": A}
FIRST, NOW = dt.date(2026, 3, 2), dt.date(2026, 6, 30)
ROOMS = ("101", "201", "301")


HISTORY_COLUMNS = ("sources", "first_run", "until_run", "replaced_in", "added_to")


class Graph:
    """What the store keeps of loads, without an engine: differences and former versions, put where they belong."""

    def __init__(self) -> None:
        self.stored = {name: empty(name) for name in RECORDS}
        self.former = {
            name: pd.DataFrame(columns=["id", *record.columns, *HISTORY_COLUMNS]) for name, record in RECORDS.items()
        }
        self._loads = 0

    def load(self, day: dt.date, tables: Mapping[str, list[dict[str, str]]], sources: set[str]) -> None:
        """One load of these rows, given by these sources."""
        self._loads += 1
        run = f"{day:%Y%m%d}T0400{self._loads:02d}Z-000000"
        for name, record in RECORDS.items():
            if not tables.get(name) and self.stored[name].empty:
                continue
            rows = [dict.fromkeys(record.columns, "") | row for row in tables.get(name, [])]
            given, _ = prepared(name, pd.DataFrame(rows, columns=[*record.columns, "sources"], dtype="str"))
            diff = compare(name, self.stored[name], given, LoadScope(frozenset(sources)))
            before = [row.pop("cells") | row for row in former_rows(name, diff.former, run, iter(range(10**6)))]
            columns = self.former[name].columns.drop("replaced_in")
            replaced = [{column: recorded(row, column) for column in columns} | {"replaced_in": run} for row in before]
            self.former[name] = pd.concat([self.former[name], pd.DataFrame(replaced)], ignore_index=True)
            self.stored[name] = self._written(name, diff.rows, run)

    def _written(self, name: str, rows: pd.DataFrame, run: str) -> pd.DataFrame:
        stored = self.stored[name]
        table = dict(zip(record_ids(stored, RECORDS[name].key), stored.to_dict("records"), strict=True))
        for key, row in zip(record_ids(rows, RECORDS[name].key), rows.to_dict("records"), strict=True):
            first = table.get(key, {}).get("first_run") or run
            table[key] = row | {"first_run": first, "retired_run": run if row["retired"] else ""}
        frame = pd.DataFrame(list(table.values()), columns=empty(name).columns)
        return frame.astype({"retired": bool})

    def versions(self, name: str) -> pd.DataFrame:
        """All versions of the records of a table."""
        return versions(name, self.stored[name], self.former[name])

    def past(self) -> Past:
        """The town of now, and of any day before."""
        every = {
            name: self.versions(name) if name in WITH_HISTORY else self.stored[name][~self.stored[name]["retired"]]
            for name in RECORDS
        }
        live = {
            name: rows.assign(first_on=rows["first_run"].map(runs.day_of_run))[~rows["retired"]]
            for name, rows in self.stored.items()
        }
        return Past(build_town(live), every)


def answers(past: Past, on: dt.date) -> list[str]:
    """What commands say of a day."""
    town = past.town_on(on)
    keys = households(town, as_of=on, policy=DEFAULT_POLICY)
    given = (keys.missing_consent, keys.missing_access, keys.consents)
    words = sorted(zip(town.households.key.texts, *(column.tolist() for column in given), strict=True))
    network = trust_network(town, as_of=on, policy=DEFAULT_POLICY, today=NOW)
    tables = [
        diagnose(town, as_of=on, policy=DEFAULT_POLICY),
        rank_intermediaries(town, as_of=on, policy=DEFAULT_POLICY, network=network),
    ]
    return [str(words), *(table.to_json(orient="records") for table in tables)]


def home(room: str) -> str:
    return f":1::{room}"


def person(room: str) -> str:
    return f"p_{room}"


REGISTER = {
    "flats": [
        {
            "flat": home(room),
            "stack_key": ":1:A:",
            "building": "1",
            "room": room,
            "floor": room[0],
            "stack": "A",
            "stack_source": "drawing",
            "kind": "dwelling",
            "sources": "r.csv::1",
        }
        for room in ROOMS
    ],
}


@st.composite
def sheets(draw, since: dt.date, day: dt.date, is_first: bool):
    """What a file says on a day: words, ties, visits dated since the last load, and undated facts."""
    dates = st.sampled_from(["", since.isoformat(), day.isoformat()])
    rooms = st.sampled_from(ROOMS)
    maybe = st.just(True) if is_first else st.booleans()  # before its first load a table is as first loaded
    tables: dict[str, list[dict[str, str]]] = {name: [] for name in WITH_HISTORY}
    for room in ROOMS:
        tables["persons"].append({"person": person(room), "household": home(room)})
        if draw(maybe):
            tables["dossiers"].append(
                {
                    "household": home(room),
                    "building": "1",
                    "room": room,
                    "owner": person(room),
                    "occupancy": draw(st.sampled_from(["owner_occupied", "rented"])),
                }
            )
        if draw(maybe):
            stance = draw(st.sampled_from(["signed", "hesitant", "refused"]))
            tables["stances"].append({"household": home(room), "giver": "owner", "date": draw(dates), "stance": stance})
        if draw(maybe):
            tables["people"].append(
                {
                    "person": person(room),
                    "household": home(room),
                    "roles": "volunteer",
                    "willing": draw(st.sampled_from(["true", "false"])),
                    "willing_on": draw(dates),
                    "capacity": "2",
                }
            )
        if draw(maybe):
            tables["measures"].append(
                {
                    "household": home(room),
                    "concern": "noise",
                    "measure": draw(st.sampled_from(["m1", "m2"])),
                    "accepted": draw(st.sampled_from(["", "false"])),
                }
            )
    if draw(maybe):
        ego, alter = draw(rooms), draw(rooms)
        tables["ties"].append(
            {
                "ego": person(ego),
                "alter": person(alter),
                "kind": "confidant",
                "observed_on": draw(dates),
                "strength": draw(st.sampled_from(["1", "3"])),
            }
        )
    if draw(maybe):
        tables["visits"].append(
            {
                "household": home(draw(rooms)),
                "visitors": person(draw(rooms)),
                "date": draw(dates),
                "result": draw(st.sampled_from(["agreed", "no_contact"])),
            }
        )
    if draw(maybe):
        status, done_on = draw(st.sampled_from([("planned", ""), ("done", day.isoformat())]))
        tables["works"].append(
            {"stack_key": ":1:A:", "building": "1", "stack": "A", "status": status, "done_on": done_on}
        )
    return tables


@st.composite
def loads(draw):
    """Two to four loads on later and later days, each of one of two files."""
    series, day = [], FIRST
    for number in range(draw(st.integers(2, 4))):
        since, day = day + dt.timedelta(days=1), day + dt.timedelta(days=10)
        source = A if number == 0 else draw(st.sampled_from([A, B]))
        tables = draw(sheets(since, day, number == 0))
        series.append(
            (day, {name: [row | {"sources": source} for row in rows] for name, rows in tables.items()}, source)
        )
    return series


@pytest.mark.slow
@given(loads())
@settings(max_examples=8)
def test_a_day_is_known_as_by_a_graph_that_saw_only_the_loads_up_to_it(given_loads) -> None:
    """Rows are dated after the load before theirs: a graph of fewer loads lacks none that is dated by the day."""
    graph = Graph()
    graph.load(FIRST, REGISTER, {"r.csv::1"})
    known = {}
    for day, tables, source in given_loads:
        graph.load(day, tables, {source})
        known[day] = answers(graph.past(), day)
    past = graph.past()
    assert {day: answers(past, day) for day in known} == known


def test_a_refused_offer_that_comes_back_unanswered_stays_refused_on_the_earlier_day() -> None:
    graph = Graph()
    graph.load(FIRST, REGISTER, {"r.csv::1"})
    offer = {"household": home("301"), "concern": "noise", "measure": "m1", "sources": A}
    refused = {"household": home("301"), "giver": "owner", "date": "", "stance": "refused", "sources": A}
    days = [FIRST + dt.timedelta(days=10 * number) for number in (1, 2, 3)]
    graph.load(days[0], {"measures": [offer | {"accepted": "false"}], "stances": [refused]}, {A})
    known = answers(graph.past(), days[0])
    graph.load(days[1], {"stances": [refused]}, {A})
    graph.load(days[2], {"measures": [offer | {"accepted": ""}], "stances": [refused]}, {A})
    assert answers(graph.past(), days[0]) == known


def test_a_visit_that_left_its_sheet_and_came_back_is_one_visit_on_every_day() -> None:
    graph = Graph()
    graph.load(FIRST, REGISTER, {"r.csv::1"})
    visit = {"household": home("301"), "date": "2026-03-05", "visitors": person("101"), "result": "agreed"} | SOURCE
    days = [FIRST + dt.timedelta(days=10 * number) for number in (1, 2, 3)]
    for day, visits in zip(days, ([visit], [], [visit]), strict=True):
        graph.load(day, {"visits": visits}, {A})
    past = graph.past()
    assert [len(past.town_on(day).tables["visits"]) for day in days] == [1, 1, 1]


def test_a_visit_whose_date_was_corrected_is_one_contact_also_as_of_the_earlier_date() -> None:
    graph = Graph()
    graph.load(FIRST, REGISTER, {"r.csv::1"})
    visit = {"household": home("301"), "visitors": person("101"), "result": "softened"} | SOURCE
    for day, date in ((3, "2026-06-02"), (14, "2026-06-12")):
        graph.load(dt.date(2026, 6, day), {"visits": [visit | {"date": date}]}, {A})
    past, today = graph.past(), dt.date(2026, 6, 20)
    assert str(past.town_on(dt.date(2026, 6, 5)).tables["visits"]["date"].min().date()) == "2026-06-02"
    for day in (5, 20):
        town = past.town_on(dt.date(2026, 6, day))
        budget = contact_budget(town, today=today, policy=DEFAULT_POLICY)
        assert not budget.used_up.any()  # one contact in 30 days, of two allowed
        assert str(budget.not_before[town.households.key.find(home("301"))]) == "2026-06-20"


def test_works_that_left_their_sheet_and_came_back_done_are_planned_on_the_earlier_day() -> None:
    graph = Graph()
    graph.load(FIRST, REGISTER, {"r.csv::1"})
    days = [FIRST + dt.timedelta(days=10 * number) for number in (1, 2, 3)]
    works = {"stack_key": ":1:A:", "building": "1", "stack": "A"} | SOURCE
    planned, done = works | {"status": "planned", "done_on": ""}, works | {"status": "done", "done_on": "2026-03-03"}
    for day, rows in zip(days, ([planned], [], [done]), strict=True):
        graph.load(day, {"works": rows}, {A})
    past = graph.past()
    assert [known_on(past.versions, day)["works"]["status"].tolist() for day in days[:1]] == [["planned"]]
    assert past.town_on(days[2]).tables["works"]["status"].tolist() == ["done"]


@pytest.mark.parametrize(
    ("table", "before", "after"),
    [
        ("dossiers", {"household": ":1::101", "flags": "minor"}, {"household": ":1::101", "flags": "none"}),
        ("people", {"person": "p_a", "roles": "volunteer"}, {"person": "p_a", "roles": "door_captain"}),
        (
            "measures",
            {"household": ":1::101", "concern": "noise", "measure": "m1", "accepted": "false"},
            {"household": ":1::101", "concern": "noise", "measure": "m1", "accepted": ""},
        ),
        ("works", {"stack_key": ":1:A:", "status": "planned"}, {"stack_key": ":1:A:", "status": "started"}),
    ],
)
def test_a_row_that_went_and_came_back_changed_says_on_each_day_what_it_said_then(
    engine, make, monkeypatch, table, before, after
) -> None:
    noon = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)
    with engine.open() as store:
        for number, rows in enumerate(([before], [], [after])):
            monkeypatch.setattr(runs, "utc_now", lambda n=number: noon + dt.timedelta(days=10 * n))
            store.write({"persons": make("persons", {"person": "p_a"}), table: make(table, *rows)}, sources={A})
        history = store.read_history()
    column = next(name for name in after if before[name] != after[name])
    now = {name: rows[rows["retired_run"] == ""] for name, rows in history.items() if name in WITH_HISTORY}
    known = [known_on(history, dt.date(2026, 3, day)) or now for day in (2, 12, 22)]
    assert [rows[table][column].tolist() for rows in known] == [[before[column]], [], [after[column]]]


WORDS_ON_HELPING = {"opted_in_on": "2026-01-05|2026-06", "opted_out_on": "2026-03-01"}


def test_of_words_on_helping_that_came_in_one_load_the_newest_of_each_day_counts(engine, make) -> None:
    opt_in = {"person": "p_a", "willing": "true", "willing_on": "2026-06"} | WORDS_ON_HELPING
    with engine.open() as store:
        store.write({"persons": make("persons", {"person": "p_a"}), "people": make("people", opt_in)}, sources={A})
        history = store.read_history()
    now = {name: rows[rows["retired_run"] == ""] for name, rows in history.items() if name in WITH_HISTORY}
    days = [(1, 4), (1, 5), (2, 28), (3, 1), (5, 31), (6, 1)]
    known = [(known_on(history, dt.date(2026, *day)) or now)["people"].iloc[0] for day in days]
    assert [(row["willing"], row["willing_on"]) for row in known] == [
        ("true", "2026-06"),  # later than the day: counts for no analysis of it
        ("true", "2026-01-05"),
        ("true", "2026-01-05"),
        ("false", "2026-03-01"),
        ("false", "2026-03-01"),
        ("true", "2026-06"),
    ]


@pytest.mark.parametrize(("word", "column"), [("true", "opted_in_on"), ("false", "opted_out_on")])
def test_a_graph_written_before_days_were_listed_is_not_changed_by_the_same_roster(
    engine, make, query, word, column
) -> None:
    opt_in = {"person": "p_a", "willing": word, "willing_on": "2026-06", column: "2026-06"}
    tables = {"persons": make("persons", {"person": "p_a"}), "people": make("people", opt_in)}
    with engine.open() as store:
        store.write(tables, sources={A})
        query(store, "MATCH (p:Person) REMOVE p.opted_in_on, p.opted_out_on RETURN count(p)")
        again = store.write(tables, sources={A})
    assert [change.unchanged for change in again if change.table == "people"] == [1]


@pytest.fixture
def engine_loads(engine, make, monkeypatch):
    """A store in which a word was changed, a dossier too, and a tie retired, ten days apart."""
    noon = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)
    with engine.open() as store:
        for number in range(2):
            monkeypatch.setattr(runs, "utc_now", lambda n=number: noon + dt.timedelta(days=10 * n))
            visit = {"household": ":1::201", "visitors": "p_a|p_b", "date": "2026-03-01"}
            tie = {"ego": "p_a", "alter": "p_b", "kind": "confidant"}
            people = [{"person": who, "household": at} for who, at in (("p_a", ":1::101"), ("p_b", ":1::201"))]
            flags, result = ("minor", "none")[number], ("agreed", "no_contact")[number]
            opt_in = {"person": "p_a", "willing": "true", "willing_on": f"2026-03-0{number + 1}"}
            tables = {
                "persons": make("persons", *people),
                "dossiers": make("dossiers", {"household": ":1::101", "owner": "p_a", "flags": flags}),
                "visits": make("visits", visit | {"result": result}),
                "ties": make("ties", *[tie][number:]),
                "people": make("people", opt_in),
            }
            store.write(tables, sources={A})
        yield store


def test_every_version_is_read_with_the_days_from_which_and_up_to_which_it_holds(engine_loads) -> None:
    history = engine_loads.read_history()
    spans = {
        name: sorted(zip(history[name][column], history[name]["since_on"], history[name]["retired_on"], strict=True))
        for name, column in (("dossiers", "flags"), ("people", "willing_on"), ("ties", "kind"))
    }
    assert spans == {
        "dossiers": [("minor", "2026-03-02", "2026-03-12"), ("none", "2026-03-12", "")],
        "people": [("2026-03-01", "2026-03-02", "2026-03-12"), ("2026-03-02", "2026-03-12", "")],
        "ties": [("confidant", "2026-03-02", "2026-03-12")],
    }


def test_an_erased_person_is_in_no_version_and_others_keep_theirs(engine_loads, query) -> None:
    engine_loads.erase_person("p_a")
    everything = query(engine_loads, "MATCH (n) RETURN [key IN keys(n) | n[key]]")
    assert not any("p_a" in str(row) for row in everything)
    assert sorted(engine_loads.read_history()["visits"]["visitors"].unique()) == ["p_b"]


def test_an_erased_household_is_in_no_version(engine_loads) -> None:
    engine_loads.erase_household(":1::101")
    assert all(
        ":1::101" not in frame.to_numpy() for name, frame in engine_loads.read_history().items() if name != "flats"
    )


def test_a_withdrawn_flag_is_gone_from_the_past_too(engine_loads) -> None:
    engine_loads.forget_former(":1::101", "flags")
    assert sorted(engine_loads.read_history()["dossiers"]["flags"]) == ["", "none"]


def test_forgetting_everybody_leaves_nobody_in_the_past(engine_loads) -> None:
    engine_loads.forget_people()
    history = engine_loads.read_history()
    assert {name: len(history[name]) for name in ("ties", "people")} == {"ties": 0, "people": 0}
    assert set(history["visits"]["visitors"]) == {""}


PEOPLE_BY_SHEET = {
    "a.xlsx::1": {"roles": "volunteer", "capacity": "3"},
    "b.xlsx::1": {"roles": "party_member", "branch": "x"},
    "c.xlsx::1": {"roles": "door_captain", "scope": "5/2"},
}
OFFERS_BY_SHEET = {
    "a.xlsx::1": {"accepted": ""},
    "b.xlsx::1": {"accepted": "false"},
    "c.xlsx::1": {"accepted": "true"},
}
WORKS_BY_SHEET = {
    "a.xlsx::1": {"status": "planned"},
    "b.xlsx::1": {"status": "done", "done_on": "2026-02-20"},
    "c.xlsx::1": {"status": "started"},
}
DOSSIERS_BY_SHEET = {
    "a.xlsx::1": {"occupancy": "rented"},
    "b.xlsx::1": {"ownership_type": "private"},
    "c.xlsx::1": {"occupancy": "owner_occupied", "survey_date": "2026-01-08"},
}
SAID_BY_SHEETS = [
    ("people", {"person": "p_101", "household": home("101")}, PEOPLE_BY_SHEET),
    ("measures", {"household": home("101"), "concern": "noise", "measure": "m1"}, OFFERS_BY_SHEET),
    ("works", {"stack_key": ":1:A:"}, WORKS_BY_SHEET),
    ("dossiers", {"household": home("101")}, DOSSIERS_BY_SHEET),
]


@pytest.mark.parametrize("days_between", [0, 1])
@pytest.mark.parametrize(("name", "key", "said"), SAID_BY_SHEETS, ids=[name for name, _, _ in SAID_BY_SHEETS])
def test_before_the_first_load_a_record_of_several_sheets_is_the_same_in_any_order(
    name: str, key: dict[str, str], said: dict[str, dict[str, str]], days_between: int
) -> None:
    known = []
    for order in permutations(said):
        graph = Graph()
        for number, sheet in enumerate(order):
            day = FIRST + dt.timedelta(days=days_between * number)
            graph.load(day, {name: [key | said[sheet] | {"sources": sheet}]}, {sheet})
        records = known_on({name: graph.versions(name)}, dt.date(2026, 3, 1)) or {name: graph.versions(name)}
        known.append(records[name][[*RECORDS[name].columns, "sources"]].to_dict("records"))
    assert all(rows == known[0] for rows in known)
    assert len(known[0]) == 1


def test_what_the_same_sheet_says_later_counts_on_no_day_before_although_a_further_sheet_gives_it_too(
    engine, make, monkeypatch
) -> None:
    noon = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)
    with engine.open() as store:
        for number, (roles, sheet) in enumerate((("volunteer", A), ("door_captain", A), ("door_captain", B))):
            monkeypatch.setattr(runs, "utc_now", lambda n=number: noon + dt.timedelta(days=10 * n))
            rows = make("people", {"person": "p_a", "roles": roles}, sources=sheet)
            store.write({"persons": make("persons", {"person": "p_a"}), "people": rows}, sources={sheet})
        history = store.read_history()
    known = known_on(history, dt.date(2026, 2, 1))
    assert known is not None
    assert known["people"]["roles"].tolist() == ["volunteer"]

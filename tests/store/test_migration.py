"""Graphs of the earlier layouts, and the next load of them.

In the first the ids of words, visits and ties ended in a rank; in the second every value was text, ids held a control
character, and `OF` meant five things.
"""

from __future__ import annotations

import datetime

import pandas as pd
import pytest
from earlier_layouts import FIRST_LAYOUT, SECOND_LAYOUT, SEPARATOR, put_back

A, B = "a.xlsx::1", "b.xlsx::1"
EVERYTHING = """MATCH (n) WHERE NOT n:Run AND NOT n:Lock AND NOT n:Counter UNWIND keys(n) AS k
                RETURN labels(n), n.id, k, n[k]"""
EVERY_TIE = "MATCH (a)-[r]->(b) RETURN a.id, type(r), r.id, b.id"
EVERY_TIE_SAYS = "MATCH (a)-[r]->(b) UNWIND keys(r) AS k RETURN a.id, type(r), r.id, b.id, k, r[k]"
MARKS = {"sources", "first_run", "changed_run", "retired_run"}


def whole(store, query):
    return query(store, EVERYTHING) | query(store, EVERY_TIE) | query(store, EVERY_TIE_SAYS)


def without_marks(graph):
    return {row for row in graph if row[-2] not in MARKS}


@pytest.fixture(params=[FIRST_LAYOUT, SECOND_LAYOUT], ids=["first", "second"])
def layout(request):
    """How an earlier program left a graph."""
    return request.param


@pytest.fixture
def old(engine, town, query, layout):
    """The engine with the invented town on record in an earlier layout, and the graph as it was before that."""
    town["ties"].loc[0, "strength"] = "2.5"
    with engine.open() as store:
        store.write(town, sources={A})
        store.write_results("isolated", pd.DataFrame({"flat": ["5-2-301"], "reach": [0.5]}), "r1")
        before = whole(store, query)
        put_back(store, query, layout)
        assert whole(store, query) != before
    return engine, before


def test_a_graph_of_the_earlier_layout_that_loads_again_is_unchanged(old, town, query):
    engine, before = old
    with engine.open() as store:
        changes = store.write(town, sources={A})
        assert whole(store, query) == before
        assert not query(store, "MATCH (n) WHERE n.rank IS NOT NULL RETURN n.id")
    assert [change for change in changes if change.new or change.changed or change.retired] == []


def test_what_goes_after_the_earlier_layout_is_retired_and_nothing_stands_beside_it(old, town, query):
    engine, before = old
    with engine.open() as store:
        store.write({name: town[name].iloc[:0] for name in ("stances", "visits", "ties")}, sources={A})
        assert without_marks(whole(store, query)) == without_marks(before)
        assert {name: len(rows) for name, rows in store.read(["stances", "visits", "ties"]).items()} == {
            "stances": 0,
            "visits": 0,
            "ties": 0,
        }


def test_a_person_is_erased_from_the_visits_of_the_earlier_layout(old, query):
    engine, _ = old
    with engine.open() as store:
        store.erase_person("p_c")
        assert list(store.read(["visits"])["visits"]["visitors"]) == ["p_b"]
        assert "p_c" not in str(whole(store, query))


@pytest.mark.parametrize("layout", [FIRST_LAYOUT], ids=["first"])
def test_one_word_said_twice_on_a_day_becomes_one_with_both_its_files(old, make, town, query):
    engine, before = old
    with engine.open() as store:
        query(store, "MATCH (s:Stance {stance: 'reversed'}) SET s.sources = $b", b=B)
        copy = """MATCH (s:Stance {stance: 'reversed'})-[:OF]->(h:Household), (c:Counter {id: 'Stance'})
                  CREATE (t:Stance {id: s.id + $sep + 'again', nid: c.next, household: s.household, giver: s.giver,
                                    date: s.date, stance: s.stance, rank: '2', sources: $a, first_run: s.first_run})
                  CREATE (t)-[:OF]->(h) SET c.next = c.next + 1"""
        query(store, copy, a=A, sep=SEPARATOR)
        again = """MATCH (a:Person)-[t:TRUSTS {kind: 'kin'}]->(b:Person)
                   CREATE (a)-[:TRUSTS {id: 'again', kind: t.kind, known: t.known, rank: '1', sources: $b,
                                        first_run: t.first_run}]->(b)"""
        query(store, again, b=B)
        planned = store.write(town, sources={A}, dry_run=True)
        store.write({"stances": make("stances"), "ties": make("ties")}, sources=set())
        assert without_marks(whole(store, query)) == without_marks(before)
        read = store.read(["stances", "ties"])
    assert list(read["stances"].query("stance == 'reversed'")["sources"]) == [f"{A}\n{B}"]
    assert list(read["ties"].query("kind == 'kin'")["sources"]) == [f"{A}\n{B}"]
    assert sum(change.new + change.retired for change in planned) == 0


@pytest.mark.parametrize("layout", [FIRST_LAYOUT], ids=["first"])
def test_a_record_that_was_written_beside_its_earlier_self_counts_and_is_one(old, town, query):
    engine, before = old
    ids = {row[1] for row in before if row[0] == ("Stance",)}
    signed = next(one for one in ids if "signed" in one)
    with engine.open() as store:
        beside = """MATCH (s:Stance {stance: 'signed'})-[:OF]->(h:Household)
                    CREATE (t:Stance {id: $id, household: s.household, giver: s.giver, date: s.date, stance: s.stance,
                                      sources: s.sources, first_run: 'r2', retired_run: 'r2'})-[:OF]->(h)"""
        query(store, beside, id=signed.replace(";", SEPARATOR))  # as the second layout named it
        store.reopen(":5:9:901", datetime.date(2026, 1, 1))
        assert query(store, "MATCH (s:Stance) RETURN s.id") == {(one,) for one in ids}
        assert list(store.read(["stances"])["stances"]["stance"]) == ["reversed"]


def test_a_change_of_layout_that_was_stopped_half_way_goes_on(old, town, query):
    engine, before = old
    signed = next(row[1] for row in before if row[0] == ("Stance",) and "signed" in row[1])
    with engine.open() as store:
        query(
            store, "MATCH (s:Stance {stance: 'signed'}) SET s.id = $id, s.date = date(s.date) REMOVE s.rank", id=signed
        )
        store.write(town, sources={A})
        assert whole(store, query) == before

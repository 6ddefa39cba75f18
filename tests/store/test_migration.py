"""A graph of the earlier layout, where the ids of words, visits and ties ended in a rank, and the next load of it."""

from __future__ import annotations

import datetime

import pytest

A, B = "a.xlsx::1", "b.xlsx::1"
SEPARATOR = "\x1f"

# the ids as the earlier layout made them, written out here from its key columns
OLD_LAYOUT = (
    """MATCH (s:Stance) SET s.rank = '0', s.id = s.household + $sep + coalesce(s.pipe_kind, '') + $sep
       + coalesce(s.giver, '') + $sep + coalesce(s.date, '') + $sep + '0'""",
    """MATCH (v:Visit) SET v.rank = '0', v.id = v.household + $sep + coalesce(v.date, '') + $sep
       + coalesce(v.visitors, '') + $sep + '0'""",
    """MATCH ()-[t:TRUSTS]->() SET t.rank = '0', t.id = coalesce(t.kind, '') + $sep + coalesce(t.observed_on, '')
       + $sep + '0'""",
    "MATCH (r:Run) REMOVE r.layout",
)
EVERYTHING = "MATCH (n) WHERE NOT n:Run AND NOT n:Lock AND NOT n:Counter RETURN labels(n), n.id, n.retired_run"
EVERY_TIE = "MATCH (a)-[r]->(b) RETURN a.id, type(r), r.id, b.id, r.retired_run"


def put_back(store, found):
    """Make what the store has written a graph of the earlier layout."""
    for statement in OLD_LAYOUT:
        found(store, statement, sep=SEPARATOR)


def whole(store, found):
    return found(store, EVERYTHING) | found(store, EVERY_TIE)


def without_run(graph):
    return {row[:-1] for row in graph}


@pytest.fixture
def old(engine, town, found):
    """The engine with the invented town on record in the earlier layout, and the graph as it was before that."""
    with engine.open() as store:
        store.write(town, sources={A})
        before = whole(store, found)
        put_back(store, found)
        assert whole(store, found) != before
    return engine, before


def test_a_graph_of_the_earlier_layout_that_loads_again_is_unchanged(old, town, found):
    engine, before = old
    with engine.open() as store:
        changes = store.write(town, sources={A})
        assert whole(store, found) == before
        assert not found(store, "MATCH (n) WHERE n.rank IS NOT NULL RETURN n.id")
    assert [change for change in changes if change.new or change.changed or change.retired] == []


def test_what_goes_after_the_earlier_layout_is_retired_and_nothing_stands_beside_it(old, town, found):
    engine, before = old
    with engine.open() as store:
        store.write({name: town[name].iloc[:0] for name in ("stances", "visits", "ties")}, sources={A})
        assert without_run(whole(store, found)) == without_run(before)
        assert {name: len(rows) for name, rows in store.read(["stances", "visits", "ties"]).items()} == {
            "stances": 0,
            "visits": 0,
            "ties": 0,
        }


def test_a_person_is_erased_from_the_visits_of_the_earlier_layout(old, found):
    engine, _ = old
    with engine.open() as store:
        store.erase_person("p_c")
        assert list(store.read(["visits"])["visits"]["visitors"]) == ["p_b"]
        assert "p_c" not in str(whole(store, found))


def test_one_word_said_twice_on_a_day_becomes_one_with_both_its_files(old, make, town, found):
    engine, before = old
    with engine.open() as store:
        found(store, "MATCH (s:Stance {stance: 'reversed'}) SET s.sources = $b", b=B)
        copy = """MATCH (s:Stance {stance: 'reversed'})-[:OF]->(h:Household), (c:Counter {id: 'Stance'})
                  CREATE (t:Stance {id: s.household + '-again', nid: c.next, household: s.household, giver: s.giver,
                                    date: s.date, stance: s.stance, rank: '2', sources: $a, first_run: s.first_run})
                  CREATE (t)-[:OF]->(h) SET c.next = c.next + 1"""
        found(store, copy, a=A)
        again = """MATCH (a:Person)-[t:TRUSTS {kind: 'kin'}]->(b:Person)
                   CREATE (a)-[:TRUSTS {id: 'again', kind: t.kind, known: t.known, rank: '1', sources: $b,
                                        first_run: t.first_run}]->(b)"""
        found(store, again, b=B)
        planned = store.write(town, sources={A}, dry_run=True)
        store.write({"stances": make("stances"), "ties": make("ties")}, sources=set())
        assert whole(store, found) == before
        read = store.read(["stances", "ties"])
    assert list(read["stances"].query("stance == 'reversed'")["sources"]) == [f"{A}\n{B}"]
    assert list(read["ties"].query("kind == 'kin'")["sources"]) == [f"{A}\n{B}"]
    assert sum(change.new + change.retired for change in planned) == 0


def test_a_record_that_was_written_beside_its_earlier_self_counts_and_is_one(old, town, found):
    engine, before = old
    ids = {row[1] for row in before if row[0] == ("Stance",)}
    signed = next(one for one in ids if "signed" in one)
    with engine.open() as store:
        beside = """MATCH (s:Stance {stance: 'signed'})-[:OF]->(h:Household)
                    CREATE (t:Stance {id: $id, household: s.household, giver: s.giver, date: s.date, stance: s.stance,
                                      sources: s.sources, first_run: 'r2', retired_run: 'r2'})-[:OF]->(h)"""
        found(store, beside, id=signed)
        store.reopen(":5:9:901", datetime.date(2026, 1, 1))
        assert found(store, "MATCH (s:Stance) RETURN s.id") == {(one,) for one in ids}
        assert list(store.read(["stances"])["stances"]["stance"]) == ["reversed"]


def test_a_change_of_layout_that_was_stopped_half_way_goes_on(old, town, found):
    engine, before = old
    signed = next(row[1] for row in before if row[0] == ("Stance",) and "signed" in row[1])
    with engine.open() as store:
        found(store, "MATCH (s:Stance {stance: 'signed'}) SET s.id = $id REMOVE s.rank", id=signed)
        store.write(town, sources={A})
        assert whole(store, found) == before

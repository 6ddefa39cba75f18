"""The right to be forgotten, and results that are seen in the graph."""

from __future__ import annotations

import pandas as pd
import pytest

from socialgraph.errors import StoreError

SOURCES = {"a.xlsx::1"}


def everything(store, query):
    """Every property of every node and relationship, as one text."""
    nodes = query(store, "MATCH (n) UNWIND keys(n) AS k RETURN k, toString(n[k])")
    ties = query(store, "MATCH ()-[r]->() UNWIND keys(r) AS k RETURN k, toString(r[k])")
    return repr(sorted(nodes | ties, key=repr))


def test_an_erased_person_is_nowhere_in_the_graph(engine, town, query):
    with engine.open() as store:
        store.write(town, sources=SOURCES)
        store.write_results("suggest", pd.DataFrame({"flat": ["5-2-301"], "intermediary": ["p_b"]}), "r1")
        assert "p_b" in everything(store, query)
        assert store.erase_person("p_b")
        assert "p_b" not in everything(store, query)
        read = store.read()
        assert not store.erase_person("p_b")
    assert list(read["visits"]["visitors"]) == ["p_c"]
    assert list(read["dossiers"]["owner"]) == ["p_a", ""]
    assert read["ties"].empty
    assert len(read["assignments"]) == 1


def test_visits_that_become_alike_by_an_erasure_are_one(engine, town, make):
    visit = {"household": ":5:2:301", "date": "2026-10-01"}
    visits = make("visits", visit | {"visitors": "p_b|p_c"}, visit | {"visitors": "p_c"})
    with engine.open() as store:
        store.write(town | {"visits": visits}, sources=SOURCES)
        store.erase_person("p_b")
        read = store.read()["visits"]
    assert list(read["visitors"]) == ["p_c"]


def test_an_erased_household_leaves_its_flat_and_nothing_else(engine, town, query):
    with engine.open() as store:
        store.write(town, sources=SOURCES)
        store.write_results("isolated", pd.DataFrame({"flat": ["5-2-301"], "reach": [0.25]}), "r1")
        assert store.erase_household(":5:2:301")
        about = query(store, "MATCH (n) WHERE n.household = ':5:2:301' OR n.id = ':5:2:301' RETURN labels(n), n.id")
        assert about == {(("Flat",), ":5:2:301")}
        assert "p_a" not in everything(store, query)
        assert query(store, "MATCH (r:Result) RETURN count(r)") == {(0,)}
        assert not store.erase_household(":5:2:301")
        read = store.read()
    assert list(read["dossiers"]["household"]) == [":5:2:302|303"]
    assert list(read["stops"]["household"]) == [":5:2:302|303"]
    assert all(read[name].empty for name in ("stances", "measures", "surveys", "visits", "access_windows"))


def test_members_who_visited_together_are_erased_together(engine, town, make, query):
    persons = make(
        "persons", *({"person": person, "household": ":5:2:301"} for person in ("p_a", "p_b")), {"person": "p_c"}
    )
    visit = {"date": "2026-10-01", "visitors": "p_a|p_b|p_c"}
    visits = make("visits", visit | {"household": ":5:2:301"}, visit | {"household": ":5:2:302|303"})
    with engine.open() as store:
        store.write(town | {"persons": persons, "visits": visits}, sources=SOURCES)
        assert store.erase_household(":5:2:301")
        assert "p_a" not in everything(store, query)
        read = store.read()["visits"]
    assert list(zip(read["household"], read["visitors"], strict=True)) == [(":5:2:302|303", "p_c")]


def test_what_was_erased_and_is_loaded_again_is_new(engine, town):
    with engine.open() as store:
        store.write(town, sources=SOURCES)
        store.erase_household(":5:2:301")
        changes = {change.table: change for change in store.write(town, sources=SOURCES)}
        assert changes["stances"].new == 2
        read = store.read()
    assert {name: len(table) for name, table in read.items()} == {name: len(table) for name, table in town.items()}


def test_results_are_seen_at_their_household_and_intermediary(engine, town, query):
    frame = pd.DataFrame(
        {
            "flat": ["5-2-301", "5-2-302|303", "5-2-301"],
            "rank": pd.array([1, pd.NA, 2], dtype="Int64"),
            "intermediary": ["p_b", None, "p_c"],
            "score": [0.5, float("nan"), -1.25],
            "reason": ["", "no_path", ""],
        }
    )
    with engine.open() as store:
        store.write(town, sources=SOURCES)
        assert store.write_results("suggest", frame, "r1") == 3
        seen = (
            "MATCH (r:Result {name: 'suggest'})-[:DESCRIBES]->(h:Household) OPTIONAL MATCH (r)-[:SUGGESTS]->(p:Person) "
        )
        assert query(store, seen + "RETURN h.id, r.rank, p.id, r.score, r.reason, r.run_id") == {
            (":5:2:301", 1, "p_b", 0.5, None, "r1"),
            (":5:2:302|303", None, None, None, "no_path", "r1"),
            (":5:2:301", 2, "p_c", -1.25, None, "r1"),
        }


def test_later_results_take_the_place_of_earlier_ones_of_that_name(engine, town, query):
    with engine.open() as store:
        store.write(town, sources=SOURCES)
        for run, reach in (("r1", 0.1), ("r2", 0.2)):
            store.write_results("isolated", pd.DataFrame({"flat": ["5-2-301"], "reach": [reach]}), run)
        store.write_results("other", pd.DataFrame({"flat": ["5-2-301"]}), "r1")
        names = query(store, "MATCH (r:Result) RETURN r.name, r.run_id, r.reach")
    assert names == {("isolated", "r2", 0.2), ("other", "r1", None)}


def test_results_of_stacks_are_seen_at_their_stack(engine, town, query):
    frame = pd.DataFrame(
        {"building": ["5"], "stack": ["5/2/1"], "pipe_kind": ["sewage_bath"], "state": ["blocked"],
         "pivotal_flats": [["5-2-301"]]}
    )  # fmt: skip
    with engine.open() as store:
        store.write(town, sources=SOURCES)
        store.write_results("diagnose", frame, "r1")
        seen = query(store, "MATCH (r:Result)-[:DESCRIBES]->(s:Stack) RETURN s.id, r.state, r.pivotal_flats")
    assert seen == {(":5:5/2/1:sewage_bath", "blocked", ("5-2-301",))}


def test_a_summary_row_tells_of_no_flat(engine, town, query):
    with engine.open() as store:
        store.write(town, sources=SOURCES)
        store.write_results("assign", pd.DataFrame({"flat": ["5-2-301", None], "expected_stacks": [None, 1.5]}), "r1")
        assert query(store, "MATCH (r:Result) WHERE NOT (r)-[:DESCRIBES]->() RETURN r.expected_stacks") == {(1.5,)}


def test_a_result_of_a_flat_that_is_not_there_is_an_error(engine, town):
    with engine.open() as store:
        store.write(town, sources=SOURCES)
        with pytest.raises(StoreError, match="in no table of the graph"):
            store.write_results("isolated", pd.DataFrame({"flat": ["9-9-999"]}), "r1")


def test_a_tie_to_a_person_nobody_describes_is_an_error_and_no_silent_loss(engine, make):
    with engine.open() as store:
        with pytest.raises(StoreError, match="0 of 1 rows"):
            store.write({"ties": make("ties", {"ego": "p_x", "alter": "p_y", "kind": "kin"})}, sources=SOURCES)
        assert store.last_run().state == "unfinished"


@pytest.mark.parametrize("batch_size", [1, 2, 5000])
def test_everybody_is_forgotten_in_batches_of_any_size_and_stops_stay(engine, town, query, monkeypatch, batch_size):
    monkeypatch.setattr("socialgraph.store.store.BATCH_SIZE", 2 * batch_size)
    with engine.open() as store:
        store.write(town, sources=SOURCES)
        store.write_results("suggest", pd.DataFrame({"flat": ["5-2-301"], "intermediary": ["p_b"]}), "r1")
        assert store.forget_people() == 3
        assert not {"p_a", "p_b", "p_c"} & {word for word in ("p_a", "p_b", "p_c") if word in everything(store, query)}
        read = store.read()
        assert store.last_run().state == "finished"
        assert store.forget_people() == 0
    assert [len(read[name]) for name in ("flats", "stances", "visits", "stops", "assignments")] == [3, 2, 1, 1, 1]
    assert list(read["visits"]["visitors"]) == [""]
    assert all(read[name].empty for name in ("persons", "ties", "links", "surveys", "closed_pairs"))

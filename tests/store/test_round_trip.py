"""What is written is read again, the same on both engines."""

from __future__ import annotations

import pandas as pd
import pytest

from socialgraph.schema.records import RECORDS

SOURCES = {"a.xlsx::1"}


def as_sets(records):
    return {
        name: {tuple(row) for row in table[[*RECORDS[name].columns, "sources"]].itertuples(index=False)}
        for name, table in records.items()
    }


def test_every_record_is_read_as_it_was_written(engine, town):
    with engine.open() as store:
        changes = store.write(town, sources=SOURCES)
        read = store.read()
    assert {c.table: (c.new, c.changed, c.unchanged, c.retired) for c in changes} == {
        name: (len(table), 0, 0, 0) for name, table in town.items()
    }
    assert as_sets(read) == as_sets(town)
    # the day of the first load that gave the word; by which loads rows that stop came and went
    further = {"stances": ["first_on"], "stops": ["came", "went"]}
    assert all(
        list(read[name].columns) == [*RECORDS[name].columns, "sources", *further.get(name, [])] for name in RECORDS
    )


def test_the_same_load_again_changes_nothing_and_writes_only_its_run(engine, town, query):
    count = "MATCH (n) RETURN labels(n)[0] AS label, count(*)"
    written = "MATCH (n) WHERE n.changed_run IS NOT NULL RETURN n.id, n.changed_run"
    with engine.open() as store:
        store.write(town, sources=SOURCES)
        before, runs = query(store, written), query(store, "MATCH (r:Run) RETURN r.id")
        changes = store.write(town, sources=SOURCES)
        assert query(store, written) == before
        assert len(query(store, "MATCH (r:Run) RETURN r.id")) == len(runs) + 1
        assert query(store, count)
    assert {(c.new, c.changed, c.unchanged, c.retired) for c in changes if c.table == "ties"} == {(0, 0, 3, 0)}
    assert all(c.new == c.changed == c.retired == 0 and c.unchanged == len(town[c.table]) for c in changes)


def test_a_store_closed_and_opened_again_has_everything(engine, town):
    with engine.open() as store:
        store.write(town, sources=SOURCES)
        first = store.read()
    with engine.open() as store:
        second = store.read()
    for name in RECORDS:
        pd.testing.assert_frame_equal(first[name], second[name])


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("MATCH (f:Flat)-[:SERVED_BY]->(s:Stack) RETURN f.id, s.id",
         {(":5:2:301", ":5:5/2/1:sewage_bath"), (":5:2:302", ":5:5/2/1:sewage_bath"), (":5:2:303", "unknown::5")}),
        ("MATCH (h:Household)-[:LIVES_IN]->(f:Flat) RETURN h.id, f.id",
         {(":5:2:301", ":5:2:301"), (":5:2:302|303", ":5:2:302"), (":5:2:302|303", ":5:2:303")}),
        ("MATCH (f:Flat)-[:PART_OF]->(d:Door)-[:PART_OF]->(b:Building) RETURN f.id, d.id, b.id",
         {(f":5:2:30{n}", ":5:2", ":5") for n in (1, 2, 3)}),
        ("MATCH (p:Person)-[:MEMBER_OF]->(h:Household) RETURN p.id, h.id",
         {("p_a", ":5:2:301"), ("p_b", ":5:2:302|303")}),
        ("MATCH (a:Person)-[t:TRUSTS]->(b:Person) RETURN a.id, b.id, t.kind, t.strength",
         {("p_b", "p_a", "confidant", 3), ("p_b", "p_a", "kin", None), ("p_a", "p_b", "confidant", None)}),
        ("MATCH (p:Person)-[:LINKED_TO]->(h:Household) RETURN p.id, h.id", {("p_a", ":5:2:302|303")}),
        ("MATCH (a)-[t:TRUSTS]->(b) WHERE t.strength >= 2 AND t.observed_on >= date('2026-10-01') RETURN a.id, b.id",
         {("p_b", "p_a")}),
        ("MATCH (a)-[t:TRUSTS]->(b) WHERE t.known RETURN a.id, t.kind", {("p_b", "kin")}),
        ("MATCH (v:Visit)-[:BY]->(p:Person) WHERE v.date = date('2026-10-01') RETURN p.id, v.visitors",
         {("p_b", None), ("p_c", None)}),
        ("MATCH (s:Survey)-[:ANSWERED_BY]->(p:Person), (s)-[:SURVEY_OF]->(h:Household) RETURN p.id, h.id, s.respondent",
         {("p_a", ":5:2:301", None)}),
        ("MATCH (p:Person)-[:OWNS]->(f:Flat) RETURN p.id, f.id",
         {("p_a", ":5:2:301"), ("p_b", ":5:2:302"), ("p_b", ":5:2:303")}),
        ("MATCH (h:Household)-[:LIVES_IN]->(f:Flat) WHERE f.floor > 2 RETURN h.caption, f.caption",
         {("5-2-301", "5-2-301"), ("5-2-302|303", "5-2-302"), ("5-2-302|303", "5-2-303")}),
        ("MATCH (n:Stop)-[:STOP_OF]->(h:Household) RETURN h.id", {(":5:2:302|303",)}),
        ("MATCH (n:AccessWindow)-[:ACCESS_WINDOW_OF]->(h:Household) RETURN h.id", {(":5:2:301",)}),
        ("MATCH (n:Assignment)-[:ASSIGNMENT_OF]->(h:Household) RETURN h.id, n.row_no, n.person",
         {(":5:2:301", 1, None)}),
        ("MATCH (v:Visit)-[:TO]->(h:Household) RETURN v.result, h.id", {("softened", ":5:2:301")}),
        ("MATCH (h:Household)-[:NEEDS]->(m:Measure) RETURN h.id, m.concern, m.measure",
         {(":5:2:301", "leak", "open day")}),
        ("MATCH (s:Stance)-[:STANCE_OF]->(h:Household) RETURN h.id, s.stance",
         {(":5:2:301", "signed"), (":5:2:301", "reversed")}),
        ("MATCH (p:Volunteer:PartyMember) RETURN p.id", {("p_a",)}),
        ("MATCH (a:Assignment)-[:GIVEN_TO]->(p:Person) RETURN a.export_id, p.id", {("E1", "p_b")}),
        ("MATCH (n) WHERE n.id IS NULL OR n.id = '' RETURN labels(n)", set()),
    ],
)  # fmt: skip
def test_the_graph_is_one_that_people_can_walk(engine, town, query, pattern, expected):
    with engine.open() as store:
        store.write(town, sources=SOURCES)
        assert query(store, pattern) == expected


def test_a_type_of_relationship_joins_what_it_is_named_for_and_nothing_else(engine, town, query):
    """PART_OF alone has several ends: the whole of a door, a flat or a stack is a building, or a door."""
    joins = "MATCH (a)-[r]->(b) WHERE type(r) <> 'PART_OF' RETURN type(r), labels(a)[0], labels(b)[0]"
    with engine.open() as store:
        store.write({**town, "people": town["people"].assign(roles="")}, sources=SOURCES)
        store.write_results("isolated", pd.DataFrame({"flat": ["5-2-301"], "reach": [0.5]}), "r1")
        ends = query(store, joins)
    assert len({kind for kind, *_ in ends}) == len(ends)


def test_no_id_holds_a_control_character(engine, town, query):
    with engine.open() as store:
        store.write(town, sources=SOURCES)
        store.write_results("isolated", pd.DataFrame({"flat": ["5-2-301"], "reach": [0.5]}), "r1")
        ids = query(store, "MATCH (n) RETURN n.id") | query(store, "MATCH ()-[r]->() RETURN r.id")
    assert [one for (one,) in ids if one is not None and not one.isprintable()] == []


def test_what_is_no_whole_day_and_no_whole_number_stays_as_it_was_written(engine, make, query):
    tie = {"ego": "p_a", "alter": "p_b", "kind": "confidant"}
    ties = make(
        "ties", tie | {"observed_on": "2026-08", "strength": "2.5"}, tie | {"observed_on": "soon", "known": "?"}
    )
    people = make("persons", {"person": "p_a"}, {"person": "p_b"})
    with engine.open() as store:
        store.write({"ties": ties, "persons": people}, sources=SOURCES)
        read = store.read(["ties"])["ties"]
        rows = query(store, "MATCH ()-[t:TRUSTS]->() RETURN toString(t.observed_on), t.strength, t.known")
    assert set(read[["observed_on", "strength", "known"]].itertuples(index=False, name=None)) == {
        ("2026-08", "2.5", ""),
        ("soon", "", "?"),
    }
    assert rows == {("2026-08-01", 2.5, None), (None, None, None)}


def test_an_owner_who_is_named_no_more_owns_the_flat_no_more(engine, town, query):
    owns = "MATCH (p:Person)-[:OWNS]->(f:Flat) RETURN p.id, f.id"
    rents = "MATCH (p:Person)-[:RENTS]->(f:Flat) RETURN p.id, f.id"
    with engine.open() as store:
        store.write(town, sources=SOURCES)
        town["dossiers"].loc[0, ["owner", "tenant"]] = ["p_b|p_c", "p_a"]
        store.write(town, sources=SOURCES)
        assert {row for row in query(store, owns) if row[1] == ":5:2:301"} == {("p_b", ":5:2:301"), ("p_c", ":5:2:301")}
        assert query(store, rents) == {("p_a", ":5:2:301")}


def test_whoever_owns_a_flat_that_comes_into_the_register_later_owns_it_too(engine, town, query):
    later = {name: rows for name, rows in town.items() if name not in ("flats", "works")}
    with engine.open() as store:
        store.write(later, sources=SOURCES)
        assert query(store, "MATCH (:Person)-[:OWNS]->(f:Flat) RETURN f.id") == set()
        store.write(town, sources=SOURCES)
        assert query(store, "MATCH (p:Person)-[:OWNS]->(f:Flat) RETURN f.id, p.id") == {
            (":5:2:301", "p_a"),
            (":5:2:302", "p_b"),
            (":5:2:303", "p_b"),
        }


def test_a_row_of_a_list_that_is_given_to_another_one_is_given_to_that_one_alone(engine, town, query):
    with engine.open() as store:
        store.write(town, sources=SOURCES)
        store.append_assignments(town["assignments"].assign(person="p_c"))
        assert query(store, "MATCH (:Assignment)-[:GIVEN_TO]->(p:Person) RETURN p.id") == {("p_c",)}
        assert list(store.read(["assignments"])["assignments"]["person"]) == ["p_c"]

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
    further = {"stances": ["first_on"]}  # the day of the first load that gave the word
    assert all(
        list(read[name].columns) == [*RECORDS[name].columns, "sources", *further.get(name, [])] for name in RECORDS
    )


def test_the_same_load_again_changes_nothing_and_writes_only_its_run(engine, town, found):
    count = "MATCH (n) RETURN labels(n)[0] AS label, count(*)"
    written = "MATCH (n) WHERE n.changed_run IS NOT NULL RETURN n.id, n.changed_run"
    with engine.open() as store:
        store.write(town, sources=SOURCES)
        before, runs = found(store, written), found(store, "MATCH (r:Run) RETURN r.id")
        changes = store.write(town, sources=SOURCES)
        assert found(store, written) == before
        assert len(found(store, "MATCH (r:Run) RETURN r.id")) == len(runs) + 1
        assert found(store, count)
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
         {("p_b", "p_a", "confidant", "3"), ("p_b", "p_a", "kin", None), ("p_a", "p_b", "confidant", None)}),
        ("MATCH (p:Person)-[:LINKED_TO]->(h:Household) RETURN p.id, h.id", {("p_a", ":5:2:302|303")}),
        ("MATCH (v:Visit)-[:BY]->(p:Person) RETURN v.date, p.id", {("2026-10-01", "p_b"), ("2026-10-01", "p_c")}),
        ("MATCH (v:Visit)-[:TO]->(h:Household) RETURN v.result, h.id", {("softened", ":5:2:301")}),
        ("MATCH (h:Household)-[:NEEDS]->(m:Measure) RETURN h.id, m.concern, m.measure",
         {(":5:2:301", "leak", "open day")}),
        ("MATCH (s:Stance)-[:OF]->(h:Household) RETURN h.id, s.stance",
         {(":5:2:301", "signed"), (":5:2:301", "reversed")}),
        ("MATCH (p:Volunteer:PartyMember) RETURN p.id", {("p_a",)}),
        ("MATCH (a:Assignment)-[:GIVEN_TO]->(p:Person) RETURN a.export_id, p.id", {("E1", "p_b")}),
        ("MATCH (n) WHERE n.id IS NULL OR n.id = '' RETURN labels(n)", set()),
    ],
)  # fmt: skip
def test_the_graph_is_one_that_people_can_walk(engine, town, found, pattern, expected):
    with engine.open() as store:
        store.write(town, sources=SOURCES)
        assert found(store, pattern) == expected

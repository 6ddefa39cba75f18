"""What holds for any records: round trip, the second load, and which rows are retired."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialgraph.schema.records import RECORDS
from socialgraph.store import TableChange

pytestmark = pytest.mark.slow

SOURCES = ["a.xlsx::1", "b.xlsx::1", "c.csv::1"]
_FEW = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

_words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
_households = st.sampled_from([":5:2:301", ":5:2:302|303", "甲:5::1204", ":甲5:1:501A"])
_people = st.sampled_from(["p_a", "p_b", "p_c", "p_d"])
_stacks = st.sampled_from(["", ":5:1:", ":5:1:sewage_bath", "甲:5:2:"])
_KEYS = {
    "household": _households,
    "flat": st.sampled_from([":5:2:301", ":5:2:302", "甲:5::1204"]),
    "stack_key": _stacks,
    "person": _people,
    "ego": _people,
    "alter": _people,
    "other": _people,
    "member": _people,
    "respondent": _people,
    "visitors": st.sampled_from(["", "p_a", "p_b|p_c"]),
}
_DETERMINED = ("compound", "building", "door", "room", "stack", "pipe_kind")  # by the key, where it holds them


@st.composite
def tables(draw, name):
    """Rows of one record, a key once, with the parts of an address that its key says."""
    record = RECORDS[name]
    fields = {column: _KEYS.get(column, _words) for column in record.columns}
    if name in ("people", "persons"):
        fields["household"] = _households
    if name == "flats":
        fields["stack"] = fields["pipe_kind"] = st.just("")
    if name == "works":
        fields["stack_key"] = _stacks.filter(bool)
    row = st.fixed_dictionaries({**fields, "sources": st.just(SOURCES[0])})
    rows = draw(st.lists(row, max_size=6, unique_by=lambda row: tuple(row[column] for column in record.key)))
    for row in rows:
        key = row.get("flat") or row.get("stack_key") or row.get("household", "")
        parts = key.split(":") if name in ("flats", "dossiers", "works") else []
        names = ("compound", "building", "stack", "pipe_kind") if name == "works" else _DETERMINED[:4]
        row.update(dict(zip(names, parts, strict=False)))
        if name == "flats" and row["stack_key"]:
            row["stack"], row["pipe_kind"] = row["stack_key"].split(":")[2:]
    return pd.DataFrame(rows, columns=[*record.columns, "sources"], dtype="str")


@st.composite
def towns(draw):
    """Rows of every record; everybody they name is described."""
    town = {name: draw(tables(name)) for name in RECORDS if name != "persons"}
    everybody = [
        {"person": person, "household": "", "twin": "", "sources": SOURCES[0]}
        for person in ("p_a", "p_b", "p_c", "p_d")
    ]
    return town | {"persons": pd.DataFrame(everybody, dtype="str")}


def clear(store):
    with store._driver_session() as session:
        session.run("MATCH (n) DETACH DELETE n").consume()


def as_sets(records):
    return {
        name: sorted(table[[*RECORDS[name].columns, "sources"]].itertuples(index=False, name=None))
        for name, table in records.items()
    }


def test_any_records_are_read_as_written_and_the_second_load_changes_nothing(engine):
    with engine.open() as store:

        @_FEW
        @given(town=towns())
        def holds(town):
            clear(store)
            store.write(town, sources={SOURCES[0]}, batch_size=3)
            assert as_sets(store.read()) == as_sets(town)
            for change in store.write(town, sources={SOURCES[0]}):
                assert change == TableChange(change.table, 0, 0, len(town[change.table]), 0)

        holds()


_sheets = st.dictionaries(
    st.sampled_from(SOURCES),
    st.sets(st.tuples(_people, st.sampled_from(["choir", "chess"])), max_size=4),
    min_size=1,
)


def test_a_row_stays_as_long_as_any_file_last_gave_it(engine):
    """The oracle keeps each file's last rows; what the graph holds is their union."""
    everybody = pd.DataFrame({"person": ["p_a", "p_b", "p_c", "p_d"], "household": "", "sources": ""}, dtype="str")
    with engine.open() as store:

        @_FEW
        @given(loads=st.lists(st.tuples(_sheets, st.booleans()), min_size=1, max_size=5))
        def holds(loads):
            clear(store)
            store.write({"persons": everybody}, sources=set())
            last: dict[str, set] = {}
            for sheets, full in loads:
                before = set().union(*last.values())
                last = {**({} if full else last), **sheets}
                rows = [
                    {"person": person, "activity": activity, "date": "", "sources": "\n".join(sorted(
                        source for source in sheets if (person, activity) in sheets[source]))}
                    for person, activity in sorted(set().union(*sheets.values()))
                ]  # fmt: skip
                frame = pd.DataFrame(rows, columns=["person", "activity", "date", "sources"], dtype="str")
                changes = store.write({"activities": frame}, sources=set(sheets), full=full)
                read = store.read()["activities"]
                after = set().union(*last.values())
                assert set(zip(read["person"], read["activity"], strict=True)) == after
                for row in read.itertuples():
                    giving = {source for source in last if (row.person, row.activity) in last[source]}
                    assert set(row.sources.split("\n")) == giving
                change = next(change for change in changes if change.table == "activities")
                assert (change.new, change.retired) == (len(after - before), len(before - after))

        holds()

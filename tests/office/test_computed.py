"""What a load leaves in the graph for whoever looks at it: strengths of ties, words and states of households."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pandas as pd
import pytest

from socialgraph.office.after_load import show_computed
from socialgraph.schema.policy import Policy
from socialgraph.schema.records import RECORDS
from socialgraph.shipped import shipped_table
from socialgraph.store import StoreSettings, open_store
from socialgraph.town.building import build_town

TODAY = dt.date(2026, 11, 28)
SOURCE = "a.xlsx::1"


def table(name, *given):
    empty = dict.fromkeys(RECORDS[name].columns, "") | {"sources": SOURCE}
    return pd.DataFrame([empty | row for row in given], columns=[*empty])


RECORDS_OF_A_DOOR = {
    "flats": table(
        "flats",
        *(
            {"flat": f"新风里:5:2:30{n}", "stack_key": "新风里:5:1:", "compound": "新风里", "building": "5",
             "door": "2", "room": f"30{n}", "floor": "3", "stack": "1", "stack_source": "site_verified",
             "kind": "dwelling"}
            for n in (1, 2)
        ),
    ),
    "stances": table(
        "stances",
        {"household": ":5:2:301", "giver": "owner", "date": "2026-08-01", "stance": "refused"},
        {"household": "新风里:5:2:301", "giver": "owner", "date": "2026-09-01", "stance": "signed"},
        {"household": "新风里:5:2:302", "giver": "owner", "date": "2026-09-01", "stance": "conditional"},
    ),
    "persons": table(
        "persons",
        {"person": "p_a", "household": "新风里:5:2:301", "twin": "t"},
        {"person": "p_b", "household": ":5:2:301", "twin": "t"},  # p_a again, met without the compound
        {"person": "p_c", "household": "新风里:5:2:302"},
        {"person": "p_d", "household": "新风里:5:2:301"},
    ),
    "ties": table(
        "ties",
        {"ego": "p_c", "alter": "p_b", "kind": "confidant", "strength": "3", "observed_on": "2026-11-28"},
        {"ego": "p_c", "alter": "p_d", "kind": "confidant", "strength": "3", "observed_on": "2026-11-28"},
        {"ego": "p_d", "alter": "p_c", "kind": "kin", "strength": "3"},
    ),
}  # fmt: skip


@pytest.fixture
def seen(tmp_path):
    """What a query of the graph finds after the records were loaded and everything was computed of them."""
    project = SimpleNamespace(today=lambda: TODAY, policy=Policy())
    with open_store(StoreSettings(tmp_path)) as store:
        store.write(RECORDS_OF_A_DOOR, sources={SOURCE})
        show_computed(store, project, build_town(store.read()))

        def find(text):
            with store._driver_session() as session:
                return {tuple(row) for row in session.run(text).values()}

        yield find


def test_a_tie_has_its_strength_under_the_pseudonym_with_which_it_was_written(seen):
    weight = float(next(row["weight"] for row in shipped_table("tie_kinds") if row["kind"] == "confidant"))
    strengths = seen("MATCH ({id: 'p_c'})-[t:TRUSTS]->({id: 'p_b'}) RETURN t.computed_strength")
    assert [strength for (strength,) in strengths] == [
        pytest.approx(weight)
    ]  # today, of the highest closeness: w · 1 · 2^0


def test_a_pair_that_no_request_may_travel_has_strength_nought_both_ways(seen):
    ties = seen("MATCH (a)-[t:TRUSTS]-(b {id: 'p_d'}) RETURN a.id, t.kind, t.computed_strength")
    assert ties == {("p_c", "confidant", 0.0), ("p_c", "kin", 0.0)}


def test_a_household_shows_its_newest_word_and_where_it_stands_however_it_was_written(seen):
    households = seen("MATCH (h:Household) RETURN h.caption, h.stance, h.state, toString(h.computed_on)")
    assert households == {
        ("5-2-301", "signed", "ready", "2026-11-28"),
        ("新风里 5-2-301", "signed", "ready", "2026-11-28"),
        ("新风里 5-2-302", "conditional", "condition", "2026-11-28"),
    }

"""The two engines: every store test runs on the embedded one and on a real Neo4j server."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import neo4j_server
import pandas as pd
import pytest

from socialgraph.schema.records import RECORDS
from socialgraph.store import Store, StoreSettings, open_store


@dataclass
class Engine:
    """One engine with an empty graph of its own; `settings` in a subprocess reach the same graph."""

    settings: StoreSettings

    def open(self) -> AbstractContextManager[Store]:
        """The store."""
        return open_store(self.settings)

    def query(self, text: str, **parameters: Any) -> set[tuple[Any, ...]]:
        """The graph as sets of tuples; lists come back as tuples."""
        with self.open() as store:
            return rows(store, text, **parameters)


def rows(store: Store, text: str, **parameters: Any) -> set[tuple[Any, ...]]:
    """What a statement finds in an open store, as a set of tuples."""
    with store._driver_session() as session:
        values = session.run(text, parameters).values()
    return {tuple(tuple(v) if isinstance(v, list) else v for v in row) for row in values}


@pytest.fixture(params=["embedded", "neo4j"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """An empty graph on each engine in turn."""
    folder = tmp_path / "project"
    folder.mkdir()
    if request.param == "embedded":
        return Engine(StoreSettings(folder))
    server: neo4j_server.Neo4jServer = request.getfixturevalue("neo4j_empty")
    return Engine(StoreSettings(folder, "neo4j", server.uri, server.user, server.password))


def table(name: str, *given: dict[str, Any], sources: str = "a.xlsx::1") -> pd.DataFrame:
    """A table of records: what is not said is empty."""
    empty = dict.fromkeys([*RECORDS[name].columns], "") | {"sources": sources}
    return pd.DataFrame([empty | row for row in given], columns=[*empty])


@pytest.fixture
def make() -> Callable[..., pd.DataFrame]:
    """`make("stances", {...}, {...}, sources=...)`: a table of records."""
    return table


@pytest.fixture
def query() -> Callable[..., set[tuple[Any, ...]]]:
    """`query(store, statement)`: the graph as a set of tuples."""
    return rows


def _town() -> dict[str, pd.DataFrame]:
    flat = {"compound": "", "building": "5", "door": "2", "floor": "3", "stack": "5/2/1", "kind": "dwelling"}
    key = ":5:5/2/1:sewage_bath"
    place = {"compound": "", "building": "5", "door": "2"}
    return {
        "flats": table(
            "flats",
            flat | {"flat": ":5:2:301", "room": "301", "stack_key": key, "pipe_kind": "sewage_bath"},
            flat | {"flat": ":5:2:302", "room": "302", "stack_key": key, "pipe_kind": "sewage_bath"},
            flat | {"flat": ":5:2:303", "room": "303", "stack": ""},
        ),
        "dossiers": table(
            "dossiers",
            place
            | {
                "household": ":5:2:301",
                "room": "301",
                "owner": "p_a",
                "flags": "elderly|infant",
                "flags_consent_on": "2026-08",
            },
            place | {"household": ":5:2:302|303", "room": "302|303", "owner": "p_b", "survey_date": "2026-08"},
        ),
        "stances": table(
            "stances",
            {"household": ":5:2:301", "giver": "owner", "date": "2026-08-01", "stance": "signed"},
            {"household": ":5:2:301", "giver": "owner", "date": "2026-09-01", "stance": "reversed"},
        ),
        "people": table("people", {"person": "p_a", "household": ":5:2:301", "roles": "volunteer|party_member"}),
        "persons": table(
            "persons",
            {"person": "p_a", "household": ":5:2:301"},
            {"person": "p_b", "household": ":5:2:302|303"},
            {"person": "p_c"},
        ),
        "ties": table(
            "ties",
            {"ego": "p_b", "alter": "p_a", "kind": "confidant", "observed_on": "2026-10", "strength": "3"},
            {"ego": "p_b", "alter": "p_a", "kind": "kin", "known": "true"},
            {"ego": "p_a", "alter": "p_b", "kind": "confidant"},
        ),
        "links": table("links", {"member": "p_a", "household": ":5:2:302|303"}),
        "visits": table(
            "visits",
            {"household": ":5:2:301", "date": "2026-10-01", "visitors": "p_b|p_c", "result": "softened"},
        ),
        "measures": table("measures", {"household": ":5:2:301", "concern": "leak", "measure": "open day"}),
        "surveys": table("surveys", {"household": ":5:2:301", "respondent": "p_a", "outcome": "named"}),
        "activities": table("activities", {"person": "p_a", "activity": "choir", "date": "2026-05-01"}),
        "access_windows": table(
            "access_windows", {"household": ":5:2:301", "date": "2026-12-01", "from": "9:00", "to": "11:00"}
        ),
        "works": table(
            "works", {"stack_key": key, "building": "5", "stack": "5/2/1", "pipe_kind": "sewage_bath", "status": "done"}
        ),
        "stops": table("stops", {"household": ":5:2:302|303", "stop": "do_not_contact", "stopped_on": "2026-08-01"}),
        "holds": table("holds", {"household": ":5::", "reason": "left_alone", "held_on": "2026-08-01"}),
        "closed_pairs": table(
            "closed_pairs", {"ego": "p_b", "alter_household": ":5:2:301", "kind": "conflict", "observed_on": "2026-07"}
        ),
        "same_persons": table("same_persons", {"person": "p_a", "other": "p_c"}),
        "assignments": table(
            "assignments",
            {"export_id": "E1", "row_no": "1", "household": ":5:2:301", "person": "p_b", "state": "open"},
        ),
    }


@pytest.fixture
def town() -> dict[str, pd.DataFrame]:
    """Three flats, two households, three people: at least one row of every record."""
    return _town()

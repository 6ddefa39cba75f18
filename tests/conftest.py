"""What every test shares: one hypothesis profile, and keys that never touch the user's own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent / "helpers"))

import neo4j_server

FIXTURES = Path(__file__).parent / "fixtures"

# Compiling a kernel takes longer than hypothesis' 200 ms; a failure must be repeatable, so the seed is fixed.
settings.register_profile("socialgraph", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("socialgraph")


@pytest.fixture(autouse=True)
def _own_keys(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of a test lie in a folder of their own."""
    monkeypatch.setenv("SOCIALGRAPH_KEYS", str(tmp_path_factory.mktemp("keys") / "keys"))


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The folder of shipped sample files."""
    return FIXTURES


@pytest.fixture(scope="session")
def xinfeng(fixtures: Path) -> Path:
    """An office's eleven workbooks: four buildings, 252 flats and shops, all invented."""
    return fixtures / "workbooks" / "xinfeng"


@pytest.fixture(scope="session")
def neo4j_running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[neo4j_server.Neo4jServer]:
    """One Neo4j server a session; where it can't be had the test is skipped, or fails if it is required."""
    missing = neo4j_server.why_not()
    if missing:
        if os.environ.get("SOCIALGRAPH_REQUIRE_NEO4J") == "1":
            pytest.fail(f"Neo4j is required here: {missing}")
        pytest.skip(missing)
    with neo4j_server.running(tmp_path_factory.mktemp("neo4j") / "home") as server:
        yield server


@pytest.fixture
def neo4j_empty(neo4j_running: neo4j_server.Neo4jServer) -> neo4j_server.Neo4jServer:
    """The server, its database emptied."""
    server = neo4j_running
    with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    return server

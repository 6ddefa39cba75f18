"""A command line to run in tests, and an office on each engine in turn."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from office_words import GIVEN

from socialgraph.cli import main


def run(*words: str | Path, code: int = 0, text: str | None = None) -> Result:
    """Run a command; fails with all it printed when the exit code is another one."""
    result = CliRunner().invoke(main, [str(word) for word in words], input=text, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


@dataclass
class Office:
    """A project folder and its commands."""

    folder: Path

    def run(self, *words: str | Path, code: int = 0) -> Result:
        """Run a command in this project."""
        return run(*words, "--project", self.folder, code=code)

    def json(self, *words: str | Path) -> list[dict[str, Any]]:
        """What a command prints as JSON."""
        return json.loads(self.run(*words, "--format", "json").stdout)

    def load(self, *words: str | Path) -> dict[str, dict[str, int]]:
        """What a load says, by table, without what is zero."""
        rows = {row.pop("table"): row for row in self.json("load", *words)}
        return {table: {what: n for what, n in row.items() if n} for table, row in rows.items()}


@pytest.fixture
def cli() -> Any:
    """`cli("diagnose", …, code=0)`: run a command."""
    return run


def open_office(folder: Path, *store: str) -> Office:
    """A new project folder."""
    run("init", "--project", folder, *GIVEN, *store)
    return Office(folder)


@pytest.fixture(scope="session")
def make_office() -> Callable[..., Office]:
    """`make_office(folder)`: one more office."""
    return open_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with an empty embedded graph."""
    return open_office(tmp_path / "office")


@pytest.fixture
def neo4j_office(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with an empty Neo4j server."""
    server = request.getfixturevalue("neo4j_empty")
    monkeypatch.setenv("SOCIALGRAPH_NEO4J_PASSWORD", server.password)
    return open_office(tmp_path / "server-office", "--store", "neo4j", "--uri", server.uri, "--user", server.user)


@pytest.fixture(params=["office", "neo4j_office"])
def any_office(request: pytest.FixtureRequest) -> Office:
    """An office on each engine in turn."""
    chosen: Office = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
def purpose() -> list[str]:
    """The options with which `init` asks nothing."""
    return GIVEN

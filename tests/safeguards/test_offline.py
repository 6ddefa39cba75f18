"""Safeguard: no telemetry and no network but the configured store."""

from __future__ import annotations

import ast
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
NETWORK = {
    "socket",
    "ssl",
    "http",
    "urllib",
    "ftplib",
    "smtplib",
    "xmlrpc",
    "requests",
    "httpx",
    "aiohttp",
    "webbrowser",
}
MAY_CONNECT = "store"  # the one package that speaks to a server


def imported(path: Path) -> set[str]:
    """The top-level modules that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def modules() -> list[Path]:
    found = {path.resolve() for part in ("socialgraph", "loaders", "models") for path in (ROOT / part).rglob("*.py")}
    return sorted(found)


def test_no_module_outside_the_store_can_reach_a_network() -> None:
    guilty = {
        str(path.relative_to(ROOT)): sorted(imported(path) & NETWORK)
        for path in modules()
        if path.parent.name != MAY_CONNECT and imported(path) & NETWORK
    }
    assert guilty == {}


def test_only_the_store_speaks_to_a_database() -> None:
    speakers = {path.parent.name for path in modules() if imported(path) & {"neo4j", "arcadedb"}}
    assert speakers == {MAY_CONNECT}


def test_a_town_is_read_and_its_lists_are_made_without_a_socket(
    tables: Any, all_lists: Callable[[Any], dict[str, pd.DataFrame]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("somebody reached for the network")

    monkeypatch.setattr(socket, "socket", no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    assert all(len(frame) for frame in all_lists(tables).values())

"""Safeguard: no telemetry and no network but the configured store."""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
MAIN_JOB = """
import fcntl, socket, struct, sys
with socket.socket() as probe:  # only loopback is up here
    fcntl.ioctl(probe, 0x8914, struct.pack("16sh", b"lo", 0x41))
    try:
        probe.connect(("192.0.2.1", 80))
        sys.exit("there is a network")
    except OSError:
        pass
from click.testing import CliRunner
from socialgraph.cli import main
for words in (["load", sys.argv[2]], ["diagnose"], ["isolated"], ["suggest"], ["assign"], ["report"],
              ["export", "--confirmed-by", "Secretary Wang"], ["audit", "verify"]):
    done = CliRunner().invoke(main, [*words, "--project", sys.argv[1], "--lang", "en"])
    if done.exit_code:
        sys.exit(f"{words}: {done.output}")
"""
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
    paths = {path.resolve() for part in ("socialgraph", "loaders", "models") for path in (ROOT / part).rglob("*.py")}
    return sorted(paths)


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


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="network namespaces are Linux's")
def test_the_main_job_runs_where_there_is_no_network_but_loopback(office: Any, tmp_path: Path) -> None:
    cut_off = ["unshare", "--net", "--map-root-user"]
    if subprocess.run([*cut_off, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no network namespace can be made here")
    command = [*cut_off, sys.executable, "-c", MAIN_JOB, str(office.project.folder), str(tmp_path / "tables")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ), timeout=300)
    assert done.returncode == 0, done.stderr
    assert list((office.project.folder / "lists").glob("*.xlsx"))

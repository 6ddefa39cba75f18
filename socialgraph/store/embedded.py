"""The embedded engine: ArcadeDB in this process, spoken to over Bolt on loopback like a server.

Its files lie in `<project>/.socialgraph/graph/`. It starts with a new random password on free ports and
says nothing.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from socialgraph.errors import StoreError
from socialgraph.messages import note, reason_of
from socialgraph.store.bolt import Bolt
from socialgraph.store.disk.open_files import must_have_files

DATABASE = "socialgraph"
_START_ATTEMPTS = 3  # a free port may be taken by somebody else before the engine binds it


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Bolt]:
    """The engine on the working folder `folder`, stopped at the end. The caller holds the folder's lock.

    Raises
    ------
    StoreError
        If the files can't be opened or written.
    """
    must_have_files()
    mask = os.umask(0o077)  # the engine's files are the owner's alone, also those it makes while it runs
    try:
        server, port, password = _start(folder)
        try:
            bolt = Bolt.connect(f"bolt://127.0.0.1:{port}", "root", password, DATABASE, note("store.embedded"))
            try:
                yield bolt
            finally:
                bolt.close()
        finally:
            server.stop()
    finally:
        os.umask(mask)


def _start(folder: Path) -> tuple[Any, int, str]:
    graph, log = folder / "graph", folder / "log"
    try:
        for made in (folder, graph, log):
            made.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.rmtree(graph / "config", ignore_errors=True)  # holds the last start's password
    except OSError as error:
        raise StoreError("store.folder_unwritable", folder=folder, reason=reason_of(error)) from error
    arcadedb = _engine(log)
    for attempt in range(_START_ATTEMPTS):
        password, port = secrets.token_urlsafe(24), _free_port()
        config = {
            "mode": "production",
            "host": "127.0.0.1",
            "bolt_host": "127.0.0.1",
            "http_port": 0,
            "bolt_port": port,
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "txWalFlush": 2,  # flush at commit: a batch that was reported is on the disk
        }
        server = arcadedb.create_server(str(graph.absolute()), password, config)
        try:
            server.start()
            try:
                server.create_database(DATABASE)
            except BaseException:
                server.stop()
                raise
            return server, port, password
        except arcadedb.ArcadeDBError as error:
            if attempt == _START_ATTEMPTS - 1 or not _is_port_taken(str(error)):
                raise _problem(str(error), graph) from error
    raise AssertionError("unreachable")


def _engine(log: Path) -> Any:
    """The engine's module, silenced: its log could hold what a statement held, and its log handler writes to the
    screen when the disk is full. A path with a blank can't be given to it; then it logs into `log`."""
    os.environ.setdefault("ARCADEDB_LOG_CONSOLE", "0")
    os.environ.setdefault("ARCADEDB_LOG_DIR", str(log.absolute()))
    silent = (log / "silent.properties").absolute()
    try:
        silent.write_text("handlers =\n.level = OFF\n", encoding="ascii")
    except OSError as error:
        raise StoreError("store.folder_unwritable", folder=log, reason=reason_of(error)) from error
    if not re.search(r"\s", str(silent)):
        argument = f"-Djava.util.logging.config.file={silent.as_posix()}"
        os.environ.setdefault("ARCADEDB_NATIVE_ISOLATE_ARGS", argument)
    import arcadedb  # late: it reads these variables when it starts, and most commands start no engine

    return arcadedb


def _is_port_taken(message: str) -> bool:
    """Whether another program took the port between our look and the engine's start."""
    return any(words in message.lower() for words in ("address already in use", "unable to listen", "bindexception"))


def _problem(message: str, graph: Path) -> StoreError:
    if _is_port_taken(message):
        return StoreError("store.no_port")
    if "lock" in message.lower():
        return StoreError("store.open_elsewhere")
    return StoreError("store.damaged", graph=graph)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port

"""A real Neo4j Community server for tests, from Maven Central jars and the Java that is here.

`running(home)` gives a running `Neo4jServer` on loopback with a random password; the jars are fetched once into
`$XDG_CACHE_HOME/socialgraph` or `.cache/` of the checkout. `why_not()` says what is missing, if anything.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import neo4j

VERSION = "5.26.12"
_CHECKOUT = Path(__file__).parents[2]
_POM = _CHECKOUT / "tests" / "store" / "neo4j_pom.xml"
_MAIN_CLASS = "org.neo4j.server.CommunityEntryPoint"
_CONFIGURATION = """\
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
db.tx_log.preallocate=false
internal.server.bolt.thread_pool_shutdown_wait_time=1s
server.memory.pagecache.size=128m
"""


@dataclass
class Neo4jServer:
    """A running server; `stop()` ends it, `start_again()` brings it back with the same data."""

    home: Path
    port: int
    password: str
    process: subprocess.Popen[bytes]
    user: str = "neo4j"
    heap_mb: int = 512

    @property
    def uri(self) -> str:
        """Where the driver finds it."""
        return f"bolt://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """End it as an operator would; the data stays."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)

    def start_again(self) -> None:
        """Start it on the same home and port."""
        self.process = _launch(self.home, self.heap_mb)
        _wait_until_up(self)


def why_not() -> str:
    """What keeps Neo4j from running here; empty if nothing does."""
    missing = [program for program in ("java", "mvn") if shutil.which(program) is None]
    if missing and not (shutil.which("java") and _jars().is_dir()):
        return f"{' and '.join(missing)} not found"
    return ""


def _jars() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME")
    base = Path(cache) / "socialgraph" if cache else _CHECKOUT / ".cache"
    return base / f"neo4j-{VERSION}" / "lib"


def fetch_jars() -> Path:
    """The folder of jars, fetched with Maven when it is not there yet (about 116 MB, once)."""
    jars = _jars()
    if not jars.is_dir():
        part = jars.with_name(f"lib.{os.getpid()}")
        command = ["mvn", "-q", "-B", "-f", str(_POM), "dependency:copy-dependencies"]
        subprocess.run([*command, f"-DoutputDirectory={part}", f"-Dneo4j.version={VERSION}"], check=True)
        with contextlib.suppress(OSError):  # another session may have been faster
            part.rename(jars)
    return jars


def _write_password(home: Path, password: str) -> None:
    """Neo4j's own file for the first password: SHA-256 of salt and password, then 1,023 times over itself."""
    salt = secrets.token_bytes(32)
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(1023):
        digest = hashlib.sha256(digest).digest()
    file = home / "data" / "dbms" / "auth.ini"
    file.parent.mkdir(parents=True)
    file.touch(mode=0o600)
    file.write_text(f"neo4j:SHA-256,{digest.hex()},{salt.hex()},1024:\n")


def _launch(home: Path, heap_mb: int) -> subprocess.Popen[bytes]:
    opens = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.nio", "java.io", "sun.nio.ch")]
    memory = [f"-Xmx{heap_mb}m", "-XX:+UseSerialGC"]
    if heap_mb <= 512:  # tests are short: a quick compiler is worth more than quick code
        memory.append("-XX:TieredStopAtLevel=1")
    command = ["java", *opens, *memory, "-cp", f"{fetch_jars()}/*", _MAIN_CLASS]
    log = (home / "server.log").open("ab")
    with log:
        return subprocess.Popen(
            [*command, f"--home-dir={home}", f"--config-dir={home / 'conf'}"], stdout=log, stderr=log
        )


def _wait_until_up(server: Neo4jServer, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
                driver.execute_query("RETURN 1")
                return
        except (neo4j.exceptions.Neo4jError, neo4j.exceptions.DriverError):
            if server.process.poll() is not None or time.monotonic() > deadline:
                log = (server.home / "server.log").read_text(errors="replace")
                raise RuntimeError(f"Neo4j did not start:\n{log[-2000:]}") from None
            time.sleep(0.2)


@contextlib.contextmanager
def running(home: Path, heap_mb: int = 512) -> Iterator[Neo4jServer]:
    """A server in `home` for the time of the `with` block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    password = secrets.token_urlsafe(12)
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").write_text(_CONFIGURATION.format(port=port))
    _write_password(home, password)
    server = Neo4jServer(home, port, password, _launch(home, heap_mb), heap_mb=heap_mb)
    try:
        _wait_until_up(server)
        yield server
    finally:
        server.stop()

"""Statements over Bolt with the official driver: managed transactions, timeouts, and errors in one clear line."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import neo4j
from neo4j import exceptions

from socialgraph.cypher import schema_statements, statement
from socialgraph.errors import StoreError
from socialgraph.messages import Note

TRANSACTION_SECONDS = 120.0
_RETRY_SECONDS = 4.0
_COMMIT_ATTEMPTS = 3
_DRIVER_OPTIONS: dict[str, Any] = {
    "connection_timeout": 5.0,
    "connection_acquisition_timeout": 10.0,
    "max_transaction_retry_time": _RETRY_SECONDS,
    "notifications_min_severity": "OFF",
    "telemetry_disabled": True,
    "keep_alive": True,
}

# A retry is no news for a clerk; without a handler Python prints warnings to stderr.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

# A transaction whose time ran out while it waited for another one's lock says so in other words.
_TIMED_OUT = ("TransactionTimedOut", "LockClientStopped", "LockAcquisitionTimeout", "Transaction.Terminated")
_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
Call = tuple[str, dict[str, Any]]
Where = str | Note  # what the graph is called for the user


@contextlib.contextmanager
def explained(where: Where, database: str = "") -> Iterator[None]:
    """Turn the driver's errors into a StoreError of one sentence; `where` names the graph for the user."""
    try:
        yield
    except exceptions.AuthError as error:
        raise StoreError("store.refused", where=where) from error
    except (exceptions.ServiceUnavailable, exceptions.SessionExpired, OSError) as error:
        raise StoreError("store.no_answer", where=where) from error
    except exceptions.Neo4jError as error:
        raise _engine_problem(where, database, error) from error
    except exceptions.DriverError as error:
        raise StoreError("store.connection_broke", where=where, error=type(error).__name__) from error


def _engine_problem(where: Where, database: str, error: exceptions.Neo4jError) -> StoreError:
    code = error.code or type(error).__name__
    if code.endswith("DatabaseNotFound"):
        return StoreError("store.no_database", where=where, database=database)
    if any(word in code for word in _TIMED_OUT):
        return StoreError("store.timed_out", where=where, seconds=TRANSACTION_SECONDS)
    return StoreError("store.failed", where=where, code=code)


class Bolt:
    """One database: reads and writes named statements. Use as a context manager."""

    def __init__(self, driver: neo4j.Driver, database: str, where: Where) -> None:
        self._driver = driver
        self._database = database
        self.where = where
        self.transaction_seconds = TRANSACTION_SECONDS
        self._session: neo4j.Session | None = None
        self._has_schema = False

    @classmethod
    def connect(cls, uri: str, user: str, password: str, database: str, where: Where) -> Bolt:
        """Connect and look whether the server answers and is new enough.

        Raises
        ------
        StoreError
            If it does not answer, refuses the password, has no such database or is older than Neo4j 5.
        """
        try:
            return cls._connected(uri, user, password, database, where)
        except (exceptions.ConfigurationError, ValueError) as error:
            if isinstance(error, StoreError):
                raise
            raise StoreError("store.bad_address", where=where) from error

    @classmethod
    def _connected(cls, uri: str, user: str, password: str, database: str, where: Where) -> Bolt:
        if urlsplit(uri).scheme not in _SCHEMES:  # the driver also takes http, as a preview
            raise ValueError("no scheme of Bolt")
        driver = neo4j.GraphDatabase.driver(uri, auth=(user, password), **_DRIVER_OPTIONS)
        try:
            with explained(where, database), driver.session(database=database) as session:
                agent = session.run("RETURN 1").consume().server.agent
            check_version(agent, where)
        except BaseException:
            driver.close()
            raise
        return cls(driver, database, where)

    def close(self) -> None:
        """Close session and driver."""
        if self._session is not None:
            self._session.close()
        self._driver.close()

    def new_session(self) -> neo4j.Session:
        """A session beside the one that this object works with."""
        return self._driver.session(database=self._database)

    @property
    def _open_session(self) -> neo4j.Session:
        if self._session is None:
            self._session = self.new_session()
        return self._session

    def make_schema(self) -> None:
        """Constraints and indexes; nothing happens when they are there."""
        if self._has_schema:
            return
        for text in schema_statements():
            with explained(self.where, self._database):
                self._open_session.execute_write(_run_plain, text)
        self._has_schema = True

    def make_anew(self, constraints: Sequence[str]) -> None:
        """Drop these constraints of the schema and make them again: their indexes forget keys that are gone."""
        with explained(self.where, self._database):
            for name in constraints:
                self._open_session.execute_write(_run_plain, statement(f"drop_key[{name}]"))
        self._has_schema = False
        self.make_schema()

    def read(self, name: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows that a statement returns."""

        def work(tx: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
            # values are lists and numbers, never nodes: record.data() would look at every item for one
            return [dict(record) for record in tx.run(statement(name), parameters)]

        with explained(self.where, self._database):
            return self._open_session.execute_read(neo4j.unit_of_work(timeout=self.transaction_seconds)(work))

    def write(self, calls: Sequence[Call]) -> list[dict[str, Any]]:
        """Run statements in one transaction; the single row that each returns (empty where it returned none).

        A commit whose outcome is unknown is done again: every statement is safe to run twice.
        """

        def work(tx: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
            rows = []
            for name, parameters in calls:
                record = tx.run(statement(name), parameters).single()
                rows.append(dict(record) if record is not None else {})
                if "rows" in parameters:
                    _check_count(name, _sent(name, parameters["rows"]), rows[-1].get("written", 0))
                if rows[-1].get("renewed", 1) == 0:
                    raise StoreError("store.taken_over", where=self.where)
            return rows

        unit = neo4j.unit_of_work(timeout=self.transaction_seconds)(work)
        with explained(self.where, self._database):
            for _ in range(_COMMIT_ATTEMPTS - 1):
                with contextlib.suppress(exceptions.IncompleteCommit):
                    return self._open_session.execute_write(unit)
            return self._open_session.execute_write(unit)

    def write_all(self, lease: Call, calls: Sequence[Call]) -> None:
        """One batch: statements in a transaction that holds the lease. Those with an empty list of rows are left out.

        Raises
        ------
        StoreError
            If a statement reports fewer rows than it was given; the batch is then not written.
        """
        calls = [call for call in calls if call[1].get("rows", True)]
        if calls:
            self.write([lease, *calls])


def _run_plain(tx: neo4j.ManagedTransaction, text: str) -> None:
    tx.run(text).consume()


def _sent(name: str, rows: Sequence[Any]) -> int:
    """How many records a batch has; ties come grouped by their ego."""
    return sum(len(row[1]) for row in rows) if name == "merge_ties" else len(rows)


def _check_count(name: str, sent: int, written: int) -> None:
    if written < sent:
        raise StoreError("store.rows_not_taken", written=written, sent=sent, name=name)


def check_version(agent: str, where: Where) -> None:
    """Neo4j names itself `Neo4j/5.26.12`; the embedded engine says it is compatible with such a one."""
    number = agent.partition("/")[2].split(".")[0]
    if not agent.startswith("Neo4j/") or not number.isdigit() or int(number) < 5:
        raise StoreError("store.too_old", where=where, agent=agent)

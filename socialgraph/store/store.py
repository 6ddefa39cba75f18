"""The store: records into the graph and out of it, on either engine."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from typing import Any
from urllib.parse import urlsplit

import neo4j
import pandas as pd

from socialgraph.errors import StoreError
from socialgraph.messages import note
from socialgraph.privacy.texts import FreeTexts
from socialgraph.schema.records import FREE_TEXTS, RECORDS
from socialgraph.schema.shapes import SHAPES, WITH_HISTORY
from socialgraph.store import embedded
from socialgraph.store.bolt import Bolt, Call
from socialgraph.store.diff import LoadScope, TableChange, TableDiff, compare, new_rows
from socialgraph.store.disk.guarding import fingerprint, guarded
from socialgraph.store.erasing import erase_household_calls, erase_person_calls, forget_people
from socialgraph.store.frames import Originals, node_id, prepared
from socialgraph.store.history import cleared_calls, read_former, versions
from socialgraph.store.leases import Lease, holding, leased
from socialgraph.store.mends import Mends
from socialgraph.store.migration import migrate
from socialgraph.store.parameters import household_node
from socialgraph.store.reading import OriginsOfStops, live, read_counters, read_stored
from socialgraph.store.results import result_batches, write_computed
from socialgraph.store.runs import Run, begun, finished, new_run_id, read_runs, repaired_by
from socialgraph.store.settings import StoreSettings
from socialgraph.store.several_sources.said import WITH_SAYINGS, apart_from_records
from socialgraph.store.writing import BATCH_SIZE, Known, Progress, Writer

_LOCK_FILE = "load.lock"


@contextlib.contextmanager
def open_store(
    settings: StoreSettings, texts: FreeTexts | None = None, *, expected_bytes: int | None = None
) -> Iterator[Store]:
    """The project's graph, open during the `with` block.

    With `texts` free text and the names of files go in as references and come out again as what may be shown of them.
    With `expected_bytes`, how much a load may add, an embedded graph is guarded against a disk that fills up: if the
    block fails, it is the one from before.

    Raises
    ------
    StoreError
        If it does not answer, refuses the password, is too old, or (embedded) is open in another process, or there is
        no room for the load.
    """
    if settings.kind == "embedded":
        folder = settings.working_folder
        with holding(folder / _LOCK_FILE), contextlib.ExitStack() as stack:
            guard = None
            if expected_bytes is not None:
                guard = stack.enter_context(guarded(folder, embedded.running, expected_bytes))
            bolt = stack.enter_context(embedded.running(folder))
            bolt.make_schema()
            yield Store(bolt, settings, texts)
            if guard is not None and guard.is_tight():
                guard.read_before = fingerprint(bolt)
        return
    where = note("store.server", address=_shown(settings.uri))
    bolt = Bolt.connect(settings.uri, settings.user, settings.password, settings.database, where)
    try:
        yield Store(bolt, settings, texts)
    finally:
        bolt.close()


def _shown(uri: str) -> str:
    """The address without a password that somebody wrote into it."""
    return uri.replace(f"{urlsplit(uri).netloc.rpartition('@')[0]}@", "") if "@" in uri else uri


class Store:
    """An open graph. Made by `open_store`."""

    def __init__(self, bolt: Bolt, settings: StoreSettings, texts: FreeTexts | None = None) -> None:
        self._bolt = bolt
        self._settings = settings
        self._texts = texts

    def read(self, names: Iterable[str] = tuple(RECORDS)) -> dict[str, pd.DataFrame]:
        """Every record not retired (of these tables): columns of RECORDS and `sources`, text, sorted by key.

        Where the tables that give stops are read too, stops say of which load they are: `OriginsOfStops`.
        """
        counters = read_counters(self._bolt)
        origins = OriginsOfStops()
        records = {name: self._opened(name, live(name, self._stored(name, counters, origins))) for name in names}
        return self._with_origins(records, origins)

    def read_history(self) -> dict[str, pd.DataFrame]:
        """Every record as it is and as it was: of `shapes.WITH_HISTORY` all versions, of the others those not retired.

        A version has the columns of RECORDS and `sources`, text, and further `since_run`, the run that brought it, and
        `retired_run`, the run from which it no longer holds (empty where it still does); their local days `since_on`
        and `retired_on`; and `first_on`, the day on which any version of it was first loaded.
        """
        counters = read_counters(self._bolt)
        former = read_former(self._bolt, counters)
        origins = OriginsOfStops()
        records: dict[str, pd.DataFrame] = {}
        for name in RECORDS:
            stored = self._stored(name, counters, origins)
            is_dated = name in WITH_HISTORY
            table = versions(name, stored, former[name]) if is_dated else live(name, stored)
            records[name] = self._opened(name, table)
        return self._with_origins(records, origins)

    def _with_origins(self, records: dict[str, pd.DataFrame], origins: OriginsOfStops) -> dict[str, pd.DataFrame]:
        if "stops" not in records:
            return records
        stops = records["stops"]
        if not origins.lifted.empty:
            stops = origins.said_again(stops, {run.run_id: run.started_at for run in self.runs()})
        return {**records, "stops": origins.beside(stops)}

    def _stored(self, name: str, counters: dict[str, int], origins: OriginsOfStops) -> pd.DataFrame:
        """A table as stored, once: what of it tells where stops are from is noted on the way."""
        stored = read_stored(self._bolt, name, counters)
        origins.note(name, stored)
        return stored

    def read_sayings(self) -> dict[str, pd.DataFrame]:
        """What single sources say otherwise than the record that several of them give: the record's columns, text.

        Names and phones are not among it, nor what a household needs.
        """
        counters = read_counters(self._bolt)
        tables = {name: apart_from_records(name, read_stored(self._bolt, name, counters)) for name in WITH_SAYINGS}
        return {name: self._opened(name, table) for name, table in tables.items()}

    def forget_former(self, household: str, column: str) -> None:
        """A cell of a household's dossier is gone from all its earlier versions too (a consent was withdrawn)."""
        self._command(
            "forget_former",
            new_run_id(),
            lambda: cleared_calls(self._bolt, read_counters(self._bolt), household, column),
        )

    def _driver_session(self) -> neo4j.Session:
        """A session of the driver's own, for tests that look at the graph."""
        return self._bolt.new_session()

    def runs(self) -> list[Run]:
        """Every writing command, oldest first."""
        return read_runs(self._bolt)

    def last_run(self) -> Run | None:
        """The newest run. Its `state` is unfinished as long as any run is that nothing has repaired yet."""
        runs = self.runs()
        if not runs:
            return None
        unfinished = tuple(run.run_id for run in runs if run.state == "unfinished")
        state = "unfinished" if unfinished else runs[-1].state
        return dataclasses.replace(runs[-1], state=state, unfinished=unfinished)

    def write(
        self,
        records: Mapping[str, pd.DataFrame],
        *,
        sources: Set[str],
        full: bool = False,
        dry_run: bool = False,
        visible_only_sources: Set[str] = frozenset(),
        unread_files: Set[str] = frozenset(),
        batch_size: int = BATCH_SIZE,
        progress: Progress | None = None,
    ) -> list[TableChange]:
        """Write what is new or changed, retire what all its sources no longer give; one change a table of RECORDS.

        A table that `records` does not have is left as it is. `sources` are the `file::sheet` loaded now; with `full`
        they are all there are; rows of `visible_only_sources`
        and of `unread_files` never retire. `progress` is called with table, rows
        written and rows to write after each batch.

        Raises
        ------
        UnstorableValueError
            If a cell can't be stored; nothing was written.
        StoreError
            If the graph can't be written; whole batches stay and the run stays unfinished.
        """
        of, hidden, unread = (self._sealed_sources(some) for some in (sources, visible_only_sources, unread_files))
        loaded = LoadScope(of, hidden, full, unread)
        given, originals = _prepared(self._sealed(records))
        if dry_run:
            return [diff.change for diff in self._compare(given, loaded, is_dry_run=True)[0].values()]
        return self._write("load", given, originals, loaded, batch_size, progress)

    def append_assignments(self, frame: pd.DataFrame, *, since: str | None = None) -> TableChange:
        """Write rows of an exported list, or what came of them; nothing is ever retired.

        `since` is the run that a list was made from: with it nothing is written once another one has begun.

        Raises
        ------
        StoreError
            If another run has begun since `since`.
        """
        given, originals = _prepared(self._sealed({"assignments": frame}))
        loaded = LoadScope(frozenset())
        changes = self._write("append_assignments", given, originals, loaded, BATCH_SIZE, None, since=since)
        return next(change for change in changes if change.table == "assignments")

    def write_results(self, name: str, frame: pd.DataFrame, run_id: str) -> int:
        """Write a table of results as `Result` nodes, in place of the earlier results of that name; their number.

        Columns `flat` (label or key), or `building`, `stack`, `pipe_kind`, say what a row tells of; `intermediary` or
        `person` whom it names.

        Raises
        ------
        StoreError
            If a row tells of a flat, stack or person that is not in the graph.
        """
        if self._texts is not None:
            frame = self._texts.sealed_results(frame)
            self._texts.keep()
        with self._one_writer() as lease:
            batches = list(result_batches(self._bolt, name, frame, run_id))
            clear = ("clear_results", {"name": name, "limit": BATCH_SIZE})
            while self._bolt.write([lease.call(), clear])[1].get("removed"):
                pass
            for calls in batches:
                self._bolt.write_all(lease.call(), calls)
        return len(frame)

    def write_computed(self, ties: pd.DataFrame, households: pd.DataFrame, *, on: datetime.date) -> None:
        """Show what was computed after the last run: strengths of ties, words and states of households, on a day."""
        with self._one_writer() as lease:
            run = self.last_run()
            write_computed(self._bolt, lease, ties, households, run.run_id if run else "", on, BATCH_SIZE)

    def reopen(
        self, household: str, on: datetime.date, *, written: Iterable[str] = (), new_household: bool = False
    ) -> int:
        """Lift the hard stops of a household up to the day `on`, on its own word; how many there were.

        `written` are further keys under which its stops are on record. The day stays on record as a stop `reopened`
        (with `new_household` as one of that name too), so that older words that are read again lift nothing.
        """
        run_id = new_run_id()
        keys = sorted({household, *written})
        kinds = ["reopened", *(["new_household"] if new_household else [])]

        def calls() -> list[Call]:
            lifting = [{"household": key, "run_id": run_id, "lifted_on": on.isoformat()} for key in keys]
            home = household_node(household, self._number("Household"))
            rows: list[dict[str, Any]] = [
                {
                    "id": node_id(household, kind),
                    "nid": self._number("Stop"),
                    "household": household,
                    "stop": kind,
                    "stopped_on": on,
                    "sources": None,
                    "retired": False,
                    "as_written": {},
                }
                for kind in kinds
            ]
            return [
                *(("lift_stops", one) for one in lifting),
                ("merge_households", {"rows": [home], "run_id": run_id}),
                ("merge_stops", {"rows": rows, "run_id": run_id}),
            ]

        answers = self._command("reopen", run_id, calls)
        return sum(int(answer.get("lifted", 0)) for answer in answers)

    def _number(self, label: str) -> int:
        """A fresh node number of a label."""
        (answer,) = self._bolt.write([("reserve_nids", {"label": label, "count": 1})])
        return int(answer["first"])

    def erase_household(self, household: str) -> bool:
        """Remove a household, its people, their ties, its history, stops and results; whether it was there."""
        calls = self._command("erase", new_run_id(), lambda: erase_household_calls(self._bolt, household))
        return bool(calls[-1].get("removed"))

    def erase_person(self, person: str) -> bool:
        """Remove a person, their ties, answers and results; whether they were there."""
        calls = self._command("erase", new_run_id(), lambda: erase_person_calls(self._bolt, person))
        return bool(calls[-1].get("removed"))

    def forget_people(self) -> int:
        """Remove everybody (a lost key makes pseudonyms meaningless); how many there were. Stops stay."""
        run_id = new_run_id()
        with self._one_writer() as lease:
            self._bolt.write([lease.call(), ("begin_run", begun(run_id, "forget_people"))])
            forgotten = forget_people(self._bolt, lease, BATCH_SIZE // 2)  # a person goes with some ten ties
            self._bolt.write([lease.call(), ("finish_run", finished(run_id))])
        return forgotten

    def anchor_audit(self, project: str, entries: int, last_hash: str) -> None:
        """Remember how long the audit log of a project (its code) is, and the hash of its last line."""
        self._bolt.make_schema()
        self._bolt.write([("merge_audit_head", {"project": project, "entries": entries, "hash": last_hash})])

    def audit_anchor(self, project: str) -> tuple[int, str] | None:
        """What `anchor_audit` last remembered of a project; None where it never did."""
        rows = self._bolt.read("read_audit_head", project=project)
        return (int(rows[0]["entries"]), str(rows[0]["hash"])) if rows else None

    def _command(self, kind: str, run_id: str, calls: Callable[[], list[Call]]) -> list[dict[str, Any]]:
        """One transaction that is a run of its own, so that a saved snapshot of the town is read anew."""
        with self._one_writer() as lease:
            work = calls()
            begin, finish = ("begin_run", begun(run_id, kind)), ("finish_run", finished(run_id))
            answers = self._bolt.write([lease.call(), begin, *work, finish])
            return answers[2:-1]

    def _write(
        self,
        kind: str,
        given: Mapping[str, pd.DataFrame],
        originals: Mapping[str, Originals],
        loaded: LoadScope,
        batch_size: int,
        progress: Progress | None,
        *,
        since: str | None = None,
    ) -> list[TableChange]:
        if self._texts is not None:
            self._texts.keep()  # before any reference to them is written
        with self._one_writer() as lease:
            if since is not None and ((last := self.last_run()) is None or last.run_id != since):
                raise StoreError("export.graph_changed")
            diffs, known = self._compare(given, loaded)
            run_id = new_run_id()
            self._bolt.write([lease.call(), ("begin_run", begun(run_id, kind, loaded.sources))])
            writer = Writer(self._bolt, lease, run_id, known, batch_size, progress)
            rows = {name: diff.rows for name, diff in diffs.items() if len(diff.rows)}
            former = {name: diff.former for name, diff in diffs.items() if len(diff.former)}
            writer.write(rows, originals, former)
            repaired = repaired_by(self.runs(), loaded.sources, full=loaded.full)
            self._bolt.write([lease.call(), ("finish_run", finished(run_id, repaired))])
        return [diff.change for diff in diffs.values()]

    def hide_names(self, names: Collection[str]) -> None:
        """Hide these people's names in free text, also in what is written from now on."""
        if self._texts is not None:
            self._texts.hide(names)

    def _sealed(self, records: Mapping[str, pd.DataFrame]) -> Mapping[str, pd.DataFrame]:
        """Records on their way in: references in place of free text."""
        if self._texts is None:
            return records
        return {name: self._texts.sealed(name, frame) for name, frame in records.items()}

    def _sealed_sources(self, sources: Set[str]) -> frozenset[str]:
        """Names of files, or of their sheets, as records hold them."""
        return frozenset(sources if self._texts is None else map(self._texts.sealed_source, sources))

    def _opened(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """Records on their way out, with the free text that may be shown, sorted by key."""
        if self._texts is None:
            return table
        table = self._texts.opened(name, table)
        in_key = {*RECORDS[name].key} & {*FREE_TEXTS.get(name, ())}
        return table.sort_values([*RECORDS[name].key], kind="stable", ignore_index=True) if in_key else table

    def _compare(
        self, given: Mapping[str, pd.DataFrame], loaded: LoadScope, *, is_dry_run: bool = False
    ) -> tuple[dict[str, TableDiff], Known]:
        counters = read_counters(self._bolt)
        diffs: dict[str, TableDiff] = {}
        known = Known()
        for name in RECORDS:
            if name not in given:
                diffs[name] = TableDiff(pd.DataFrame(), TableChange(name, 0, 0, 0, 0), pd.DataFrame())
                continue
            stored = read_stored(self._bolt, name, counters)
            if is_dry_run and self._texts is not None:  # nothing brought an earlier layout to the present one
                stored = self._texts.sealed(name, stored)
            if name == "dossiers" or SHAPES[name].has_household:
                known.households.update(stored["household"].unique())
            if name == "flats":
                known.flats.update(stored["flat"].unique())
            mends = Mends.told(given, new_rows(diffs), stored, loaded.sources) if name == "holds" else None
            diffs[name] = compare(name, stored, given[name], loaded, mends)
        known.households.discard("")
        return diffs, known

    @contextlib.contextmanager
    def _one_writer(self) -> Iterator[Lease]:
        """Hold the folder's lock and the database's lease, over a graph of the present layout.

        The embedded engine holds the lock since it was opened.
        """
        with contextlib.ExitStack() as stack:
            if self._settings.kind == "neo4j":
                stack.enter_context(holding(self._settings.working_folder / _LOCK_FILE))
                self._bolt.make_schema()
            lease = stack.enter_context(leased(self._bolt, self._settings.folder))
            migrate(self._bolt, lease, self._texts, BATCH_SIZE)
            yield lease


def _prepared(records: Mapping[str, pd.DataFrame]) -> tuple[dict[str, pd.DataFrame], dict[str, Originals]]:
    both = {name: prepared(name, records[name]) for name in RECORDS if name in records}
    return {name: table for name, (table, _) in both.items()}, {name: typed for name, (_, typed) in both.items()}

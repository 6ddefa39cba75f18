"""Runs: every command that writes, when it began, and whether it ended."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from socialgraph.schema.tables import joined_sources, split_sources
from socialgraph.store.bolt import Bolt

LAYOUT = 5
"""How records lie in the graph, by number; every run says by which it wrote."""
LAYOUT_IN_PLAIN_TEXT = 3
"""The last one in which free text stood as written; a graph without a key stays there."""

_LOCAL = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Run:
    """One writing command.

    `state` is finished, unfinished, or repaired (unfinished, and all its sources were loaded again since);
    `unfinished` (only of `last_run`) names the runs that nothing has repaired yet.
    """

    run_id: str
    kind: str
    started_at: str
    finished_at: str
    state: str
    sources: frozenset[str] = frozenset()
    unfinished: tuple[str, ...] = ()


def utc_now() -> datetime.datetime:
    """The clock of every run."""
    return datetime.datetime.now(datetime.UTC)


def _time_text(time: Any) -> str:
    """The time as UTC text, to the microsecond so that runs sort; text, as an earlier layout had it, stays."""
    if time is None or isinstance(time, str):
        return time or ""
    native: datetime.datetime = time.to_native()
    return _iso(native if native.tzinfo else native.replace(tzinfo=datetime.UTC))  # the embedded engine drops the zone


def _iso(time: datetime.datetime) -> str:
    return time.isoformat(timespec="microseconds").replace("+00:00", "Z")


def new_run_id() -> str:
    """A name no other run has, that begins with its time."""
    return f"{utc_now():%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def day_of_run(run_id: str) -> str:
    """The day on which a run began, in local time, as ISO text; empty for a name that does not begin with its time."""
    try:
        time = datetime.datetime.strptime(run_id[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)
    except ValueError:
        return ""
    return time.astimezone(_LOCAL).date().isoformat()


def begun(run_id: str, kind: str, sources: Set[str] = frozenset()) -> dict[str, Any]:
    """A run that begins now."""
    return {
        "run_id": run_id,
        "kind": kind,
        "started_at": _iso(utc_now()),
        "sources": joined_sources(set(sources)),
        "layout": LAYOUT,
    }


def finished(run_id: str, repaired: Iterable[str] = ()) -> dict[str, Any]:
    """A run that ends now, and the earlier ones that it repaired."""
    return {"run_id": run_id, "finished_at": _iso(utc_now()), "repaired": [run for run in repaired if run != run_id]}


def read_runs(bolt: Bolt) -> list[Run]:
    """Every run, oldest first."""
    rows = bolt.read("read_runs")
    for row in rows:
        row["started_at"], row["finished_at"] = _time_text(row["started_at"]), _time_text(row["finished_at"])
        row["sources"] = split_sources(row["sources"])
    return sorted((Run(**row) for row in rows), key=lambda run: (run.started_at, run.run_id))


def repaired_by(runs: list[Run], sources: frozenset[str], *, full: bool) -> list[str]:
    """The unfinished loads whose every source is loaded now."""
    return [run.run_id for run in runs if run.state == "unfinished" and (full or run.sources <= sources)]

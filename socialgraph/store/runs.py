"""Runs: every command that writes, when it began, and whether it ended."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from socialgraph.store.bolt import Bolt
from socialgraph.store.frames import split

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


def now() -> str:
    """The time as UTC text, to the microsecond so that runs sort."""
    return utc_now().isoformat(timespec="microseconds").replace("+00:00", "Z")


def new_run_id() -> str:
    """A name no other run has, that begins with its time."""
    return f"{utc_now():%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def day_of_run(run_id: str) -> str:
    """The day on which a run began, in local time, as ISO text; empty for a name that does not begin with its time."""
    try:
        begun = datetime.datetime.strptime(run_id[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)
    except ValueError:
        return ""
    return begun.astimezone(_LOCAL).date().isoformat()


def read_runs(bolt: Bolt) -> list[Run]:
    """Every run, oldest first."""
    return [Run(**{**row, "sources": split(row["sources"])}) for row in bolt.read("read_runs")]


def repaired_by(runs: list[Run], sources: frozenset[str], *, full: bool) -> list[str]:
    """The unfinished loads whose every source is loaded now."""
    return [run.run_id for run in runs if run.state == "unfinished" and (full or run.sources <= sources)]

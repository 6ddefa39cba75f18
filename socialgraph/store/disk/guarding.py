"""A load on a full disk leaves the graph as it was or as it is to be: room is looked for before, a copy kept meanwhile.

A disk that fills up while the engine writes its pages damages them for good, at times without a word: people twice,
rows missing after the graph is opened again. However large the graph is, a load begins only where its copy fits too:
without one nothing could put it back. Only the embedded engine's files are ours to guard.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from socialgraph.errors import StoreError
from socialgraph.schema.records import RECORDS
from socialgraph.store.bolt import Bolt
from socialgraph.store.frames import record_ids
from socialgraph.store.reading import read_counters, read_stored

Opened = Callable[[Path], contextlib.AbstractContextManager[Bolt]]
Fingerprint = dict[str, tuple[int, int]]

GRAPH, COPY, DAMAGED = "graph", "graph.before", "graph.damaged"
RESERVE_BYTES = 48 * 2**20  # what an engine of empty tables and its log take, four times
_MEGABYTE = 2**20


@dataclass
class Guard:
    """What a guarded load leaves for the check after it: how the graph read before it was closed."""

    read_before: Fingerprint = field(default_factory=dict)
    is_tight: Callable[[], bool] = lambda: False


@contextlib.contextmanager
def guarded(folder: Path, opened: Opened, expected_bytes: int) -> Iterator[Guard]:
    """Around a load into the embedded graph of `folder`, which is closed before and after it.

    Parameters
    ----------
    folder : the project's working folder, whose lock is held.
    opened : gives the graph of a folder, open.
    expected_bytes : how much the load may add.

    Raises
    ------
    StoreError
        If there is not enough room (nothing was done), or the graph that was written does not read as it was; then,
        as after any other failure, the graph is the one from before.
    """
    _after_a_kill(folder, opened)
    graph, copy = folder / GRAPH, folder / COPY
    needed = expected_bytes + RESERVE_BYTES + _size(graph)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StoreError("store.no_room", free=free // _MEGABYTE, needed=-(-needed // _MEGABYTE), folder=folder)
    if graph.exists():
        _copied(graph, copy)
    guard = Guard(is_tight=lambda: shutil.disk_usage(folder).free < RESERVE_BYTES)
    try:
        yield guard
        if guard.read_before and not _reads_as(folder, opened, guard.read_before):
            raise StoreError("store.disk_filled", folder=folder)
    except Exception:
        _restored(folder)
        raise
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def remove_copy(folder: Path) -> None:
    """Delete what a killed load left beside the graph of a working folder."""
    for name in (COPY, DAMAGED):
        shutil.rmtree(folder / name, ignore_errors=True)


def fingerprint(bolt: Bolt) -> Fingerprint:
    """How many rows each table has, and a hash of them in whatever order."""
    counters = read_counters(bolt)
    prints = {}
    for name in RECORDS:
        rows = read_stored(bolt, name, counters).astype(str)
        prints[name] = len(rows), int(pd.util.hash_pandas_object(rows, index=False).sum()) if len(rows) else 0
    return prints


def is_sound(bolt: Bolt) -> bool:
    """Whether nobody and nothing is in the graph twice."""
    counters = read_counters(bolt)
    return all(record_ids(read_stored(bolt, name, counters), RECORDS[name].key).is_unique for name in RECORDS)


def _reads_as(folder: Path, opened: Opened, before: Fingerprint) -> bool:
    try:
        with opened(folder) as bolt:
            return is_sound(bolt) and fingerprint(bolt) == before
    except StoreError:
        return False


def _after_a_kill(folder: Path, opened: Opened) -> None:
    """A copy that is still there is of a load that was killed: its graph stays if it can be read, and is sound."""
    if not (folder / COPY).exists():
        return
    try:
        with opened(folder) as bolt:
            sound = is_sound(bolt)
    except StoreError:
        sound = False
    if not sound:
        _restored(folder)
    shutil.rmtree(folder / COPY, ignore_errors=True)


def _copied(graph: Path, copy: Path) -> None:
    """Copy under another name first: what is called a copy is a whole one."""
    part = copy.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        shutil.copytree(graph, part)
        part.rename(copy)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise StoreError("store.no_copy", folder=graph.parent) from error


def _restored(folder: Path) -> None:
    """The copy in the place of the graph; where there was none before the load, there is none after it."""
    graph, damaged = folder / GRAPH, folder / DAMAGED
    shutil.rmtree(damaged, ignore_errors=True)
    with contextlib.suppress(FileNotFoundError):
        graph.rename(damaged)
    with contextlib.suppress(FileNotFoundError):
        (folder / COPY).rename(graph)
    shutil.rmtree(damaged, ignore_errors=True)


def _size(graph: Path) -> int:
    return sum(path.stat().st_size for path in graph.rglob("*") if path.is_file())

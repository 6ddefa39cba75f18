"""One process at a time: a lock that the operating system takes back from a process that died."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from socialgraph.files.private import PRIVATE_FILE_MODE

_FOREVER, _AT_ONCE = -1, 0


class LockedError(Exception):
    """Another process holds the lock."""


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the file `path` as a lock during the `with` block.

    Parameters
    ----------
    wait : wait for another process to end; else say at once that it holds the lock.

    Raises
    ------
    LockedError
        If another process holds it, and `wait` is not set.
    OSError
        If the folder can't be written.
    """
    lock = FileLock(path, mode=PRIVATE_FILE_MODE, timeout=_FOREVER if wait else _AT_ONCE)
    try:
        lock.acquire()
    except Timeout as error:
        raise LockedError(str(path)) from error
    try:
        yield
    finally:
        lock.release()

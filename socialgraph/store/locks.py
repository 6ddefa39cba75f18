"""One writer at a time: a lock that the operating system takes back from a process that died."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from socialgraph.errors import StoreError

_OFFSET = 1 << 30  # Windows locks bytes for reading too: take one far behind the text


def _lock(handle: int) -> None:
    """Raise OSError when another process holds the lock."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _OFFSET, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def held(file: Path) -> Iterator[None]:
    """Hold the lock `file` during the `with` block; the file stays, an unlocked one means nothing.

    Raises
    ------
    StoreError
        If another process holds it, or the folder can't be written.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreError(f"The folder {file.parent} can't be written ({error.strerror}); check it.") from error
    try:
        try:
            _lock(handle)
        except OSError as error:
            raise StoreError(
                "Another load is running in this project, or another command has its graph open; "
                "nothing was written: try again when it has ended."
            ) from error
        yield
    finally:
        os.close(handle)

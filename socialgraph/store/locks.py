"""One writer at a time: the project's lock, and what is said when somebody else holds it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from socialgraph.errors import StoreError
from socialgraph.files.locks import LockedError, locked
from socialgraph.messages import reason_of


@contextlib.contextmanager
def held(file: Path) -> Iterator[None]:
    """Hold the lock `file` during the `with` block; an unlocked file means nothing.

    Raises
    ------
    StoreError
        If another process holds it, or the folder can't be written.
    """
    with contextlib.ExitStack() as stack:
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            stack.enter_context(locked(file, wait=False))
        except LockedError as error:
            raise StoreError("store.loading") from error
        except OSError as error:
            raise StoreError("store.folder_unwritable", folder=file.parent, reason=reason_of(error)) from error
        yield

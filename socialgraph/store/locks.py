"""One writer at a time: the project's lock, and what is said when somebody else holds it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from socialgraph.errors import StoreError
from socialgraph.files.locks import LockedError, locked


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
            raise StoreError(
                "Another load is running in this project, or another command has its graph open; "
                "nothing was written: try again when it has ended."
            ) from error
        except OSError as error:
            raise StoreError(f"The folder {file.parent} can't be written ({error.strerror}); check it.") from error
        yield

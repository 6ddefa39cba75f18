"""One writer at a time: the lock of a project folder, and a lease in the graph for folders that share a server.

Whoever holds the lock of the project folder may take over a lease that this folder left behind (its process was
killed); another folder's lease is waited out.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from socialgraph.errors import StoreError
from socialgraph.files.locks import LockedError, locked
from socialgraph.messages import reason_of
from socialgraph.store.bolt import Bolt, Call

_SECONDS = 600  # longer than any pause between two batches: reading and comparing ten million ties


@contextlib.contextmanager
def holding(file: Path) -> Iterator[None]:
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


@dataclass(frozen=True)
class Lease:
    """A lease that is held; `call()` goes into each transaction and stops it if another project took over."""

    token: str

    def call(self) -> Call:
        """The statement that renews the lease."""
        return "renew_lease", {"token": self.token, "milliseconds": _SECONDS * 1000}


@contextlib.contextmanager
def leased(bolt: Bolt, folder: Path) -> Iterator[Lease]:
    """Be the only writer of the database during the `with` block.

    Raises
    ------
    StoreError
        If another project folder is writing.
    """
    lease = Lease(secrets.token_hex(8))
    owner = f"{socket.gethostname()}:{os.path.realpath(folder)}"
    asked = {"owner": owner, "token": lease.token, "milliseconds": _SECONDS * 1000}
    (answer,) = bolt.write([("take_lease", asked)])
    if not answer.get("taken"):
        raise StoreError("store.other_folder_loading", minutes=_SECONDS // 60)
    try:
        yield lease
    finally:
        with contextlib.suppress(StoreError):  # a lease that can't be given back runs out by itself
            bolt.write([("release_lease", {"token": lease.token})])

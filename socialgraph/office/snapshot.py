"""The saved snapshot of a town: free text as references, and sealed, so that nobody's change to it is believed."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from socialgraph.files.private import write_private
from socialgraph.messages import note

if TYPE_CHECKING:
    from socialgraph.privacy.keys import Keys
    from socialgraph.privacy.texts import FreeTexts
    from socialgraph.town.snapshot import Town

_SEAL_SUFFIX = ".seal"


class Snapshot:
    """The file of a snapshot and, beside it, its seal: a keyed hash (BLAKE2b, RFC 7693) of every byte of it.

    Without keys there is none: the town is built from the graph each time.
    """

    def __init__(self, path: Path, keys: Keys | None, texts: FreeTexts) -> None:
        self._path = path
        self._seal = seal_of(path)
        self._keys = keys
        self._texts = texts

    def read(self, run_id: str) -> Town | None:
        """The town of that run; None where it is to be built anew, also where the file is not as it was written."""
        from socialgraph.town.file import saved_town
        from socialgraph.town.texts import with_texts

        if self._keys is None or not self._path.exists():
            return None
        if not self._is_ours():
            logging.getLogger("socialgraph").warning(note("session.snapshot_refused"))
            return None
        town = saved_town(self._path, run_id=run_id)
        if town is None:
            return None
        return with_texts(town, self._texts.text, self._texts.opened_source)

    def write(self, town: Town) -> None:
        """Save the town; a kill between file and seal leaves a file that is not believed."""
        from socialgraph.town.file import save_town
        from socialgraph.town.texts import with_texts

        if self._keys is None:
            return
        remove_snapshot(self._path)
        sealed = with_texts(town, self._texts.reference, self._texts.sealed_source)
        self._texts.keep()
        save_town(sealed, self._path)
        write_private(self._seal, self._mac().encode("ascii"))

    def _is_ours(self) -> bool:
        try:
            return hmac.compare_digest(self._seal.read_bytes(), self._mac().encode("ascii"))
        except OSError:
            return False

    def _mac(self) -> str:
        key = self._keys.snapshot if self._keys is not None else b""
        with self._path.open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.blake2b(key=key)).hexdigest()


def seal_of(path: Path) -> Path:
    """Where the seal of a snapshot lies."""
    return path.with_name(path.name + _SEAL_SUFFIX)


def remove_snapshot(path: Path) -> None:
    """Delete the snapshot and its seal: the next command builds the town anew."""
    for one in (path, seal_of(path)):
        with contextlib.suppress(FileNotFoundError):
            one.unlink()

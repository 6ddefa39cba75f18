"""Writing files that nobody but their owner may read, whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from socialgraph.errors import InputError

PRIVATE_FILE_MODE = 0o600
PRIVATE_FOLDER_MODE = 0o700


def make_private_folder(folder: Path) -> Path:
    """Make `folder` (and what is missing above it) for its owner only; an existing one is closed to others.

    Raises
    ------
    InputError
        If it cannot be made.
    """
    try:
        folder.mkdir(mode=PRIVATE_FOLDER_MODE, parents=True, exist_ok=True)
        if os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) & 0o077:
            folder.chmod(PRIVATE_FOLDER_MODE)
    except OSError as error:
        raise InputError(f"The folder {folder} cannot be made: {_cause(error)}; choose another place.") from error
    return folder


def write_private(path: Path, content: bytes) -> None:
    """Write `content` to `path`, mode 600: after a crash at any point the old or the new file is there, whole.

    Raises
    ------
    InputError
        If it cannot be written (a full disk, no permission); the old file is untouched.
    """
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:  # mkstemp has made it readable by its owner only
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        temporary = ""
        sync_folder(path.parent)
    except OSError as error:
        raise InputError(
            f"{path.name} cannot be written in {path.parent}: {_cause(error)}; what was there is unchanged."
        ) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` outlast a power cut; Windows does so itself and refuses to open folders."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_open_to_others(path: Path) -> bool:
    """Whether the mode lets group or everybody in; never so on Windows, where the owner's ACL holds."""
    return os.name == "posix" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _cause(error: OSError) -> str:
    return error.strerror or type(error).__name__


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold `path` as a lock: one process at a time; others wait. The lock ends with the process, whatever happens."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE_MODE)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)

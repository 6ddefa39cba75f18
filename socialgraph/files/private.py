"""The one writer of files: nobody but their owner may read them, and they are there whole or not at all.

A file is written under a random name that did not exist before (O_EXCL, which follows no link), and takes its place
by a rename: a file or link that somebody planted in a shared folder is neither read, nor written through, nor kept.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from socialgraph.errors import InputError
from socialgraph.messages import reason_of

PRIVATE_FILE_MODE = 0o600
PRIVATE_FOLDER_MODE = 0o700
PART_SUFFIX = ".part"


def make_private_folder(folder: Path) -> Path:
    """Make `folder` (and what is missing above it) for its owner only; an existing one is closed to others.

    Raises
    ------
    InputError
        If it cannot be made, or is somebody else's.
    """
    try:
        folder.mkdir(mode=PRIVATE_FOLDER_MODE, parents=True, exist_ok=True)
        if os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) & 0o077:
            folder.chmod(PRIVATE_FOLDER_MODE)
    except OSError as error:
        raise InputError("files.folder_not_made", folder=folder, reason=reason_of(error)) from error
    return folder


@contextmanager
def private_file(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content takes the place of `path`, mode 600, when the `with` block ends without an error.

    After a crash at any point the old or the new file is there, whole.

    Raises
    ------
    InputError
        If it cannot be written (a full disk, no permission, open in another program), or what lies at `path`
        afterwards is not what was written; an old file is untouched.
    """
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=PART_SUFFIX, dir=path.parent)
        with os.fdopen(handle, "wb") as file:  # mkstemp: a random name, O_EXCL, O_NOFOLLOW, mode 600
            yield cast("BinaryIO", file)
            file.flush()
            os.fsync(file.fileno())
            written = os.fstat(file.fileno())
        os.replace(temporary, path)
        temporary = ""
        sync_folder(path.parent)
        _must_be_ours(path, written)
    except OSError as error:
        raise InputError("files.unwritten", file=path.name, folder=path.parent, reason=reason_of(error)) from error
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def write_private(path: Path, content: bytes) -> None:
    """Write `content` to `path` as `private_file` does."""
    with private_file(path) as file:
        file.write(content)


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


def remove_leftovers(folder: Path) -> int:
    """Delete unfinished files of ours (`.NAME.RANDOM.part`) that a killed process left in `folder`; how many."""
    removed = 0
    for path in folder.glob(f".*{PART_SUFFIX}"):
        with contextlib.suppress(OSError):
            path.unlink()
            removed += 1
    return removed


def _must_be_ours(path: Path, written: os.stat_result) -> None:
    """In a folder that others may write too, somebody may put another file in the place of ours at once."""
    if os.name != "posix":
        return
    status = os.lstat(path)
    if any(getattr(status, part) != getattr(written, part) for part in ("st_dev", "st_ino", "st_uid", "st_mode")):
        raise InputError("files.replaced", file=path.name, folder=path.parent)

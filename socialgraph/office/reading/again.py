"""Files of earlier loads that a load reads again: what they say depends on files of this one, or these on them.

A number of the house is an address only with the register that has both; a word of 承租人 is the owner's only where
another sheet says how the flat is owned. Files are read again where they lie, unchanged; of others the office is told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from socialgraph.errors import InputError
from socialgraph.loaders.opening import named_files
from socialgraph.loaders.report.quarantine_files import mends_in

if TYPE_CHECKING:
    from socialgraph.loaders import Reading
    from socialgraph.loaders.options import ReadOptions
    from socialgraph.privacy.vault import Vault


@dataclass(frozen=True)
class Again:
    """Files to read again, by path, with their names; and names of those that are gone, changed or read otherwise."""

    files: dict[Path, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def files_to_read_again(vault: Vault, load: Reading, names: Iterable[str], options: ReadOptions) -> Again:
    """What of earlier loads is to be read along with files of these names, which `load` is of.

    The files of rows that came back mended are: only so does what the row said before give way to the mend.
    """
    loaded = set(names)
    earlier = {name: reading for name, reading in vault.readings().items() if name not in loaded}
    again = Again()
    mended = {source.partition("::")[0] for book in load.mended for source in mends_in(book).sources}
    for name in sorted({*load.dependence.wanted(earlier), *(mended & earlier.keys())}):
        path = Path(earlier[name]["path"])
        if earlier[name]["how"] == _how(options) and _digest(path) == earlier[name]["digest"]:
            again.files[path] = name
        else:
            again.missing.append(name)
    return again


def readings_of(load: Reading, paths: Iterable[Path], options: ReadOptions) -> dict[str, Any]:
    """What to keep of the files of a load: what each asks for and tells, where it lies, its digest, how it was read."""
    files, _ = named_files(paths, options.again)
    return {name: _reading_of(load.dependence.of_file(name), path, options) for path, name in files.items()}


def _reading_of(said: dict[str, list[str]], path: Path, options: ReadOptions) -> dict[str, Any]:
    """What to keep of one file; nothing of one whose path is no text: it can't be named again."""
    where = str(path.resolve())
    if where != where.encode(errors="replace").decode():
        return {}
    return {"asks": [], "tells": [], **said, "path": where, "digest": _digest(path), "how": _how(options)}


def _how(options: ReadOptions) -> list[str]:
    return [*options.ffill, *(["visible_only"] if options.visible_only else [])]


def _digest(path: Path) -> str:
    """Of the file's bytes; "" where it can't be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, InputError):
        return ""

"""Names of files as they are shown and stored: always text, also where the disk holds bytes that are none."""

from __future__ import annotations

from pathlib import Path


def shown_name(path: Path, folder: Path | None = None) -> str:
    """The base name, or the way down from the folder that was given; bytes that are no text become U+FFFD.

    A name written under another code page reaches Python with lone surrogates, which no encoder takes.

    Examples
    --------
    >>> shown_name(Path("office/5号楼/摸排.csv"), Path("office"))
    '5号楼/摸排.csv'
    >>> shown_name(Path("office") / b"\\xc3\\xfe.csv".decode("utf-8", "surrogateescape")).isprintable()
    True
    """
    name = path.relative_to(folder).as_posix() if folder is not None and folder in path.parents else path.name
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

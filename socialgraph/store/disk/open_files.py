"""How many files the embedded engine may keep open."""

from __future__ import annotations

import sys

from socialgraph.errors import StoreError

_WANTED_FILES, _LEAST_FILES = 4096, 512


def must_have_files() -> None:
    """The engine keeps each of its files open; without enough of them it damages what it cannot open.

    Raises
    ------
    StoreError
        If this session may not open enough of them, also after asking for more.
    """
    if sys.platform == "win32":  # it has no such limit
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= soft < _WANTED_FILES:
        allowed = _WANTED_FILES if hard == resource.RLIM_INFINITY else min(_WANTED_FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
        if allowed < _LEAST_FILES:
            raise StoreError("store.too_few_files", allowed=allowed, needed=_LEAST_FILES)

"""From a path to sheets: what a file is, is told by its first bytes and never by its name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from socialgraph.errors import InputError

from .delimited import read_delimited
from .dictionary import heading_dictionary
from .grids import Grid
from .headings import HeadingDictionary
from .limits import Budget, refuse_large_file
from .options import ReadOptions
from .sheet_building import sheets_of
from .sheets import Sheet
from .xls import read_xls
from .xlsx import read_xlsx

_IGNORED_PREFIXES = ("~$", ".~lock", ".")
TABLE_SUFFIXES = frozenset(
    (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv", ".tab", ".txt", ".htm", ".html", ".parquet")
)


def files_of(path: Path) -> list[Path]:
    """The table files of a folder, in name order, or the file itself; lock files of Excel and WPS are ignored.

    Raises
    ------
    InputError
        If there is no such file or folder, or nothing in it to read.
    """
    if path.is_dir():
        found = sorted(file for file in path.iterdir() if _is_table_file(file))
        if not found:
            raise InputError(f"The folder {path} holds no workbook and no csv file.")
        return found
    if not path.exists():
        raise InputError(f"There is no file or folder {path}: check the spelling.")
    return [path]


def _is_table_file(file: Path) -> bool:
    return file.is_file() and file.suffix.lower() in TABLE_SUFFIXES and not file.name.startswith(_IGNORED_PREFIXES)


def open_sheets(path: Path, options: ReadOptions = ReadOptions()) -> list[Sheet]:
    """Every table of one file, hidden sheets too, in order.

    Raises
    ------
    InputError
        One sentence, where the file is missing, empty, locked, damaged, protected or beyond `limits`.
    """
    dictionary = _dictionary(options.dictionary)
    sheets: list[Sheet] = []
    for grid in _grids(path):
        sheets += sheets_of(grid, path.name, dictionary, options)
    return sheets


@lru_cache(maxsize=4)
def _dictionary_of(path: Path | None, _changed_at: float) -> HeadingDictionary:
    return heading_dictionary(path)


def _dictionary(path: Path | None) -> HeadingDictionary:
    return _dictionary_of(path, path.stat().st_mtime if path and path.is_file() else 0.0)


def _grids(path: Path) -> Iterator[Grid]:
    head, data_size = _head(path)
    budget = Budget(path.name)
    if head.startswith(b"PK"):
        yield from read_xlsx(path, budget)
    elif head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        yield from read_xls(path, budget)
    else:
        yield from read_delimited(path.read_bytes(), budget)


def _head(path: Path) -> tuple[bytes, int]:
    """The first bytes, after the checks that every file must pass."""
    try:
        refuse_large_file(path)
        with path.open("rb") as stream:
            head = stream.read(4096)
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}: check the spelling.") from error
    except IsADirectoryError as error:
        raise InputError(f"{path} is a folder, not a file.") from error
    except OSError as error:
        raise InputError(
            f"{path.name} cannot be opened ({error.strerror}): close it in Excel or WPS and try again."
        ) from error
    if not head.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise InputError(f"{path.name} is empty.")
    return head, path.stat().st_size

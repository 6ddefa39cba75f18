"""From a path to sheets: what a file is, is told by its first bytes and never by its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePath

from socialgraph.errors import InputError
from socialgraph.loaders.files.delimited import read_delimited
from socialgraph.loaders.files.docx import is_docx, read_docx
from socialgraph.loaders.files.file_names import shown_name
from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.html import looks_like_html, read_html
from socialgraph.loaders.files.limits import Budget, refuse_large_file
from socialgraph.loaders.files.ods import is_ods, read_ods
from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.files.spreadsheetml import looks_like_spreadsheetml, read_spreadsheetml
from socialgraph.loaders.files.xls import read_xls
from socialgraph.loaders.files.xlsx import read_xlsx
from socialgraph.loaders.layout.explained.code_lists import CodeLists, explain_codes, read_code_lists
from socialgraph.loaders.layout.explained.databases import write_out_databases
from socialgraph.loaders.layout.explained.sides import Sides, Told, names_by_side, told_by
from socialgraph.loaders.layout.forms.repeated_pages import as_lists
from socialgraph.loaders.layout.linked_sheets import link_members, link_sheets
from socialgraph.loaders.layout.sheet_building import sheets_of
from socialgraph.loaders.layout.written_out.circled_numbers import write_out_numbers
from socialgraph.loaders.layout.written_out.left_out_buildings import write_out_buildings
from socialgraph.loaders.layout.written_out.storeys import write_out_storeys
from socialgraph.loaders.options import ReadOptions
from socialgraph.loaders.values.words.dictionary import heading_dictionary
from socialgraph.loaders.values.words.headings import HeadingDictionary
from socialgraph.messages import reason_of

_HIDDEN_PREFIXES = ("~$", ".")  # lock files of Excel and WPS, and what the system hides
# files that may well hold a table, in a form that is not read
_DOCUMENTS = frozenset((".doc", ".wps", ".xlsb", ".pdf", ".dbf", ".mdb", ".accdb", ".zip", ".rar", ".7z"))
TABLE_SUFFIXES = frozenset(
    (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv", ".tab", ".txt", ".htm", ".html", ".parquet", ".docx")
)


_DEFAULT = ReadOptions()
_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MHTML = b"MIME-Version:"


@dataclass
class FoundFiles:
    """The files of a path: those to read, and those that are none, each with the reason (a code of the wording)."""

    tables: list[Path] = field(default_factory=list)
    unread: dict[Path, str] = field(default_factory=dict)


def find_files(path: Path) -> FoundFiles:
    """The table files of a folder and of its subfolders, in name order, or the file itself.

    Raises
    ------
    InputError
        If there is no such file or folder, it is a pipe or a device, or there is nothing in it to read.
    """
    if not path.is_dir():
        if not path.exists():
            raise InputError("file.nowhere", path=shown_name(path))
        if not path.is_file():  # a pipe would be waited for, a device read without an end
            raise InputError("file.not_regular", path=shown_name(path))
        return FoundFiles([path])
    files = FoundFiles()
    for file in sorted(path.rglob("*"), key=lambda file: file.relative_to(path).parts):
        below = file.relative_to(path).parts
        if not file.is_file() or any(part.startswith(_HIDDEN_PREFIXES) for part in below):
            continue
        if file.suffix.lower() in TABLE_SUFFIXES:
            files.tables.append(file)
        else:
            files.unread[file] = "report.unread_document" if file.suffix.lower() in _DOCUMENTS else "report.unread_kind"
    if not files.tables:
        raise InputError("file.folder_without_workbook", path=shown_name(path))
    return files


def named_files(
    paths: Iterable[str | Path], again: Mapping[Path, str] | None = None
) -> tuple[dict[Path, str], dict[str, str]]:
    """Every file once with its name, in the order given (those of a folder by name); names of others and why.

    Those of earlier loads that are read `again` come last, unless a file of their name is given.
    """
    names: dict[Path, str] = {}
    unread: dict[str, str] = {}
    for path in map(Path, paths):
        files = find_files(path)
        for file in files.tables:
            names.setdefault(file, shown_name(file, path))
        unread |= {shown_name(file, path): reason for file, reason in files.unread.items()}
    if not names:
        raise InputError("load.no_file")
    given = set(names.values())
    return names | {path: name for path, name in (again or {}).items() if name not in given}, unread


class Grids:
    """The grids of files that may be read again with other answers, so that each file is opened once."""

    def __init__(self) -> None:
        self._of: dict[Path, list[Grid]] = {}
        self.sides: dict[str, Told] = {}  # of each file by name, what it says of the sides of a landing
        self.by_side: set[str] = set()  # files that name flats by their side of the landing

    def of(self, path: Path) -> list[Grid]:
        """The grids of a file; InputError as `open_sheets` raises it."""
        grids = self._of.get(path)
        if grids is None:
            grids = self._of[path] = _grids(path, _head(path))
        return grids

    def open_all(
        self, files: Mapping[Path, str], sides: Mapping[str, Told] | None = None, dictionary: Path | None = None
    ) -> dict[str, InputError]:
        """Open files, given with their names, and settle what one says of others' cells; why some can't be opened.

        `sides` are what files of earlier loads said of the sides of a landing.
        """
        broken: dict[str, InputError] = {}
        for path, name in files.items():
            try:
                self.of(path)
            except InputError as error:
                broken[name] = error
        for path, name in files.items():
            if path in self._of and name not in self.sides:  # before sides are written out
                self.sides[name] = told_by(self._of[path])
                self.by_side |= {name} if any(map(names_by_side, self._of[path])) else set()
        earlier = [told for name, told in (sides or {}).items() if name not in self.sides]
        Sides.settle([grid for path in files for grid in self._of.get(path, ())], earlier)
        for path, name in files.items():
            write_out_storeys(self._of.get(path, ()), PurePath(name).stem)
        write_out_databases(
            {name: self._of[path] for path, name in files.items() if path in self._of}, _dictionary(dictionary)
        )
        return broken

    def forget(self, path: Path) -> None:
        """Keep a file's grids no longer."""
        self._of.pop(path, None)


def open_sheets(path: Path, options: ReadOptions = _DEFAULT, name: str = "", grids: Grids | None = None) -> list[Sheet]:
    """Every table of one file, hidden sheets too, in order; `name` is what reports call it, else its base name.

    With `grids` the file is opened only where it was not before.

    Raises
    ------
    InputError
        One sentence, where the file is missing, empty, locked, damaged, protected or beyond `limits`.
    """
    dictionary = _dictionary(options.dictionary)
    sheets: list[Sheet] = []
    lists = CodeLists()
    opened = _grids(path, _head(path)) if grids is None else grids.of(path)
    write_out_numbers(opened)
    for grid in opened:
        code_lists = read_code_lists(grid, dictionary)
        lists.of_field.update(code_lists.of_field)
        lists.of_heading.update(code_lists.of_heading)
        lists.general.update(code_lists.general)
    for grid in opened:
        grid.code_lists = lists.of_heading
        sheets += sheets_of(grid, name or shown_name(path), dictionary, options)
    if lists:
        explain_codes(sheets, lists)
    link_sheets(sheets)
    link_members(sheets)
    write_out_buildings(sheets)
    return sheets


@lru_cache(maxsize=4)
def _dictionary_of(path: Path | None, _changed_at: float) -> HeadingDictionary:
    return heading_dictionary(path)


def _dictionary(path: Path | None) -> HeadingDictionary:
    return _dictionary_of(path, path.stat().st_mtime if path and path.is_file() else 0.0)


def _grids(path: Path, head: bytes) -> list[Grid]:
    budget = Budget(shown_name(path))
    if head.startswith(_ZIP):
        if is_docx(path):
            return as_lists(read_docx(path, budget))
        return read_ods(path, budget) if is_ods(path) else read_xlsx(path, budget)
    if head.startswith(_OLE):
        return read_xls(path, budget)
    if looks_like_spreadsheetml(head):
        return read_spreadsheetml(_bytes(path), budget)
    if looks_like_html(head):
        return read_html(_bytes(path), budget)
    if head.startswith(_MHTML):
        raise InputError("file.mht", file=shown_name(path))
    if head.startswith(b"PAR1"):
        raise InputError("file.parquet_name", file=shown_name(path))
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise InputError("file.picture", file=shown_name(path))
    return read_delimited(_bytes(path), budget)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unopened(path, error) from error


def _head(path: Path) -> bytes:
    """The first bytes, after the checks that every file must pass."""
    try:
        refuse_large_file(path)
        with path.open("rb") as stream:
            head = stream.read(8192)
    except FileNotFoundError as error:
        raise InputError("file.missing", path=shown_name(path)) from error
    except IsADirectoryError as error:
        raise InputError("file.is_a_folder", path=shown_name(path)) from error
    except OSError as error:
        raise _unopened(path, error) from error
    if not head.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise InputError("file.empty", file=shown_name(path))
    return head


def _unopened(path: Path, error: OSError) -> InputError:
    return InputError("file.unopened", file=shown_name(path), reason=reason_of(error))

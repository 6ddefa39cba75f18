"""Reading XML of strangers: no entities, no network, bounded depth and size, one kind of failure."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol
from xml.parsers import expat

from lxml import etree

from socialgraph.errors import InputError
from socialgraph.loaders.files.file_names import shown_name
from socialgraph.loaders.files.limits import MAX_ELEMENTS, MAX_TREE_BYTES, MAX_XML_DEPTH, Budget, MeteredReader

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError)
_STATED_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{0,40})")
_ENCODINGS = frozenset((b"utf-8", b"utf-16", b"us-ascii", b"iso-8859-1"))


class Scanner(Protocol):
    """What a streaming pass calls: names come without their prefix; text only while `wants_text` is true."""

    wants_text: bool

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text within the present element."""


class Package:
    """The parts of a zipped workbook. Every read draws on the file's budget."""

    def __init__(self, archive: zipfile.ZipFile, budget: Budget) -> None:
        self._archive = archive
        self.budget = budget
        # some writers capitalise the parts' names or part them by backslashes
        self._members = {_part(name): name for name in archive.namelist()}

    def has(self, name: str) -> bool:
        """Whether there is a part of this name, whatever its case and slashes."""
        return _part(name) in self._members

    @property
    def file(self) -> str:
        """Base name, for messages."""
        return self.budget.file

    def tree(self, name: str) -> etree._Element | None:
        """A small part as a tree; None where there is no such part or it is empty."""
        if not self.has(name):
            return None
        data = self._read(name)
        return parse_xml(data, self.file) if data.strip() else None

    def scan(self, name: str, scanner: Scanner) -> None:
        """Stream a large part through a scanner; memory does not grow with the part."""
        if not self.has(name):
            return
        try:
            with self._archive.open(self._members[_part(name)]) as stream:
                scan_xml(MeteredReader(stream, self.budget), scanner, self.file)
        except RuntimeError as error:  # zipfile's word for an encrypted member
            raise password_error(self.file) from error
        except _DAMAGE as error:
            raise damaged(self.file) from error

    def _read(self, name: str) -> bytes:
        try:
            if self._archive.getinfo(self._members[_part(name)]).file_size > MAX_TREE_BYTES:
                raise damaged(self.file)
            with self._archive.open(self._members[_part(name)]) as stream:
                return MeteredReader(stream, self.budget).read_all(MAX_TREE_BYTES)
        except RuntimeError as error:
            raise password_error(self.file) from error
        except _DAMAGE as error:
            raise damaged(self.file) from error


def _part(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


@contextmanager
def open_package(path: Path, budget: Budget) -> Iterator[Package]:
    """A zipped workbook's parts; raises InputError where the zip itself is broken."""
    try:
        archive = zipfile.ZipFile(path)
    except (*_DAMAGE, UnicodeDecodeError) as error:
        raise damaged(shown_name(path)) from error
    with archive:
        yield Package(archive, budget)


class _LocalNames(dict[str, str]):
    """`row` for `x:row`, remembered."""

    def __missing__(self, name: str) -> str:
        self[name] = local = name.rpartition(":")[2]
        return local


def scan_xml(stream: IO[bytes] | MeteredReader, scanner: Scanner, file: str) -> None:
    """Call a scanner for every element of a stream.

    Raises
    ------
    InputError
        If elements lie deeper than `MAX_XML_DEPTH`, are more than `MAX_ELEMENTS`, or an entity is declared (which no
        office program does).
    """
    local_names = _LocalNames()
    depth = elements = 0
    hears = False
    parser = expat.ParserCreate()
    parser.buffer_text = True
    text, start, end = scanner.text, scanner.start, scanner.end

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements, hears
        depth += 1
        elements += 1
        if depth > MAX_XML_DEPTH or elements > MAX_ELEMENTS:
            raise damaged(file)
        start(local_names[name], attributes)
        if scanner.wants_text is not hears:
            hears = scanner.wants_text
            parser.CharacterDataHandler = text if hears else None

    def on_end(name: str) -> None:
        nonlocal depth, hears
        depth -= 1
        end(local_names[name])
        if scanner.wants_text is not hears:
            hears = scanner.wants_text
            parser.CharacterDataHandler = text if hears else None

    def on_entity(*_: object) -> None:
        raise damaged(file)

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.EntityDeclHandler = on_entity
    try:
        block = stream.read(1 << 16)
        _refuse_encoding(block, file)
        while block:
            parser.Parse(block, False)
            block = stream.read(1 << 16)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged(file) from error


def _refuse_encoding(start: bytes, file: str) -> None:
    """Expat raises whatever it likes at an encoding it does not know; office programs write UTF-8."""
    stated = _STATED_ENCODING.match(start)
    if stated and stated[1].lower() not in _ENCODINGS:
        raise damaged(file)


def parse_xml(data: bytes, file: str) -> etree._Element:
    """A tree of a part; raises InputError where it is no XML, too deep or too large."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(file) from error


def local_name(element: etree._Element) -> str:
    """`row` of `{http://…}row`; "" for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The direct children with a local name."""
    return [child for child in element if local_name(child) == name]


def descendants(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """All below with a local name, in document order."""
    return element.iter(f"{{*}}{name}")


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by local name, in whatever namespace the writer put it; "" where there is none."""
    value = element.get(name)
    if value is not None:
        return str(value)
    return next((str(text) for key, text in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def whole_number(text: str | None, default: int = 0) -> int:
    """The integer of an attribute; the default where it is absent or no short number."""
    if text and len(text) < 10 and text.isascii() and text.isdigit():
        return int(text)
    return default


def damaged(file: str) -> InputError:
    """The error of a file that is broken inside."""
    return InputError("file.damaged", file=file)


def password_error(file: str) -> InputError:
    """The error of a file that needs a password."""
    return InputError("file.password", file=file)

"""What a reading names without using it: findings, and every text of a file of which something was not read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import python_calamine

from socialgraph.loaders import Reading


def is_named(group: tuple[str, ...], row: Mapping[str, str], named: str) -> bool:
    """Whether the text of what was named holds this row's name, room or riser."""
    first = group[0] if len(group) in (1, 5) else ""  # of a tie whose sheet names only the other end, that one
    words = [part for part in (first or group[-1]).split("|") if part]
    return any(word in named for word in words) and bool(words)


def named_text(folder: Path, reading: Reading | None) -> str:
    """All text of findings' rows and of files of which something was listed as unread."""
    if reading is None:
        return ""
    parts = [cell.text for finding in reading.findings for cell in finding.place.row.cells.values()]
    parts += [finding.value for finding in reading.findings]
    unread = ("unknown", "not_read")
    listed = {Path(r.file).name for r in reading.reports if r.kind in unread or r.columns_dropped}
    for file in folder.rglob("*"):
        if file.is_file() and file.name in listed:
            parts += plain_texts(file)
    return "\n".join(parts)


def plain_texts(file: Path) -> Iterator[str]:
    """Every text of a file, whatever it is."""
    head = file.read_bytes()[:8]
    if file.suffix.lower() == ".docx":
        with zipfile.ZipFile(file) as archive:
            yield re.sub(r"<[^>]+>", " ", archive.read("word/document.xml").decode("utf-8", "replace"))
    elif head.startswith((b"PK", b"\xd0\xcf")):
        book = python_calamine.CalamineWorkbook.from_path(file)
        for name in book.sheet_names:
            for row in book.get_sheet_by_name(name).to_python():
                yield from (str(int(cell)) if isinstance(cell, float) and cell % 1 == 0 else str(cell) for cell in row)
    else:
        content = file.read_bytes()
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                yield content.decode(encoding)
                return
            except UnicodeDecodeError:
                continue

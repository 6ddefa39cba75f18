"""How much a file may hold. A workbook beyond these is refused with one sentence, never half read."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from socialgraph.errors import InputError
from socialgraph.loaders.files.file_names import shown_name

MAX_FILE_BYTES = 300 * 1024**2
MAX_OLD_EXCEL_BYTES = 64 * 1024**2  # xls holds 65,536 rows; its reader needs the whole file in memory
MAX_UNZIPPED_BYTES = 512 * 1024**2  # all parts of one xlsx or ods together; 50,000 dossiers are 60 MB
MAX_ELEMENTS = 40_000_000  # XML elements of one part: what a part of empty elements may cost in time
MAX_CELLS = 4_000_000  # filled cells of one file, copies in merged ranges counted; a row costs two more
MAX_SHEETS = 1_000
MAX_ROWS = 1_048_576  # the last row of Excel
MAX_COLUMNS = 16_384
MAX_TREE_BYTES = 32 * 1024**2  # parts that are read as a whole: styles, comments, lists of sheets
MAX_XML_DEPTH = 256
MAX_HTML_BYTES = 48 * 1024**2  # a page is read as a whole: 50,000 dossiers are 40 MB


def refuse_large_file(path: Path) -> None:
    """Raise InputError where a file is larger than `MAX_FILE_BYTES`."""
    if path.stat().st_size > MAX_FILE_BYTES:
        raise InputError("file.large", file=shown_name(path), megabytes=MAX_FILE_BYTES // 1024**2)


class Budget:
    """Counts what one file has used up; raises InputError at a limit."""

    def __init__(self, file: str, *, max_bytes: int = MAX_UNZIPPED_BYTES, max_cells: int = MAX_CELLS) -> None:
        self.file = file
        self.bytes_left = max_bytes
        self.cells_left = max_cells

    def take_bytes(self, count: int) -> None:
        """Count unpacked bytes."""
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise InputError("file.unpacks_large", file=self.file, megabytes=MAX_UNZIPPED_BYTES // 1024**2)

    def take_row(self, cells: int) -> None:
        """Count a row of filled cells."""
        self.take_cells(cells + 2)

    def take_cells(self, count: int) -> None:
        """Count filled cells."""
        self.cells_left -= count
        if self.cells_left < 0:
            raise InputError("file.many_cells", file=self.file, most=MAX_CELLS)


class MeteredReader:
    """A binary stream that draws on a budget, for parsers that read in blocks."""

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, size: int = -1) -> bytes:
        """Read as a file does; never more than a mebibyte at once."""
        block = self._stream.read(min(size, 1024**2) if size >= 0 else 1024**2)
        self._budget.take_bytes(len(block))
        return block

    def read_all(self, most: int) -> bytes:
        """The stream's bytes, at most so many, within the budget."""
        blocks: list[bytes] = []
        while most > 0 and (block := self.read(most)):
            blocks.append(block)
            most -= len(block)
        return b"".join(blocks)

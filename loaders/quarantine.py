"""The workbook of what could not be read (待更正): a clerk mends the red cells in it and loads it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from socialgraph.loaders.lines import Finding
from socialgraph.loaders.sheets import Sheet

ORIGIN_FIELDS = ("origin_file", "origin_sheet", "origin_row")


@dataclass
class MendedBook:
    """A quarantine workbook that came back."""

    path: Path
    sheets: list[Sheet] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)

    def unusable_rows(self, findings: Sequence[Finding]) -> int:
        """Rows of it that still can't be used whole."""
        own = {id(sheet) for sheet in self.sheets}
        return len({id(finding.place.row) for finding in findings if id(finding.place.sheet) in own})


def take_origins(sheets: list[tuple[Path, Sheet]]) -> list[MendedBook]:
    return []

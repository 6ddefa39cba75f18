"""From an office's workbooks to canonical tables: nothing guessed, nothing lost."""

from __future__ import annotations

from socialgraph.loaders.load import PARSERS, Load, read_paths
from socialgraph.loaders.options import ReadOptions
from socialgraph.loaders.output import write_tables
from socialgraph.loaders.quarantine import write_quarantine_workbook
from socialgraph.loaders.reports import SheetReport
from socialgraph.loaders.template import write_template

__all__ = [
    "PARSERS",
    "Load",
    "ReadOptions",
    "SheetReport",
    "read_paths",
    "write_quarantine_workbook",
    "write_tables",
    "write_template",
]

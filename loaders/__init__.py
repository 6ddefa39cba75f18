"""From an office's workbooks to canonical tables: nothing guessed, nothing lost."""

from __future__ import annotations

from socialgraph.loaders.load import PARSERS, Load, read_paths
from socialgraph.loaders.options import ReadOptions
from socialgraph.loaders.report.quarantine import write_quarantine_workbook
from socialgraph.loaders.report.reports import SheetReport
from socialgraph.loaders.report.template import write_template
from socialgraph.loaders.tables.output import write_tables

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

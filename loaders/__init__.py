"""From an office's workbooks to canonical tables: nothing guessed, nothing lost."""

from __future__ import annotations

from socialgraph.loaders.load import PARSERS, read_paths
from socialgraph.loaders.options import ReadOptions
from socialgraph.loaders.report.output import write_tables
from socialgraph.loaders.report.quarantine import write_quarantine_workbook
from socialgraph.loaders.report.reading import Reading
from socialgraph.loaders.report.sheet_report import SheetReport
from socialgraph.loaders.report.template import write_template

__all__ = [
    "PARSERS",
    "ReadOptions",
    "Reading",
    "SheetReport",
    "read_paths",
    "write_quarantine_workbook",
    "write_tables",
    "write_template",
]

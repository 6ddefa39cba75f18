"""From an office's workbooks to canonical tables: nothing guessed, nothing lost."""

from __future__ import annotations

from socialgraph.loaders.load import PARSERS, Load, read_paths
from socialgraph.loaders.options import ReadOptions
from socialgraph.loaders.output import write_tables
from socialgraph.loaders.reports import SheetReport

__all__ = ["PARSERS", "Load", "ReadOptions", "SheetReport", "read_paths", "write_tables"]

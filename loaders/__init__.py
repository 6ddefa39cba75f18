"""From an office's workbooks to canonical tables: nothing guessed, nothing lost."""

from __future__ import annotations

from .load import PARSERS, Load, read_paths
from .options import ReadOptions
from .output import write_tables
from .reports import SheetReport

__all__ = ["PARSERS", "Load", "ReadOptions", "SheetReport", "read_paths", "write_tables"]

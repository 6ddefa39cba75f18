"""What came of reading an office's files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from socialgraph.loaders.layout.explained.sides import Told
from socialgraph.loaders.options import Mend
from socialgraph.loaders.report.confirming.question import Question
from socialgraph.loaders.report.dependence import Dependence
from socialgraph.loaders.report.sheet_report import SheetReport
from socialgraph.loaders.tables.findings import Finding


@dataclass
class Reading:
    """What came of reading: tables, what could not be used, and a report a sheet.

    `sources` are the `file::sheet` that were read whole: rows of theirs that are gone may be retired. Those in
    `visible_only_sources` were read without their hidden rows, and those of a mended quarantine workbook are in
    neither: nothing is retired for them. `mended` maps such a workbook to the rows in it that are still unusable;
    `wish_sources` are those of holds from lines that no parser reads.
    `mends` are all in force after this reading; `returned` lists rows of returned lists: export id, row, whether the
    talk was held.
    """

    tables: dict[str, pd.DataFrame]
    quarantine: pd.DataFrame
    reports: list[SheetReport]
    sources: set[str]
    wish_sources: set[str]
    notes: list[str]
    findings: list[Finding] = field(default_factory=list)
    visible_only_sources: set[str] = field(default_factory=set)
    returned: list[tuple[str, int, bool]] = field(default_factory=list)
    mended: dict[Path, int] = field(default_factory=dict)
    unread_files: set[str] = field(default_factory=set)  # in the folders given, of a kind that is not read
    sides: dict[str, Told] = field(default_factory=dict)  # what each file says of the sides of a landing
    mends: list[Mend] = field(default_factory=list)
    dependence: Dependence = field(default_factory=Dependence)  # which files' reading others may change
    wishes_of_nobody: list[str] = field(default_factory=list)  # where they stand and what to do: said before all else
    questions: list[Question] = field(default_factory=list)  # what the office is to confirm once
    readings: list[Question] = field(default_factory=list)  # what evidence decided, and the office may overrule

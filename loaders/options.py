"""How a user wants files to be read."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from socialgraph.loaders.values.numbering import Numbering


@dataclass(frozen=True)
class ReadOptions:
    """Choices of one reading; the defaults guess nothing."""

    ffill: tuple[str, ...] = ()  # fields whose blank cells repeat the cell above (`building`, `door`); said in notes
    visible_only: bool = False  # leave out hidden rows and hidden sheets
    dictionary: Path | None = None  # the project's own headings and words: a CSV of field, variant
    numbering: Numbering = field(default_factory=Numbering)  # what only the office knows about its room numbers
    # (export id, row) of the lists that this project gave out -> compound, building, door, room; None: not known here
    given_out: Mapping[tuple[str, int], tuple[str, str, str, str]] | None = None
    today: datetime.date | None = None  # what is observed later than this is a finding; None: no such check


DEFAULT_OPTIONS = ReadOptions()

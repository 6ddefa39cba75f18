"""How a user wants files to be read."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from socialgraph.loaders.values.numbering import RoomNumbering
from socialgraph.loaders.values.words.confirmed import Confirmed

RowKey = tuple[str, str, str]  # file, sheet, hash of the address cells with the row's order among equal ones
MendKey = tuple[str, str, str, str]  # … and the field


@dataclass(frozen=True)
class Mend:
    """One mended cell.

    Attributes
    ----------
    file, sheet, row, field : where it stands; `row` is a key, no number: rows may move.
    was : hash of the text of the cell when it was mended.
    text : what it was mended to.
    homes : labels of the households that its row spoke of when it was last read.
    """

    file: str
    sheet: str
    row: str
    field: str
    was: str
    text: str
    homes: tuple[str, ...] = ()

    @property
    def key(self) -> MendKey:
        """Which cell it is of."""
        return self.file, self.sheet, self.row, self.field

    @property
    def row_key(self) -> RowKey:
        """Which row it is of."""
        return self.file, self.sheet, self.row


@dataclass(frozen=True)
class ReadOptions:
    """Choices of one reading; the defaults guess nothing."""

    ffill: tuple[str, ...] = ()  # fields whose blank cells repeat the cell above (`building`, `door`); said in notes
    visible_only: bool = False  # leave out hidden rows and hidden sheets
    dictionary: Path | None = None  # the project's own headings and words: a CSV of field, variant
    confirmed: Confirmed = field(default_factory=Confirmed)  # what the office confirmed once about its sheets
    numbering: RoomNumbering = field(default_factory=RoomNumbering)  # what only the office knows about its room numbers
    # (export id, row) of the lists that this project gave out -> compound, building, door, room; None: not known here
    given_out: Mapping[tuple[str, int], tuple[str, str, str, str]] | None = None
    # flats of the register and homes of the roster that the graph knows: compound, building, door, room
    homes: Collection[tuple[str, str, str, str]] = ()
    mends: Sequence[Mend] = ()  # in force from earlier quarantine workbooks
    # what files of earlier loads say of the sides of a landing: file -> building -> side -> places on the floor
    sides: Mapping[str, Mapping[str, Mapping[str, Sequence[int]]]] = field(default_factory=dict)
    # files of earlier loads that are read along with these, with the names that they were read under
    again: Mapping[Path, str] = field(default_factory=dict)
    # other files may say more later, in the graph: what only the whole register can tell is left to it
    into_graph: bool = False
    today: datetime.date | None = None  # what is observed later than this is a finding; None: no such check


DEFAULT_OPTIONS = ReadOptions()

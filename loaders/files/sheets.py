"""What reading gives: sheets whose rows are keyed by our own field names, with what the office showed by style.

The fields are the first column of `data/headers.csv` (the same words as the canonical tables where those have
the column). Two-tier and kind-dependent headings come out as precise fields: in a tie sheet `ego_name`,
`ego_address`, `alter_name`, `alter_address` (also `ego_building` …), in a roster the date of the willingness is
`willing_on`, in a tie sheet `observed_on`, in a riser map the source is `stack_source`, in a visit log `date`.
A heading that may mean several fields (承租人) stands under every field it may mean and in `Sheet.ambiguous`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from socialgraph.loaders.values.mentions import Mention
from socialgraph.messages import Note

WISHES = "wishes"  # the kind of the lines of a sheet that no parser reads
RawValue = int | float | str | datetime.datetime | datetime.date | bool | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the office wrote it.

    `text` is "" when empty, numbers without `.0`, dates in ISO form, else NFC and otherwise as written.
    """

    text: str = ""
    raw: RawValue = None
    is_date: bool = False  # the value or its number format is a date
    merged: bool = False  # the value comes from a merged range whose top left cell is another one
    merge_rows: int = 1  # rows of its merged range
    struck: bool = False
    fill: str = ""  # "FF0000"; "" without a fill
    comment: str = ""
    formula_without_value: bool = False
    hidden: bool = False  # its row or column is hidden


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Mark:
    """The one bit kept of a cell that is not read: `left_alone`, `person_gone`, `household_gone`, or an aside's.

    With it the flats that a wish to be left alone names itself: 402家不让再敲门 in a helper's row.
    """

    heading: str
    kind: str
    flats: tuple[Mention, ...] = ()


@dataclass(slots=True)
class Row:
    """One line of data. `number` is what the office sees: Excel row, n-th record of a csv, n-th `tr`."""

    number: int
    cells: dict[str, Cell]
    hidden: bool = False
    marks: tuple[Mark, ...] = ()  # what cells of columns that are left out say of leaving somebody alone

    def cell(self, name: str) -> Cell:
        """The cell under a field; an empty one where the sheet has no such column."""
        return self.cells.get(name, EMPTY)

    def text(self, name: str) -> str:
        """The text under a field, "" where there is none."""
        cell = self.cells.get(name)
        return cell.text if cell is not None else ""


@dataclass(frozen=True)
class OpenColumn:
    """A column that is not read: its heading's key and text, some cells, the likely field and why.

    `filled` counts its cells that an answer may open: 0 where they look like nothing that is read.
    """

    key: str
    heading: str
    samples: tuple[str, ...] = ()
    proposed: str = ""
    why: tuple[tuple[str, float], ...] = ()  # parts of the evidence: field or sort of evidence, log-odds
    filled: int = 0
    free_text: bool = False  # remarks: only that the reasons among them count may be answered


@dataclass(frozen=True)
class OpenTable:
    """What is not certain of a table, for the office to confirm once.

    `form` lists its headings' keys, `headings` the headings as written; `kind` is the kind that it is read as, or with
    `asked` the likely one ("" for none); `rows` counts its rows.
    """

    form: str
    headings: tuple[str, ...] = ()
    rows: int = 0
    kind: str = ""
    asked: bool = False
    why: tuple[tuple[str, float], ...] = ()
    columns: tuple[OpenColumn, ...] = ()


@dataclass
class Sheet:
    """One table of one file: its headings in our words, its rows, and all that was left out, counted."""

    file: str  # base name
    sheet: str  # "" for csv, tab and HTML files
    fields: dict[str, str] = field(default_factory=dict)  # field -> heading as written
    extra: dict[str, tuple[str, str]] = field(default_factory=dict)  # field -> (upper, lower) of a two-tier heading
    ambiguous: dict[str, tuple[str, ...]] = field(default_factory=dict)  # heading -> the fields it may mean
    title: str = ""  # title rows above the header, joined by a line feed
    block_title: str = ""  # the line above this table, where a sheet has several
    legend: dict[str, str] = field(default_factory=dict)  # symbol -> meaning, for the whole sheet
    column_legends: dict[str, dict[str, str]] = field(default_factory=dict)  # field -> {symbol -> meaning}
    rows: list[Row] = field(default_factory=list)
    unread_rows: list[Row] = field(default_factory=list)  # hidden and left out as asked: only stops are taken from them
    kind: str = "unknown"  # one of kinds.KINDS, a name of TABLES for canonical input, or "unknown"
    dropped_columns: list[str] = field(default_factory=list)
    near_misses: dict[str, str] = field(default_factory=dict)  # heading -> the known heading it resembles
    hidden_rows: int = 0
    hidden_columns: int = 0
    hidden: bool = False
    encoding: str = ""  # "" for workbooks
    skipped: dict[str, int] = field(default_factory=dict)  # title, header, instruction, subtotal, signature, empty …
    notes: list[Note] = field(default_factory=list)  # for the report; they quote no cell of a row
    place: tuple[str, str] = ("", "")  # building and door of all rows, as the office confirmed
    year: int = 0  # of dates without one, as the office confirmed, or other sheets say it
    whole_rooms: bool = False  # rooms say all by themselves beside a floor: 32 on floor 3, or counted: 7 to 9
    of_records: bool = False  # a row is what happened on a day, not a household
    date: str = ""  # of what a survey says without a date, as the office confirmed
    pipe: str = ""  # that all of it is about, as the office confirmed
    kind_of_ties: str = ""  # where a row says none, as the office confirmed
    open: OpenTable | None = None  # what is to be confirmed
    confirmed: frozenset[str] = frozenset()  # fields whose columns the office confirmed
    read: OpenTable | None = None  # what evidence decided, to be overruled where it is wrong
    wishes: list[Row] = field(default_factory=list)  # lines that no parser reads and that ask to leave somebody alone
    row_keys: dict[int, str] = field(default_factory=dict)  # id of a row -> what mends know it by, where it was asked
    before_mends: dict[tuple[int, str], str] = field(default_factory=dict)  # id of a row, field -> the office's text

    given_by_mends: set[str] = field(default_factory=set)  # fields that only mends gave: the office's file has none

    def text_before_mend(self, row: Row, name: str) -> str:
        """The text under a field as the office's file has it, whatever was mended in a quarantine workbook."""
        return self.before_mends.get((id(row), name), row.text(name))

    @property
    def source(self) -> str:
        """What a row's `sources` says: `file::sheet`, and of lines that no parser reads `file::sheet::wishes`.

        Wishes have a source of their own, so that a sheet that can't be read any more retires none of its rows.
        """
        return f"{self.file}::{self.sheet}" + ("::wishes" if self.kind == WISHES else "")

    def source_of(self, row: Row) -> str:
        """What `sources` says of one row: of a returned list its number too, as its copies have one name."""
        number = row.text("list_row").strip(" '") if self.kind == "returned_list" else ""
        return f"{self.source}::{number}" if number else self.source

"""What a parser gives: rows on their way to the tables, and findings for every cell or row that can't be used."""

from __future__ import annotations

from dataclasses import dataclass, field

from socialgraph.loaders.files.sheets import Row, Sheet
from socialgraph.loaders.values.addresses import Address
from socialgraph.messages import Note


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table's row came from."""

    sheet: Sheet
    row: Row

    @property
    def source(self) -> str:
        """What the `sources` of its record say."""
        return self.sheet.source_of(self.row)

    @property
    def hidden(self) -> bool:
        """The office hid this row, or the whole sheet."""
        return self.row.hidden or self.sheet.hidden


@dataclass(frozen=True, slots=True)
class Finding:
    """A cell that could not be used, or with `row_lost` a whole row; `nearest` is the known word it resembles."""

    place: Place
    field: str
    value: str
    reason: str
    row_lost: bool = False
    nearest: str = ""


def home_of(address: Address) -> tuple[str, str, str, str]:
    """Compound, building, door and room; "" for parts that an address leaves out."""
    return (address.compound, address.building, address.door, address.room.room if address.room else "")


@dataclass(slots=True)
class TableRow:
    """A row of a table before doors are found and rows merged.

    `addresses` maps the prefix of address columns ("", "ego_", …) to the address and the field that gave it.
    `speaks` (dossiers) says whose line it is: owner or occupant.
    """

    table: str
    values: dict[str, str]
    place: Place
    addresses: dict[str, tuple[Address, str]] = field(default_factory=dict)
    speaks: str = "owner"

    @property
    def home(self) -> tuple[str, str, str, str]:
        """Compound, building, door and room of its own address; "" for parts that it leaves out."""
        return home_of(self.addresses[""][0])


@dataclass
class Parsed:
    """What one sheet gave."""

    rows: list[TableRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: list[Note | str] = field(default_factory=list)
    dropped_rows: list[Row] = field(default_factory=list)  # seen, meant for no table, counted in the notes
    returned: list[tuple[str, int, bool]] = field(default_factory=list)  # rows of returned lists: id, row, held


class RowLostError(Exception):
    """This row can't be used; `field` and `reason` say why."""

    def __init__(self, field_name: str, reason: str, value: str | None = None, *, nearest: str = "") -> None:
        super().__init__(reason)
        self.field = field_name
        self.reason = reason
        self.value = value
        self.nearest = nearest

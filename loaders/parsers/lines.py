"""A line of a sheet while it is read: typed access to its cells, and a finding for everything that can't be used.

Each kind of sheet has a parser that turns a `Sheet` into `Parsed`. A row of a table stays a `TableRow` (canonical
columns, its place, its addresses) until doors are found and rows are merged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from socialgraph.loaders.files.sheets import Row, Sheet
from socialgraph.loaders.layout.columns.riser_columns import holds_codes
from socialgraph.loaders.layout.dated_titles import month_of, says_years, stated_day, with_tens, year_of
from socialgraph.loaders.options import ReadOptions
from socialgraph.loaders.parsers.known_people import KnownPeople
from socialgraph.loaders.tables.findings import Finding, Parsed, Place, RowLostError, TableRow
from socialgraph.loaders.tables.sheet_places import outer_of
from socialgraph.loaders.tables.workbooks import Workbook
from socialgraph.loaders.values.addresses import Address, AddressError, address_of_cells, storey_and_place_of
from socialgraph.loaders.values.dates import parse_date, parse_date_in_year, parse_day_in_month
from socialgraph.loaders.values.glued_names import address_alone
from socialgraph.loaders.values.names import Name, name_and_address, parse_name
from socialgraph.loaders.values.numbering import looks_like_date, parse_floor
from socialgraph.loaders.values.phones import parse_phones
from socialgraph.loaders.values.words.lexicon import Words, with_legend
from socialgraph.loaders.values.words.sentences import sentence_code, without_echo
from socialgraph.loaders.values.words.speech.sayings import likely_meaning
from socialgraph.messages import note

__all__ = ["Context", "Line", "Parsed", "RowLostError", "read_lines"]

_NAMES = ("name", "owner_name", "head_name", "holder_name", "respondent_name", "ego_name")
_TEST = re.compile(r"^(?:测试|试填|test)+\d*$", re.IGNORECASE)
_PAIR_OF_NUMBERS = re.compile(r"^[甲乙丙丁]?\d{1,3}\s*[-—/]\s*\d{3,4}")
_MAY_BE_TENS = (".1", ".2", ".3")  # 10.2 may have been 10.20, 10.4 is the fourth
_OF_MEETINGS = frozenset(("visits", "measures", "surveys"))
_ADDRESS_PARTS = ("building", "door", "floor", "room", "address_full")


@dataclass
class Context:
    """What all lines of one sheet share."""

    sheet: Sheet
    words: Words
    options: ReadOptions
    workbook: Workbook = field(default_factory=Workbook)
    people: KnownPeople = field(default_factory=KnownPeople)
    parsed: Parsed = field(default_factory=Parsed)
    floor_conflicts: int = 0
    by_likeness: int = 0  # cells whose saying is in no dictionary, read by how others say it
    outer: Address = field(init=False)
    year: int = field(init=False)  # of dates that leave it out; 0 where nothing says it
    day: str = field(init=False)  # that the title says of all rows; "" where nothing says it
    month: str = field(init=False)  # of dates that are only a day: 2026-10; "" where nothing says it
    tens: frozenset[str] = field(init=False)  # columns of days that write 10.20 as text
    riser_codes: bool = field(init=False)  # the column of risers holds codes: words in it are remarks
    _legends: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.outer = outer_of(self.sheet)
        self.year = year_of(self.sheet) or (0 if says_years(self.sheet) else self.workbook.year)
        self.day = self.sheet.date or stated_day(self.sheet, self.year)
        self.month = month_of(self.sheet, self.year)
        self.tens = with_tens(self.sheet)
        self.riser_codes = "stack" in self.sheet.fields and holds_codes(self.sheet)

    def legend(self, field_name: str) -> Mapping[str, str]:
        """What symbols mean in a column: its own legend before that of the sheet."""
        legend = self._legends.get(field_name)
        if legend is None:
            legend = self._legends[field_name] = {**self.sheet.legend, **self.sheet.column_legends.get(field_name, {})}
        return legend

    def has(self, *fields: str) -> bool:
        """Whether the sheet has one of these columns."""
        return any(name in self.sheet.fields for name in fields)


def read_lines(context: Context, read: Callable[[Line], None]) -> Parsed:
    """Every row of the sheet through `read`; a row that it can't use becomes one finding."""
    for row in context.sheet.rows:
        line = Line(context, row)
        before = len(context.parsed.rows)
        try:
            line.refuse_struck_row()
            line.refuse_doubted_row()
            line.refuse_test_row()
            read(line)
        except RowLostError as lost:
            del context.parsed.rows[before:]
            line.find(lost.field, lost.reason, row_lost=True, value=lost.value, nearest=lost.nearest)
    if context.floor_conflicts:
        context.parsed.notes.append(note("report.floor_conflict", count=context.floor_conflicts))
    if context.by_likeness:
        context.parsed.notes.append(note("report.by_likeness", count=context.by_likeness))
    return context.parsed


class Line:
    """One row of a sheet."""

    def __init__(self, context: Context, row: Row) -> None:
        self.context = context
        self.row = row
        self.place = Place(context.sheet, row)

    def add(
        self, table: str, values: dict[str, str], *, speaks: str = "owner", **addresses: tuple[Address, str]
    ) -> None:
        """A row for a table; `household=` its address, `ego=`, `alter=`, `member=` those of other ends."""
        prefixed = {"" if name == "household" else f"{name}_": pair for name, pair in addresses.items()}
        self.context.parsed.rows.append(TableRow(table, values, self.place, prefixed, speaks))

    def find(
        self, field_name: str, reason: str, *, row_lost: bool = False, value: str | None = None, nearest: str = ""
    ) -> None:
        """Note that a cell can't be used."""
        text = self.row.text(field_name) if value is None else value
        self.context.parsed.findings.append(Finding(self.place, field_name, text, reason, row_lost, nearest))

    def refuse_struck_row(self) -> None:
        """A row whose cells, or whose room or name, are struck through is no longer meant."""
        cells = self.row.cells
        struck = [name for name, cell in cells.items() if cell.struck and cell.text]
        if not struck:
            return
        filled = [name for name, cell in cells.items() if cell.text]
        key = next((n for n in ("room", "address_full", "name", "captain_name") if n in struck), "")
        if key or len(struck) == len(filled):
            raise RowLostError(key or struck[0], "struck_through")

    def is_marked(self, kind: str) -> bool:
        """Whether a cell that is not read says this of the row."""
        return any(mark.kind == kind for mark in self.row.marks)

    def refuse_doubted_row(self) -> None:
        """A row of which a remark says that it may belong elsewhere waits until somebody has looked."""
        if self.is_marked("doubted"):
            key = next((name for name in ("room", "address_full", "stack", "name") if name in self.row.cells), "room")
            raise RowLostError(key, "doubted")

    def refuse_test_row(self) -> None:
        """测试 for a name: somebody tried out the questionnaire, at an address that is another household's."""
        for name in _NAMES:
            if name in self.row.cells and _TEST.match(self.row.cells[name].text.strip()):
                raise RowLostError(name, "test_row")

    def text(self, field_name: str) -> str:
        """The text of a cell; a formula without a value and a struck cell are findings and count as empty."""
        cell = self.row.cells.get(field_name)
        if cell is None:
            return ""
        if cell.formula_without_value:
            self.find(field_name, "formula_no_value")
            return ""
        if cell.struck and cell.text:
            self.find(field_name, "struck_through")
            return ""
        return cell.text

    def name(self, field_name: str, *, gone_loses_row: bool = False) -> str:
        """A person's name; a damaged one, and one marked as dead or moved away, is a finding and empty."""
        text = self.text(field_name)
        return self.name_in(field_name, text, gone_loses_row=gone_loses_row) if text else ""

    def name_in(self, field_name: str, text: str, *, gone_loses_row: bool = False) -> str:
        """As `name`, for a part of a cell."""
        name: Name = parse_name(text)
        if name.gone:
            if gone_loses_row:
                raise RowLostError(field_name, "person_gone")
            self.find(field_name, "person_gone")
            return ""
        if name.damaged:
            self.find(field_name, "damaged_name")
        return name.text

    def marks_gone(self, field_name: str) -> bool:
        """Whether the name in a cell is marked as that of somebody dead or moved away."""
        return parse_name(self.row.text(field_name)).gone

    def phones(self, *fields: str) -> list[str]:
        """All readable numbers of these cells; the others are findings."""
        numbers: list[str] = []
        for name in fields:
            text = self.text(name)
            if not text:
                continue
            parsed = parse_phones(text)
            numbers += [number for number in parsed.numbers if number not in numbers]
            for rejected in parsed.rejected:
                self.find(name, "bad_phone", value=rejected)
        return numbers

    def date(self, field_name: str, reference: str = "") -> str:
        """A date as precise as it is; an unreadable one is a finding and empty."""
        text = self.text(field_name)
        if not text:
            return ""
        date = parse_date(text, reference)
        if date is None and self.context.year:
            raw = self.row.cell(field_name).raw
            unclear = isinstance(raw, float) and text[-2:] in _MAY_BE_TENS and field_name not in self.context.tens
            date = None if unclear else parse_date_in_year(text, self.context.year)
        if date is None and self.context.month:
            date = parse_day_in_month(text, self.context.month)
        if date is None:
            self.find(field_name, "bad_date")
            return ""
        return date

    def code(self, field_name: str, vocabulary: str) -> str:
        """The code of a cell; an unknown word is a finding and empty."""
        text = self.text(field_name)
        if not text:
            return ""
        code = self.context.words.code(vocabulary, text, self.context.legend(field_name))
        if code is None:
            code = self._answered_heading(field_name, vocabulary, text)
        if code is None:
            code = self.likely(vocabulary, with_legend(text, self.context.legend(field_name))) or None
        if code is None:
            self.unknown(field_name, vocabulary)
            return ""
        return code

    def likely(self, vocabulary: str, text: str) -> str:
        """What a saying that no dictionary knows most likely means; "" where that is not sure enough. It is counted.

        A likely wish to be left alone is no stop that only the household lifts: it holds until the cell is mended.
        """
        meaning = "" if (said := likely_meaning(vocabulary, text)) == "asked_to_stop" else said
        self.context.by_likeness += bool(meaning)
        return meaning

    def _answered_heading(self, field_name: str, vocabulary: str, text: str) -> str | None:
        """A yes under a heading that is itself one word of the vocabulary (是否出租) means it, a no says nothing."""
        answer = self.context.words.code("boolean", text)
        if not answer:
            return None
        named, _ = self.context.words[vocabulary].scan(self.context.sheet.fields.get(field_name, ""))
        if len(set(named)) != 1:
            return None
        return named[0] if answer == "true" else ""

    def codes(self, field_name: str, vocabulary: str) -> list[str]:
        """The codes of a cell that may list several; each unknown piece is a finding."""
        text = self.text(field_name)
        if not text:
            return []
        listed = self.context.words.many(vocabulary, text, self.context.legend(field_name))
        codes = list(listed.codes)
        for piece in listed.unknown:
            if meaning := self.likely(vocabulary, piece):
                codes.append(meaning)
            else:
                self.unknown(field_name, vocabulary, piece)
        codes = list(dict.fromkeys(codes))
        return without_echo(codes, text) if vocabulary == "refusal_reason" else codes

    def boolean(self, field_name: str) -> str:
        """true, false or empty; 愿意 and 同意 say yes, 不愿意 says no."""
        text = self.text(field_name)
        if not text:
            return ""
        words, legend = self.context.words, self.context.legend(field_name)
        meant = with_legend(text, legend)
        code = words.code("boolean", text, legend)
        if code is None:
            cell = words.stance_cell(text, legend)
            stance = cell.stances.get("", "") if cell else ""
            code = {"verbal": "true", "signed": "true", "refused": "false"}.get(stance)
        if code is None and field_name in ("accepted", "willing"):
            code = sentence_code(field_name, meant)
        if code is None and field_name == "willing":
            code = {"yes": "true", "no": "false"}.get(self.likely("willing", meant))
        if code is None:
            self.unknown(field_name, "boolean")
            return ""
        return code

    def unknown(self, field_name: str, vocabulary: str, value: str | None = None) -> None:
        """A word that no dictionary knows, with the nearest one that it does."""
        text = self.row.text(field_name) if value is None else value
        nearest = self.context.words.suggestion(vocabulary, text)
        self.find(field_name, "unknown_value", value=value, nearest=nearest)

    def address(
        self, prefix: str = "", *, required: bool = True, room: str | None = None, floor: str | None = None
    ) -> tuple[Address, str]:
        """The address of the row (or, with `ego_` and the like, of one end), and the field that a missing door is in.

        `room` and `floor` take the place of those cells. Raises RowLostError; with `required=False` an empty address
        is allowed.
        """
        cells = self.row.cells
        texts: dict[str, str] = {}
        for part in _ADDRESS_PARTS:
            name = prefix + ("address" if part == "address_full" and prefix else part)
            cell = cells.get(name)
            if cell is None:
                continue
            if cell.formula_without_value:
                raise RowLostError(name, "formula_no_value")
            if cell.text and part != "floor" and (cell.is_date or looks_like_date(cell.text)):
                raise RowLostError(name, "date_in_room")
            texts[part] = cell.text
        if not required and not any(texts.values()):
            return Address(), ""
        texts.update({part: text for part, text in (("room", room), ("floor", floor)) if text is not None})
        try:
            address = address_of_cells(
                compound=self.row.text("compound"),
                building=texts.get("building", ""),
                door=texts.get("door", ""),
                floor="" if self.context.sheet.whole_rooms else texts.get("floor", ""),
                room=texts.get("room", ""),
                whole=self._whole(prefix, texts.get("address_full", "")),
                outer=self._outer(prefix, texts),
            )
        except AddressError as error:
            if error.reason == "missing_room" and error.part != "room" and not any(texts.values()):
                raise RowLostError(self._field_of(prefix, "room"), "missing_room") from None
            raise RowLostError(self._field_of(prefix, error.part), error.reason) from None
        if self.context.sheet.whole_rooms and address.room is not None:
            address = replace(address, room=replace(address.room, floor=parse_floor(texts.get("floor", ""))))
        address = storey_and_place_of(address)
        self._complete(address, prefix, texts)
        door_field = self._field_of(prefix, "door")
        return address, door_field

    def _whole(self, prefix: str, text: str) -> str:
        """The one-cell address; of a visit it may say whose it is, which in a register would be somebody's name."""
        return address_alone(text) if not prefix and self.context.sheet.kind in _OF_MEETINGS else text

    def _outer(self, prefix: str, texts: Mapping[str, str]) -> Address | None:
        """What the sheet says of all rows holds for who answers, and for the other end where it names door or room.

        A pair of numbers (1-301) of the other end may be a building of its own.
        """
        if prefix in ("", "ego_"):
            return self.context.outer
        if prefix != "alter_" or _PAIR_OF_NUMBERS.match(texts.get("address_full", "").strip()):
            return None
        return self.context.outer

    def address_in(self, field_name: str, text: str) -> tuple[Address, str]:
        """The address in a part of a cell: of a name with its address in brackets, or of a list of addresses."""
        try:
            outer = replace(self.context.outer, door="")  # the title's door need not be that of another household
            address = address_of_cells(compound=self.row.text("compound"), whole=text, outer=outer)
        except AddressError as error:
            raise RowLostError(field_name, error.reason, text) from None
        if not address.building:
            raise RowLostError(field_name, "missing_building", text)
        if address.room is None:
            raise RowLostError(field_name, "missing_room", text)
        return address, field_name

    def person(self, prefix: str) -> tuple[str, str]:
        """Name, and address text where the name's cell holds it too: 张伟(1-2-402)."""
        return name_and_address(self.text(prefix + "name"))

    def _complete(self, address: Address, prefix: str, texts: Mapping[str, str]) -> None:
        if not address.building:
            raise RowLostError(self._field_of(prefix, "building"), "missing_building")
        if address.room is None:
            raise RowLostError(self._field_of(prefix, "room"), "missing_room")
        place, floor = address.room.place, address.room.floor
        digits = address.room.room.split("|")[0][:-2]
        if texts.get("floor") and place is not None and floor is not None and digits.isdigit() and int(digits) != floor:
            self.context.floor_conflicts += 1

    def _field_of(self, prefix: str, part: str) -> str:
        """The column that this part of the address stands in: its own, else the one-cell address."""
        whole = prefix + "address" if prefix else "address_full"
        own = whole if part == "address_full" else prefix + part
        known = self.context.sheet.fields
        if own in known or (self.context.sheet.extra and own in self.context.sheet.extra):
            return own
        return whole if whole in known else own

"""A grid's tables: where each begins, what stands above it, and which of its rows are data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.explained.legends import legend_named, read_legend, read_listed_legend
from socialgraph.loaders.layout.header_rows import (
    Header,
    Heading,
    find_header,
    is_repeated_header,
    own_cells,
    read_header,
    says_something,
)
from socialgraph.loaders.layout.row_kinds import (
    CAPTION,
    INSTRUCTION,
    NOTE,
    is_bare_place,
    is_instruction_row,
    is_section,
    left_out,
    says_place,
)
from socialgraph.loaders.layout.weighing.verdict import Verdict
from socialgraph.loaders.values.words.confirmed import Settled
from socialgraph.loaders.values.words.heading_grammar import heading_sense, without_round
from socialgraph.loaders.values.words.heading_keys import heading_key, kind_headings
from socialgraph.loaders.values.words.headings import FORBIDDEN_FIELDS, RUNNING_NUMBER, HeadingDictionary

_NICKNAME = re.compile(r"^[\u3400-\u9fff]{2,6}$")  # 女工楼 after 6幢: another building, whatever its number
_TITLE_ROWS = 3  # between a table's title and its header
_INSTRUCTED_ROWS = 3  # explanations stand directly under the header
_ROOMS = frozenset(("room", "address_full", "ego_address", "alter_address", "ego_room", "alter_room"))
_NAMES = frozenset(("name", "ego_name", "captain_name", "owner_name"))
_KEYS = frozenset((RUNNING_NUMBER, "compound", "building", "door", "floor", "community", "subdistrict"))


@dataclass
class Block:
    """One table: its header, the numbers of its data rows, and what was said around it."""

    header: Header
    title: str = ""
    block_title: str = ""
    captions: dict[int, str] = field(default_factory=dict)  # the line above the header, by column
    rows: list[int] = field(default_factory=list)
    legend: dict[str, str] = field(default_factory=dict)
    column_legends: dict[int, dict[str, str]] = field(default_factory=dict)  # by column
    skipped: Counter[str] = field(default_factory=Counter)
    needed: frozenset[int] = frozenset()  # columns of which a row must fill one; () where every row counts
    kind: str = ""  # what the evidence says that the table is; "" where its fields say it
    weighed: bool = False  # some fields come from evidence
    verdict: Verdict | None = None  # the evidence
    settled: bool = False  # its kind is confirmed by the office
    recorded: Settled | None = None  # what its records are, in a table of several kinds
    guessed: bool = False  # no heading of it is known: its first row of words is taken for the header


def blocks_of(grid: Grid, dictionary: HeadingDictionary) -> list[Block]:
    """The tables of a sheet from top to bottom; none where no header is found."""
    numbers = [number for number, cells in grid.rows.items() if says_something(cells)]
    header = find_header(grid, numbers, dictionary)
    return [] if header is None else blocks_under(grid, dictionary, header)


def blocks_under(grid: Grid, dictionary: HeadingDictionary, header: Header) -> list[Block]:
    """The tables of a sheet from its first header on."""
    numbers = [number for number, cells in grid.rows.items() if says_something(cells)]
    above = [number for number in numbers if number < header.top]
    first = Block(header, title="\n".join(_line(grid, number) for number in above), captions=_captions(grid, header))
    first.skipped["title"] = len(above)
    first.skipped["header"] = 1 + header.bottom - header.top
    for line in grid.title_of_document():
        first.legend.update(read_legend(line))
    for number in above:
        first.legend.update(_row_legend(grid, number))
        named, legend = legend_named(_line(grid, number))
        for heading in header.headings if named else ():
            if heading_key(heading.lower) == heading_key(named):
                first.column_legends[heading.column] = legend
    splitter = _Splitter(grid, dictionary, first)
    for number in numbers:
        if number > header.bottom:
            splitter.take(number)
    return splitter.finished()


class _Splitter:
    """Takes the rows below the first header one after the other."""

    def __init__(self, grid: Grid, dictionary: HeadingDictionary, first: Block) -> None:
        self._grid, self._dictionary = grid, dictionary
        self._blocks = [first]
        self._captions: list[int] = []
        self._beside: list[str] = []
        self._left_out: dict[int, str] = {}
        self._below_header = 0
        self._header_ends = first.header.bottom
        self._columns = _Columns(first.header)

    @property
    def _block(self) -> Block:
        return self._blocks[-1]

    def take(self, number: int) -> None:
        """Sort one row in."""
        if number <= self._header_ends:
            return
        own = own_cells(self._grid.rows[number])
        if is_repeated_header(self._grid, number, own, self._dictionary):
            self._begin(read_header(self._grid, number, self._dictionary, after=self._header_ends))
            return
        if self._is_header_again(own):
            if is_section(self._caption_text()):
                self._begin_section()
            self._block.skipped["header"] += 1
            self._header_ends = number
            return
        first, last = self._columns.first, self._columns.last
        if max(own) > last or min(own) < first:  # notes beside the table
            self._beside += [cell.text for column, cell in own.items() if not first <= column <= last]
            own = {column: cell for column, cell in own.items() if first <= column <= last}
        self._below_header += 1
        why = self._why_left_out(number, own)
        if why == CAPTION:
            self._captions.append(number)
            return
        self._use_captions()
        if not why:
            self._block.rows.append(number)
            return
        self._block.skipped[why] += 1
        self._left_out[number] = why
        if why == INSTRUCTION and len(own) > 1:
            self._read_column_legends(own)
        elif why in (INSTRUCTION, NOTE):
            self._read_note(number)

    def _is_header_again(self, own: dict[int, Cell]) -> bool:
        """Whether a row says what the header above says, cell for cell, though no dictionary knows it."""
        headings = {heading.column: heading.lower for heading in self._block.header.headings}
        return len(own) > 1 and all(headings.get(column) == cell.text.strip() for column, cell in own.items())

    def finished(self) -> list[Block]:
        """All blocks; captions with nothing below them are notes."""
        self._block.skipped[NOTE] += len(self._captions)
        shared: dict[str, str] = {}
        for text in self._beside:
            shared.update(read_legend(text))
        for block in self._blocks:
            shared.update(block.legend)
        for number in self._captions:
            shared.update(_row_legend(self._grid, number))
        for block in self._blocks:
            block.legend = dict(shared)
        kept = [block for block in self._blocks if block.rows] or self._blocks[:1]
        for block in self._blocks:
            if not any(block is other for other in kept):
                kept[0].skipped.update(block.skipped)  # a part without rows; what was left out of it still counts
        return kept

    def _why_left_out(self, number: int, own: dict[int, Cell]) -> str:
        columns = self._columns
        if not any(column in columns.kept for column in own):
            return self._lone(own, number) or "empty"
        room = next((own[column].text for column in columns.rooms if column in own), "")
        if self._below_header <= _INSTRUCTED_ROWS and is_instruction_row(own):
            return INSTRUCTION
        why = left_out(own, columns.keys, room, has_room_column=bool(columns.rooms))
        if why:
            return why
        return self._lone(own, number)

    def _lone(self, own: dict[int, Cell], number: int) -> str:
        """A single cell that is no room of this table: a caption when it names a place or spans columns."""
        if len(own) == 1 and is_section(next(iter(own.values())).text):
            return CAPTION
        if len(own) != 1:
            return "" if any(c in self._columns.kept for c in own) else left_out(own, (), "", has_room_column=False)
        column, cell = next(iter(own.items()))
        spans = sum(1 for other in self._grid.rows[number].values() if other.merged and other.raw == cell.raw) > 0
        if column in self._columns.rooms and not spans:
            return CAPTION if is_bare_place(cell.text) else ""
        if spans or (column == self._columns.first and (says_place(cell.text) or column not in self._columns.kept)):
            why = left_out(own, (), "", has_room_column=False)
            return why or (CAPTION if says_place(cell.text) or spans else "")
        return "" if column in self._columns.kept else left_out(own, (), "", has_room_column=False)

    def _begin(self, header: Header) -> None:
        self._take_back(header.top)
        caption = self._caption_text()
        self._header_ends, self._below_header = header.bottom, 0
        if header.signature == self._block.header.signature and is_section(caption):
            self._begin_section()
            self._block.skipped["header"] += 1 + header.bottom - header.top
            return
        if header.signature == self._block.header.signature and not self._begins_another(caption):
            self._block.skipped["header"] += 1 + header.bottom - header.top  # printed again on a new page
            self._block.skipped["title"] += len(self._captions)
            self._captions = []
            return
        block = Block(header, title=self._blocks[0].title, block_title=caption, captions=_captions(self._grid, header))
        block.skipped["header"] = 1 + header.bottom - header.top
        block.skipped[CAPTION] = len(self._captions)
        self._captions = []
        if len(self._blocks) == 1 and not self._block.block_title:
            lines = self._block.title.split("\n")
            self._block.block_title = lines[-1] if says_place(lines[-1]) else ""
            kept = lines[:-1] if self._block.block_title else lines
            self._block.title = block.title = "\n".join(kept)
        self._blocks.append(block)
        self._columns = _Columns(header)

    def _begin_section(self) -> None:
        """二、党员 begins a part under the same headings; what stands above the first part is its caption alone."""
        first = self._blocks[0]
        *above, last = first.title.split("\n")
        if len(self._blocks) == 1 and not first.block_title and is_section(last):
            first.title, first.block_title = "\n".join(above), last
        block = Block(self._block.header, title=first.title, block_title=self._caption_text())
        block.column_legends = dict(self._block.column_legends)
        block.skipped[CAPTION] = len(self._captions)
        self._captions = []
        self._blocks.append(block)

    def _take_back(self, top: int) -> None:
        """Unsort an upper tier, which was taken for a row before the lower one was seen."""
        while self._block.rows and self._block.rows[-1] >= top:
            self._block.rows.pop()
        if self._block.rows and self._is_title(self._block.rows[-1], top):
            self._captions.insert(0, self._block.rows.pop())
        self._captions = [number for number in self._captions if number < top]
        if why := self._left_out.get(top):
            self._block.skipped[why] -= 1

    def _is_title(self, number: int, top: int) -> bool:
        """A lone text close above the next header, not in a column of rooms: 二、走访记录."""
        own = own_cells(self._grid.rows[number])
        between = any(says_something(self._grid.rows.get(row, {})) for row in range(number + 1, top))
        return len(own) == 1 and top - number <= _TITLE_ROWS and not between and not set(own) & set(self._columns.rooms)

    def _use_captions(self) -> None:
        """Captions before a row that is no header: those that name a place begin a block with the same header."""
        if not self._captions:
            return
        caption = self._caption_text()
        if is_section(caption):
            self._begin_section()
            return
        places = self._begins_another(caption)
        captions, self._captions = self._captions, []
        if not places:
            self._block.skipped[NOTE] += len(captions)
            for number in captions:
                self._block.legend.update(_row_legend(self._grid, number))
            return
        block = Block(self._block.header, title=self._block.title, block_title=caption)
        block.column_legends = dict(self._block.column_legends)
        block.skipped[CAPTION] = len(captions)
        if self._block.rows:
            self._blocks.append(block)
        else:
            self._block.block_title = caption
            self._block.skipped[CAPTION] += len(captions)

    def _begins_another(self, caption: str) -> bool:
        """Whether a caption names a place, or, after one that does, a building by what people call it."""
        return says_place(caption) or (says_place(self._block.block_title) and bool(_NICKNAME.match(caption)))

    def _caption_text(self) -> str:
        return " ".join(_line(self._grid, number) for number in self._captions)

    def _read_note(self, number: int) -> None:
        """Legends below the table, each of the one column that it names (产权性质:1=商品房) or of all."""
        text = _line(self._grid, number)
        for part in re.split("[;；。\n]", text):
            columns = self._named_columns(part)
            legend = read_listed_legend(part) if columns else {}
            for column in columns if legend else ():
                self._block.column_legends[column] = {**self._block.column_legends.get(column, {}), **legend}
            if legend:
                text = text.replace(part, "")
        self._block.legend.update(read_legend(text) if text.strip() else {})
        self._block.legend.update(
            {key: means for key, means in _row_legend(self._grid, number).items() if key[0] == "#"}
        )

    def _named_columns(self, text: str) -> list[int]:
        """The columns whose heading stands before a colon."""
        fields = {
            name
            for word in re.split("[:：]", text)[:-1]
            for name in self._dictionary.look_up(word)
            if name != "remarks"
        }
        return [heading.column for heading in self._block.header.headings if fields & set(heading.fields)]

    def _read_column_legends(self, own: dict[int, Cell]) -> None:
        for column, cell in own.items():
            legend = read_listed_legend(cell.text)
            if legend:
                self._block.column_legends[column] = legend


class _Columns:
    """Which columns of a header say what, for sorting rows."""

    def __init__(self, header: Header) -> None:
        columns = [heading.column for heading in header.headings]
        self.first, self.last = min(columns), max(columns)
        meant = {h.column: _meant(h) for h in header.headings if not _is_dropped(h.fields)}
        meaningful = {column for column, names in meant.items() if names}
        self.kept = meaningful or set(meant)
        known = {h.column: h.fields for h in header.headings}
        self.rooms = self._with(known, _ROOMS) or self._with(known, _NAMES)
        self.keys = set(self._with(known, _KEYS))

    @staticmethod
    def _with(meant: Mapping[int, Collection[str]], wanted: Collection[str]) -> list[int]:
        return [column for column, names in meant.items() if any(name in wanted for name in names)]


def _meant(heading: Heading) -> tuple[str, ...]:
    """What a heading means, or may: the dictionary's fields, else those of some kind of sheet, else by its parts."""
    if heading.fields:
        return heading.fields
    keys = [heading_key(heading.lower), heading_key(heading.upper)]
    hinted = [name for words in kind_headings().values() for key in keys for name in words.get(key, ())]
    sense = None if hinted else heading_sense(without_round(keys[0])[0])
    return tuple(hinted) or ((sense.field,) if sense is not None and sense.field not in ("", "remarks") else ())


def _is_dropped(fields: tuple[str, ...]) -> bool:
    return RUNNING_NUMBER in fields or bool(FORBIDDEN_FIELDS & set(fields))


def _captions(grid: Grid, header: Header) -> dict[int, str]:
    return {column: cell.text for column, cell in own_cells(grid.rows.get(header.top - 1, {})).items()}


def _line(grid: Grid, number: int) -> str:
    return " ".join(cell.text.strip() for cell in own_cells(grid.rows[number]).values())


def _row_legend(grid: Grid, number: int) -> dict[str, str]:
    """A legend in words, and by colour where a cell beside 图例 is filled: `#FF0000` -> its text."""
    own = own_cells(grid.rows[number])
    legend = read_legend(" ".join(cell.text for cell in own.values()))
    announced = own_cells(grid.rows.get(number - 1, {}))
    heads = [*own.values(), *(announced.values() if len(announced) == 1 else ())]
    if any(cell.text.strip().startswith(("图例", "说明", "颜色")) for cell in heads):
        legend.update({f"#{cell.fill}": cell.text.strip() for cell in own.values() if cell.fill})
    return legend

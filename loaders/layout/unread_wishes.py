"""Lines that no parser reads, looked at once for wishes to be left alone: a diary, a list of fees, a note by a table.

Nothing of such a line is kept but its number, the bit, and the address of whom it may come from. In a text that names
several flats it is the one named before the wish; where the line names none, the one named last above it, as in a chat
(who speaks) or on a page of one household (its head).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from itertools import chain, islice
from pathlib import PurePath

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell, Mark, Row, Sheet
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.header_rows import own_cells
from socialgraph.loaders.layout.kinds import UNKNOWN
from socialgraph.loaders.layout.left_out_cells import marks_of
from socialgraph.loaders.layout.row_kinds import is_instruction_row
from socialgraph.loaders.values.addresses import building_named
from socialgraph.loaders.values.mentions import Mention, behind_door, places_in, rooms_in
from socialgraph.loaders.values.words.asking_flats import asking_flats, filled
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone, lists_wishes

NOT_OF_HOUSEHOLDS = frozenset(("works", "flat_register", "owners", UNKNOWN))
_PLACE = ("compound", "building", "door", "floor", "room", "address_full")
_RISER = ("stack", "stack_rooms")
_MOST_TITLES = 4
_SENTENCE = re.compile(r"[。；;](?=.)")
_FARTHEST = 40  # lines above a wish in which its household is looked for


def add_wishes(sheets: list[Sheet], grid: Grid, blocks: Iterable[Block], *, in_part: Set[int] = frozenset()) -> None:
    """Give the first sheet of a grid the wishes of all its lines that are no row of a household's sheet.

    `in_part`: rows of which a form has left out the cell of the wish.
    """
    blocks = list(blocks)
    listed = _title_that_lists(sheets[0], grid)
    if listed is not None:
        _hold_all(sheets, listed)
    headings = {heading.column: heading.text for block in blocks for heading in block.header.headings}
    headers = {number for block in blocks for number in range(block.header.top, block.header.bottom + 1)}
    read = {row.number for sheet in sheets if sheet.kind not in NOT_OF_HOUSEHOLDS for row in _rows(sheet)} - in_part
    page = _page_of_one(sheets)
    known = {row.number: row for sheet in sheets if sheet.kind in NOT_OF_HOUSEHOLDS for row in _rows(sheet)}
    for number, cells in grid.rows.items():
        if number in read or number in headers or _explains(cells):
            continue
        marks = tuple(mark for mark in marks_of(cells, (), headings) if mark.kind == "left_alone")
        if listed is not None and _names_a_flat(cells):
            marks = marks or (listed,)
        elif listed is not None and any(map(lists_wishes, _texts(cells))):
            continue  # the title speaks of those below it
        if not marks:
            continue
        written = known[number].cells if number in known else {}
        place = {name: cell for name, cell in written.items() if name in _PLACE}
        riser = {name: cell for name, cell in written.items() if name in _RISER}
        above = list(_above(grid, number))
        mentions = _in_line({column: cell for column, cell in cells.items() if cell not in riser.values()})
        if mentions and not place and not riser and _all_of(mentions, page):
            mentions, place = [], page  # 绕开402室 on the page of 3号402室
        if not mentions and not place and not riser:
            mentions = next((last for texts in above if (last := _last_of(texts))), [])
        places = [_beside(place, mention, cells, above) for mention in mentions] or [place | riser]
        for place in places:
            sheets[0].wishes.append(Row(number, place, number in grid.hidden_rows, marks))


def _explains(cells: Mapping[int, Cell]) -> bool:
    """Whether a row says how to fill in its columns, 免打扰 among them, and asks for nothing itself."""
    return is_instruction_row(own_cells(dict(cells))) and not any(map(asks_to_be_left_alone, _texts(cells)))


def _title_that_lists(sheet: Sheet, grid: Grid) -> Mark | None:
    """The mark of every row of a list whose file, name or title says that its households want to be left alone."""
    if sheet.kind == "returned_list":  # what our own lists say on top speaks of nobody below
        return None
    if any(row.text("do_not_contact") for row in sheet.rows):  # 免打扰表 with 是 and 否: each row says it of itself
        return None
    lines = (own_cells(cells) for cells in islice(grid.rows.values(), _MOST_TITLES))
    alone = [next(iter(cells.values())).text for cells in lines if len(cells) == 1]
    title = next(filter(lists_wishes, (PurePath(sheet.file).stem, grid.name, *alone)), "")
    return Mark(title, "left_alone") if title else None


def _hold_all(sheets: Iterable[Sheet], mark: Mark) -> None:
    for sheet in sheets:
        if sheet.kind not in NOT_OF_HOUSEHOLDS:
            sheet.rows = [replace(row, marks=(*row.marks, mark)) for row in sheet.rows]


def _names_a_flat(cells: Mapping[int, Cell]) -> bool:
    return any(mention.room for text in _texts(cells) for mention in (*places_in(text), *rooms_in(text)))


def _page_of_one(sheets: Iterable[Sheet]) -> dict[str, Cell]:
    """The place of the one household that a page is about; {} where its rows are of several, or of none."""
    rows = (row for sheet in sheets if sheet.kind not in NOT_OF_HOUSEHOLDS for row in _rows(sheet))
    texts = ({name: text for name in _PLACE if (text := row.text(name))} for row in rows)
    page = next(rows, None)
    if page is None:
        return {}
    place = {name: page.cells[name] for name in _PLACE if page.text(name)}
    own = {name: cell.text for name, cell in place.items()}
    return place if all(other == own for other in texts) else {}


def _all_of(mentions: Iterable[Mention], page: Mapping[str, Cell]) -> bool:
    """Whether a line names, by its room alone, no flat but the page's own."""
    own = {mention.room for cell in page.values() for mention in rooms_in(cell.text)}
    return all(not mention.building and not mention.door and mention.room in own for mention in mentions)


def _beside(
    place: Mapping[str, Cell], mention: Mention, cells: Mapping[int, Cell], above: Iterable[list[str]]
) -> dict[str, Cell]:
    """A room that a text names lies in the building of its row; a whole address only in its compound."""
    if "building" not in place:
        mention = _completed(mention, cells, above)
    else:
        mention = behind_door(mention, building_named(place["building"].text) or place["building"].text.strip())
    outer = ("compound",) if mention.building else ("compound", "building", "door")
    return {name: cell for name, cell in place.items() if name in outer} | _cells_of(mention)


def _rows(sheet: Sheet) -> list[Row]:
    return sheet.rows + sheet.unread_rows


def _texts(cells: Mapping[int, Cell]) -> list[str]:
    return list(dict.fromkeys(cell.text for cell in cells.values() if cell.text))


def _above(grid: Grid, number: int) -> Iterator[list[str]]:
    """The texts of the lines above one, the nearest first; of the tables above in the same document too."""
    lines = [cells for row, cells in (grid.whole or grid).rows.items() if row < number]
    before = grid.before
    for cells in reversed(lines[-_FARTHEST:]):
        yield _texts(cells)
    while before is not None:
        yield from (_texts(cells) for cells in reversed(list(before.rows.values())[-_FARTHEST:]))
        before = before.before


def _in_line(cells: Mapping[int, Cell]) -> list[Mention]:
    """Whom a line names: in the cells of wishes the flats before them; else every flat of the line.

    Of a cell of several sentences the last one leads to the wish: a comma of a text is the end of a cell.
    """
    texts = _texts(cells)
    if asking := [mention for text in texts if asks_to_be_left_alone(text) for mention in asking_flats(text)]:
        return _unique(asking)
    last = [m for text in texts if _SENTENCE.search(text) for m in rooms_in(_SENTENCE.split(text)[-1])]
    if last:
        return _unique(last)
    whole = [mention for text in texts for mention in places_in(text) if mention.room]
    return _unique(whole or [m for text in texts if not text.isdecimal() for m in rooms_in(text)] or _only_room(texts))


def _only_room(texts: Iterable[str]) -> list[Mention]:
    """A cell that is a room and nothing else, the first of a line."""
    cells = (rooms_in(text) for text in texts if text.isdecimal())
    return list(next(filter(None, cells), ()))


def _last_of(texts: Iterable[str]) -> list[Mention]:
    """The last flat that a line above names; of a bare number nothing is taken."""
    mentions = [mention for text in texts for mention in places_in(text) if mention.room]
    return mentions[-1:]


def _completed(mention: Mention, cells: Mapping[int, Cell], above: Iterable[list[str]]) -> Mention:
    """With the building and door that the line, else the nearest line above names."""
    lines = chain([_texts(cells)], above)
    return filled(mention, (m for texts in lines for text in texts for m in places_in(text)))


def _unique(mentions: Iterable[Mention]) -> list[Mention]:
    return list({(m.building, m.door, m.room): m for m in mentions}.values())


def _cells_of(mention: Mention) -> dict[str, Cell]:
    lane = mention.compound if mention.compound.endswith("弄") else ""  # any other is short for one
    parts = {"compound": lane, "building": mention.building, "door": mention.door, "room": mention.room}
    return {name: Cell(text) for name, text in parts.items() if text}

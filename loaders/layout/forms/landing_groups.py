"""A door as floors down and flats across, each flat with several columns: 楼层 | 01号 (户主 | 性质 | 电话) | 02号 (…).

The columns below each place on the floor are the same; a line a flat under them is a list as any other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.explained.legends import read_legend
from socialgraph.loaders.layout.forms.unfolded import Unfolded, text_cell
from socialgraph.loaders.layout.header_rows import own_cells
from socialgraph.loaders.values.addresses import outer_address
from socialgraph.loaders.values.numbering import floor_named
from socialgraph.loaders.values.text import squeeze

_SIDE = re.compile(
    r"^(?:第?(?P<door>\d{1,2})(?:单元|门洞|门|梯)-?)?(?:0(?P<short>[1-9])|0?(?P<side>[1-9])(?:户|室|号房?|房))$"
)
_PLACE = ("楼号", "单元", "房号")
_LONGEST_SIDE = 20
_LEAST_COLUMNS, _LEAST_SIDES, _LEAST_FLOORS = 2, 2, 2


def landing_groups_form(sheet: Grid) -> Unfolded | None:
    """A line a flat that any of its cells says something of; None where no row heads groups of equal columns."""
    numbers = list(sheet.rows)
    parts: list[tuple[tuple[str, ...], list[tuple[int, tuple[Cell | None, ...]]]]] = []
    used: set[int] = set()
    titles: list[str] = []
    before: list[int] = []
    place = 0
    while place < len(numbers):
        groups = _groups(sheet, numbers[place], numbers[place + 1]) if place + 1 < len(numbers) else {}
        if not groups:
            before.append(numbers[place])
            place += 1
            continue
        above = _texts(sheet, before)
        titles = titles or above
        floors = _floors(sheet, numbers[place + 2 :], min(groups))
        if len(floors) < _LEAST_FLOORS:
            return None
        where = outer_address(" ".join(above))
        place_of = (where.building or outer_address(sheet.name).building, where.door or outer_address(sheet.name).door)
        headings = tuple(squeeze(text) for text in _headings(sheet, numbers[place + 1], next(iter(groups.values()))))
        parts.append((headings, [line for at in floors.items() for line in _lines(sheet, at, groups, place_of)]))
        used |= {numbers[place], numbers[place + 1], *floors}
        place += 2 + len(floors)
        before = []
    if not parts or any(headings != parts[0][0] for headings, _ in parts):
        return None
    notes = [text for text in _texts(sheet, before) if read_legend(text)]  # 注:√签了字 below the table
    lines = [line for _, of_part in parts for line in of_part]
    return Unfolded((*_PLACE, *parts[0][0]), lines=lines, titles=(*titles, *notes), used=used)


def _groups(sheet: Grid, upper: int, lower: int) -> dict[int, tuple[str, int, range]]:
    """First column of each group -> door, place on the floor and columns; {} where the groups are not alike."""
    own = own_cells(sheet.rows[upper])
    sides: dict[int, re.Match[str]] = {}
    others: list[int] = []
    for column, cell in own.items():
        match = _SIDE.match(squeeze(cell.text)) if len(cell.text) <= _LONGEST_SIDE else None
        if match is not None:
            sides[column] = match
        elif others:
            return {}
        else:
            others.append(column)
    below = own_cells(sheet.rows[lower])
    if len(sides) < _LEAST_SIDES or len(others) > 1 or any(column > min(sides) for column in others):
        return {}
    starts = sorted(sides)
    ends = [*starts[1:], starts[-1] + starts[1] - starts[0]]
    groups = {
        start: (sides[start]["door"] or "", int(sides[start]["short"] or sides[start]["side"]), range(start, end))
        for start, end in zip(starts, ends, strict=True)
    }
    texts = [tuple(squeeze(below[at].text) if at in below else "" for at in group) for _, _, group in groups.values()]
    alike = len(texts[0]) >= _LEAST_COLUMNS and all(texts[0]) and all(one == other for one, other in pairwise(texts))
    places = {(door, side) for door, side, _ in groups.values()}
    is_last = not any(at >= ends[-1] for at in below)
    return groups if alike and is_last and len(places) == len(groups) else {}


def _texts(sheet: Grid, numbers: Sequence[int]) -> list[str]:
    return [cell.text for number in numbers for cell in own_cells(sheet.rows[number]).values()]


def _headings(sheet: Grid, lower: int, group: tuple[str, int, range]) -> list[str]:
    return [sheet.rows[lower][at].text for at in group[2]]


def _floors(sheet: Grid, below: list[int], first: int) -> dict[int, int]:
    """Rows -> floors, up to the first row that begins with none."""
    floors: dict[int, int] = {}
    for number in below:
        heads = [cell.text for column, cell in own_cells(sheet.rows[number]).items() if column < first]
        floor = floor_named(heads[0]) if len(heads) == 1 else 0
        if not floor:
            break
        floors[number] = floor
    return floors if len(set(floors.values())) == len(floors) else {}


def _lines(
    sheet: Grid, at: tuple[int, int], groups: Mapping[int, tuple[str, int, range]], place_of: tuple[str, str]
) -> list[tuple[int, tuple[Cell | None, ...]]]:
    number, floor = at
    cells = sheet.rows[number]
    lines: list[tuple[int, tuple[Cell | None, ...]]] = []
    for door, side, group in groups.values():
        own = [cells.get(column) for column in group]
        if any(cell is not None and cell.text.strip() for cell in own):
            where = (place_of[0], door or place_of[1], f"{floor}{side:02d}")
            lines.append((number, (*map(text_cell, where), *own)))
    return lines

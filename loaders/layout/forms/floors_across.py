"""Risers down, floors across: a row a riser, a column a floor, a cell the rooms that it passes or what they say.

立管 | 部位 | 户别 | 1层 | 2层 | 3层: with rooms in the cells it is a riser map; words on the works are those of the
flat whose place on the floor the row names (01户).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.forms.unfolded import Unfolded, text_cell
from socialgraph.loaders.layout.header_rows import own_cells
from socialgraph.loaders.layout.weighing.readings import field_share
from socialgraph.loaders.values.addresses import building_named
from socialgraph.loaders.values.dates import without_day
from socialgraph.loaders.values.numbering import floor_named
from socialgraph.loaders.values.text import NOTHING, SAME_AS_ABOVE, squeeze
from socialgraph.loaders.values.words.asking_flats import asking_flats
from socialgraph.loaders.values.words.heading_keys import ANY, heading_key, kind_headings
from socialgraph.loaders.values.words.pipes import COLUMN_OF_PIPE, names_of_pipes, pipe_named
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone

_HEADED_ROWS, _LEAST_FLOORS, _LEAST_ROWS = 8, 3, 2
_LEAST_SHARE, _MOSTLY = 0.6, 0.8
_ROOM = re.compile(r"(?<!\d)(?P<room>\d{3,4}[A-Za-z]?)(?:室|号|户)?(?P<trade>[\u3400-\u9fff]{0,4})")
_ROOMS = re.compile(r"^(?:\d{3,4}[A-Za-z]?(?:室|号|户)?[\u3400-\u9fff]{0,4}[、,，/;；\s]*)+$")
_SIDE = re.compile(r"^0?(?P<side>[1-9])(?:户|室|号房?|房|号户)?$")
_CODE = re.compile(r"^(?=.*\d)[A-Za-z\u3400-\u9fff]{0,4}[-_.#]?\d{1,3}[#号]?$")
_ELSEWHERE = re.compile(r"^(?:详?见|看|另见|参见).{1,10}$")
_BELOW_GROUND = re.compile("地下|车库|架空")
_CELLAR = re.compile(r"^(?:半?地下(?:室|一层|1层)?|B1层?|负一层|负1层|-1层)$")
_ROOM_BELOW = re.compile(r"^(?P<room>(?:00|-1|B1-?0?)\d)(?:地下室?|半地下室?|储藏室|库房)?$")
_OF_RISERS = ("楼号", "单元", "立管编号", "管别", "房号")
_REMARKS = "备注"
_STANCE, _CODE_OF_PIPE = "意见", "立管编号"


@dataclass(frozen=True)
class _Columns:
    """Which column holds what: floors, the riser's code and pipe, and of whom a row is."""

    floors: dict[int, int]
    code: int
    pipe: int | None
    building: int | None
    door: int | None
    side: int | None


def floors_across_form(sheet: Grid) -> Unfolded | None:
    """A line a riser and flat; None where the sheet has no rows of risers below a row of floors."""
    numbers = list(sheet.rows)
    for place, number in enumerate(numbers[:_HEADED_ROWS]):
        if columns := _columns(sheet, number, numbers[place + 1 :]):
            break
    else:
        return None
    below = [row for row in numbers[place + 1 :] if squeeze(_text(sheet, row, columns.code))]
    titles = tuple(dict.fromkeys(cell.text for row in numbers[:place] for cell in own_cells(sheet.rows[row]).values()))
    building = building_named(*titles, sheet.name)
    cells = [text for row in below for at in columns.floors if squeeze(text := _text(sheet, row, at)) not in NOTHING]
    if len(below) < _LEAST_ROWS or not cells:
        return None
    of_rooms = [text for text in cells if not _BELOW_GROUND.search(text)]
    if sum(1 for text in of_rooms if _ROOMS.match(squeeze(text))) >= _LEAST_SHARE * len(cells):
        unfolded = Unfolded(_OF_RISERS, titles=titles)
        for row in below:
            unfolded.lines += _risers(sheet, row, columns, building)
    elif columns.side is not None and columns.pipe is not None and _say(cells):
        unfolded = _opinions(sheet, below, columns, building)
        unfolded.titles = titles
    else:
        return None
    if not unfolded.lines:  # of a pipe that no column of ours is of: gas
        return None
    _add_wishes(sheet, unfolded, max(columns.floors))
    unfolded.used = {*numbers[: place + 1], *below}
    return unfolded


def _add_wishes(sheet: Grid, unfolded: Unfolded, last: int) -> None:
    """What a remark behind the floors says of leaving a flat alone that it names, beside a line of that flat."""
    rooms = unfolded.headings.index("房号")
    beside: dict[int, dict[str, Cell]] = {}
    for row in {row for row, _ in unfolded.lines}:
        for at, cell in own_cells(sheet.rows[row]).items():
            if at > last and asks_to_be_left_alone(cell.text):
                beside.setdefault(row, {}).update({flat.room: cell for flat in asking_flats(cell.text)})
    unfolded.headings = (*unfolded.headings, _REMARKS)
    for place, (row, cells) in enumerate(unfolded.lines):
        room = cells[rooms]
        wish = beside.get(row, {}).pop(room.text, None) if room is not None else None
        unfolded.lines[place] = (row, (*cells, wish))
    for row, wishes in beside.items():
        first = next(cells for at, cells in unfolded.lines if at == row)
        for flat, wish in wishes.items():  # of a flat that says nothing else in this row
            place_of = (text_cell(flat) if at == rooms else cell for at, cell in enumerate(first[: rooms + 1]))
            unfolded.lines.append((row, (*place_of, *(None,) * (len(first) - rooms - 2), wish)))


def _columns(sheet: Grid, header: int, below: Sequence[int]) -> _Columns | None:
    headings = {column: cell.text for column, cell in own_cells(sheet.rows[header]).items()}
    floors = {column: floor for column, text in headings.items() if (floor := _floor(text))}
    above_ground = [floor for floor in floors.values() if floor > 0]
    if len(above_ground) < _LEAST_FLOORS or len(set(floors.values())) < len(floors):
        return None
    texts = {
        column: [text for row in below if (text := squeeze(_text(sheet, row, column))) not in NOTHING]
        for column in headings
        if column < min(floors)
    }
    general = kind_headings()[ANY]

    def first(name: str) -> int | None:
        return next((at for at in texts if texts[at] and name in general.get(heading_key(headings[at]), ())), None)

    codes = [at for at in texts if texts[at] and _share(lambda text: bool(_CODE.match(text)), texts[at])]
    sides = [at for at in texts if texts[at] and _share(lambda text: bool(_SIDE.match(text)), texts[at])]
    pipes = [at for at in texts if texts[at] and _share(lambda text: bool(pipe_named(text)), texts[at])]
    door, building = first("door"), first("building")
    taken = {door, building}
    named = [at for at in codes if "stack" in general.get(heading_key(headings[at]), ())]
    code = next((at for at in (*named, *codes) if at not in taken and any(map(str.isalpha, texts[at][0]))), None)
    if code is None:
        return None
    side = next((at for at in sides if at not in taken and at != code), None)
    pipe = next((at for at in pipes if at != code), code if code in pipes else None)
    return _Columns(floors, code, pipe, building, door, side)


def _floor(text: str) -> int:
    """The floor that heads a column, -1 below ground; 0 for any other text."""
    return -1 if _CELLAR.match(squeeze(text)) else floor_named(text)


def _share(test: Callable[[str], bool], texts: Sequence[str]) -> bool:
    return sum(map(test, texts)) >= _MOSTLY * len(texts)


def _text(sheet: Grid, row: int, column: int | None) -> str:
    cell = sheet.rows[row].get(column) if column is not None else None
    return cell.text.strip() if cell is not None else ""


def _risers(sheet: Grid, row: int, columns: _Columns, building: str) -> list[tuple[int, tuple[Cell | None, ...]]]:
    """A line for each flat that a riser passes, as far as its number says that it lies on the column's floor."""
    of_riser = (
        text_cell(_text(sheet, row, columns.building) or building),
        text_cell(_text(sheet, row, columns.door)),
        text_cell(_text(sheet, row, columns.code)),
        text_cell(_text(sheet, row, columns.pipe)),
    )
    rooms = [room for at, floor in columns.floors.items() for room in _rooms_on(floor, _text(sheet, row, at))]
    return [(row, (*of_riser, text_cell(room))) for room in rooms]


def _rooms_on(floor: int, text: str) -> list[str]:
    if floor < 0:
        below = _ROOM_BELOW.match(squeeze(text))
        return [below["room"]] if below else []
    rooms = (match["room"] for match in _ROOM.finditer(text))
    return [room for room in rooms if room.rstrip("ABCDEFabcdef")[:-2] == str(floor)]


def _points_elsewhere(text: str) -> bool:
    """Whether a cell says only where to look: 见出租户页, never 见人就骂，别再来敲门."""
    return bool(_ELSEWHERE.match(text.strip())) and not asks_to_be_left_alone(text)


def _say(texts: Sequence[str]) -> bool:
    """Whether most cells say something of the works; those that point elsewhere or above say nothing new."""
    sayings = [without_day(text) or text for text in texts if not _points_elsewhere(text) and text not in SAME_AS_ABOVE]
    return field_share("stance", sayings) >= _LEAST_SHARE


def _opinions(sheet: Grid, below: Sequence[int], columns: _Columns, building: str) -> Unfolded:
    pipes = [names_of_pipes()[pipe] for pipe in COLUMN_OF_PIPE]
    order = ["楼号", "单元", "房号", *(pipe + of for pipe in pipes for of in (_CODE_OF_PIPE, _STANCE))]
    entries: list[tuple[int, dict[str, Cell]]] = []
    above: dict[int, Cell] = {}
    for row in below:
        side, pipe = _SIDE.match(squeeze(_text(sheet, row, columns.side))), pipe_named(_text(sheet, row, columns.pipe))
        for at, floor in columns.floors.items():
            cell = sheet.rows[row].get(at) if floor > 0 else None
            if cell is not None and squeeze(cell.text) in SAME_AS_ABOVE:
                cell = above.get(at, cell)
            if cell is None or not cell.text.strip() or _points_elsewhere(cell.text):
                continue
            above[at] = cell
            if side is None or pipe not in COLUMN_OF_PIPE:
                continue
            name = names_of_pipes()[pipe]
            entry = {
                "楼号": text_cell(_text(sheet, row, columns.building) or building),
                "单元": text_cell(_text(sheet, row, columns.door)),
                "房号": text_cell(f"{floor}{int(side['side']):02d}"),
                name + _STANCE: replace(cell, merged=False, merge_rows=1),
            }
            entries.append((row, entry))
    headings = tuple(name for name in order if any(name in entry for _, entry in entries))
    return Unfolded(headings, [(row, tuple(entry.get(name) for name in headings)) for row, entry in entries])

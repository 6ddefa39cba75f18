"""A riser map as a matrix: a row a floor, a column a riser, a cell the flats that it passes there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.forms.unfolded import Unfolded, sample, text_cell, text_over
from socialgraph.loaders.layout.header_rows import own_cells
from socialgraph.loaders.values.addresses import Address, outer_address
from socialgraph.loaders.values.numbering import DOOR_WORD, floor_named
from socialgraph.loaders.values.text import NOTHING, squeeze
from socialgraph.loaders.values.words.heading_keys import ANY, heading_key, kind_headings
from socialgraph.loaders.values.words.pipes import only_pipes, pipe_named, pipes_of_all, pipes_written, speaks_of_pipes

_ROOMS = re.compile(
    r"^(?:[^\d]{0,3}(?:\d{1,2}-)?\d{3,4}(?:室|号)?)(?:\s*[、,，/;；\s]\s*(?:\d{1,2}-)?\d{3,4}(?:室|号)?)*$"
)
_COUNTED = re.compile(
    r"^\d{1,2}(?:室|号)(?:\s*[、,，/;；\s]\s*\d{1,2}(?:室|号))*$"
)  # 16号: the flats of a door are counted
_REMARK = re.compile(r"[(（][^()（）\d]*[)）]$")
_ROOM = re.compile(r"(?:[^\d、,，/;；\s]{1,3})?\d{3,4}")
_DOOR = re.compile(rf"(\d{{1,2}}|[一二三四五六七八九十甲乙丙丁]){DOOR_WORD}")
_DOORED = re.compile(r"(?<!\d)(\d{1,2})-(\d{3,4})(?!\d)")  # 1-401: the door before each room
_TRADED = re.compile(r"\d{3,4}(?![室号户])[\u3400-\u9fff]{2,}$")  # 101快递站
_BUILDING_AHEAD = re.compile(r"^(?P<building>[甲乙丙丁]?\d{1,3})\s+(?P<pipes>\D+)$")  # 甲3 厨房下水
_LEAST_FLOORS, _LEAST_SHARE = 3, 0.6
_HEADER_ROWS = 4  # above the top floor
_HEADINGS = ("楼号", "单元", "立管编号", "管别", "楼层", "房号")


@dataclass
class _Matrix:
    """Rows of floors, and the rows above them down from the last matrix."""

    floors: list[int]
    above: list[int]
    below: list[int] = field(default_factory=list)  # the row of the risers' numbers, where it stands below


def riser_matrix_form(sheet: Grid) -> Unfolded | None:
    """A line a riser and flat; None where the sheet holds no matrix of floors and risers."""
    if not _matrices(sample(sheet)):
        return None
    unfolded = Unfolded(_HEADINGS)
    matrices = _matrices(sheet)
    for matrix in matrices:
        of_all = _of_all(sheet, matrix) or _of_all(sheet, matrices[0])
        unfolded.lines += _lines(sheet, matrix, of_all)
        unfolded.used |= {*matrix.floors}
    if not unfolded.lines:
        return None
    titles = [cell.text for cells in list(sheet.rows.values())[:2] for cell in own_cells(cells).values()]
    unfolded.titles = tuple(titles[:1]) if titles and not only_pipes(titles[0]) else ()
    return unfolded


def _matrices(sheet: Grid) -> list[_Matrix]:
    matrices: list[_Matrix] = []
    above: list[int] = []
    floors: list[int] = []
    for number in [*sheet.rows, 0]:
        own = own_cells(sheet.rows.get(number, {}))
        if own and _is_floor(own):
            floors.append(number)
            continue
        if len(floors) >= _LEAST_FLOORS:
            matrices.append(_Matrix(floors, above))
            above = []
        if floors:
            floors = []
        if own and matrices and not above and _heads_risers(sheet, number) and not _is_numbered(sheet, matrices[-1]):
            matrices[-1].below.append(number)
        elif own:
            above.append(number)
    return matrices


def _is_numbered(sheet: Grid, matrix: _Matrix) -> bool:
    """Whether a row above the floors holds the risers' numbers."""
    return any(_heads_risers(sheet, number) for number in matrix.above)


def _is_floor(own: dict[int, Cell]) -> bool:
    """A floor's name, and rooms in most of the other cells."""
    first, *others = own.values()
    others = [cell for cell in others if squeeze(cell.text) not in NOTHING]  # a dash: the riser does not pass here
    rooms = sum(1 for cell in others if _ROOMS.match(cell.text.strip()) or _COUNTED.match(_plain(cell.text)))
    return bool(floor_named(first.text)) and rooms > 0 and rooms >= _LEAST_SHARE * len(others)


def _lines(sheet: Grid, matrix: _Matrix, of_all: str) -> list[tuple[int, tuple[Cell | None, ...]]]:
    heads = [number for number in matrix.above[-_HEADER_ROWS:] if len(own_cells(sheet.rows[number])) > 1]
    columns = sorted({column for number in matrix.floors for column in own_cells(sheet.rows[number])})[1:]
    named = [number for number in (*heads, *matrix.below) if _heads_risers(sheet, number)]
    codes = _codes(sheet, named, columns) or _codes(sheet, heads, columns)
    if codes is None:
        return []
    title = _title(sheet, matrix, heads)
    place, of_all = _place_in(title), of_all or _pipes_in(title)
    lines: list[tuple[int, tuple[Cell | None, ...]]] = []
    for column in columns:
        code = sheet.rows[codes].get(column)
        if code is None or squeeze(code.text) in NOTHING:
            continue
        tiers = [text_over(sheet, number, column) for number in heads if number != codes]
        pipe = next((text for text in tiers if speaks_of_pipes(text)), "") or of_all
        door = next((match[1] for text in tiers if (match := _DOOR.search(text))), place.door)
        building, of_pipe = text_cell(place.building), (code, text_cell(_pipe(pipe)))
        for number in matrix.floors:
            text = sheet.rows[number][column].text if column in sheet.rows[number] else ""
            for at, floor, room in _flats(text, door, _floor(sheet, number)):
                lines.append((number, (building, text_cell(at), *of_pipe, floor, text_cell(room))))
    return lines


def _flats(text: str, door: str, floor: Cell) -> list[tuple[str, Cell | None, str]]:
    """Door, floor (of flats that are counted) and room of a cell's flats; none of a shop, which the register tells."""
    if _TRADED.search(text.strip()):
        return []
    if doored := _DOORED.findall(text):
        return [(at, None, room) for at, room in doored]
    return [(door, None, room) for room in _ROOM.findall(text)] or [(door, floor, room) for room in _counted(text)]


def _place_in(title: str) -> Address:
    """Building and door that a title names: 5号楼2门 or, before nothing but pipes, 甲3."""
    ahead = _BUILDING_AHEAD.match(title.strip())
    if ahead and only_pipes(ahead["pipes"].strip()):
        return Address(building=ahead["building"])
    return outer_address(title)


def _floor(sheet: Grid, number: int) -> Cell:
    """The floor that a row is headed by."""
    return next(iter(own_cells(sheet.rows[number]).values()))


def _plain(text: str) -> str:
    """A cell without the remark behind it: 1号（小卖部）."""
    return _REMARK.sub("", text.strip())


def _counted(text: str) -> list[str]:
    """Flats that are counted through their door: 16号."""
    return re.findall(r"\d{1,2}", text) if _COUNTED.match(text := _plain(text)) else []


def _pipes_in(title: str) -> str:
    """The pipe that the line above a matrix names beside its place: 3楼2门 厨房下水."""
    named = [written for written in pipes_written(title) if pipe_named(written)]
    return named[0] if len(named) == 1 else ""


def _codes(sheet: Grid, heads: list[int], columns: list[int]) -> int | None:
    """The row of the risers' numbers: different in every column, and no floor or pipe."""
    for number in reversed(heads):
        cells = own_cells(sheet.rows[number])
        texts = [squeeze(cells[column].text) for column in columns if column in cells]
        each_its_own = len(texts) > 1 and len(set(texts)) == len(texts) >= _LEAST_SHARE * len(columns)
        if each_its_own and not all(map(only_pipes, texts)):
            return number
    return None


def _pipe(text: str) -> str:
    """The pipe's own words: 1梯厨房 is 厨房."""
    return _DOOR.sub("", text).strip()


def _of_all(sheet: Grid, matrix: _Matrix) -> str:
    """The pipe that a line above says all risers to be: 都是卫生间污水."""
    lines = [own for number in matrix.above if len(own := own_cells(sheet.rows[number])) == 1]
    pipes = {written for own in lines for cell in own.values() for written in pipes_of_all(cell.text)}
    return pipes.pop() if len(pipes) == 1 else ""


def _heads_risers(sheet: Grid, number: int) -> bool:
    """Whether a row begins with a heading of riser numbers: 管号."""
    first = next(iter(own_cells(sheet.rows[number]).values()))
    return "stack" in kind_headings()[ANY].get(heading_key(first.text), ())


def _title(sheet: Grid, matrix: _Matrix, heads: list[int]) -> str:
    """The nearest line above that is one cell, or begins a row over the risers, and names a place."""
    for number in reversed(matrix.above):
        own = own_cells(sheet.rows[number])
        if len(own) == 1 or number in heads:
            text = next(iter(own.values())).text
            place = _place_in(text)
            if place.building or place.door:
                return text
    return ""

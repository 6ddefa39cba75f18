"""Flats named by their side of the landing (3楼东户), where the office's own files say which number a side has.

A line says so (01东户 02中户 03西户; 一层三户：东=01 中=02 西=03), or a list that has both names of each flat. Of one
building where the line or its sheet names one, else of all. Without such a word nothing is made of a side.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.header_rows import own_cells
from socialgraph.loaders.values.addresses import building_named
from socialgraph.loaders.values.numbering import FLOOR_NUMBER
from socialgraph.loaders.values.numerals import arabic
from socialgraph.loaders.values.text import SAME_AS_ABOVE, squeeze

_SIDE = r"(?:东南|西南|东北|西北|东|西|南|北|中间|中|左|右|前|后)"
_UNIT = r"(?:手边|边户|边|户|侧|套|手|头|家|门|室|屋)?"
_TIE = r"\s*(?:[=＝:：]|为|是|就是)?\s*"
_GAP = r"[\s,，、;；/|]*"
_NUMBER_FIRST = re.compile(rf"(?:0?[1-9]{_TIE}{_SIDE}{_UNIT}{_GAP}){{2,}}")
_SIDE_FIRST = re.compile(rf"(?:{_SIDE}{_UNIT}{_TIE}0?[1-9](?!\d)(?:号|室|户)?{_GAP}){{2,}}")
_NUMBER_AND_SIDE = re.compile(rf"(?P<number>0?[1-9]){_TIE}(?P<side>{_SIDE})")
_SIDE_AND_NUMBER = re.compile(rf"(?P<side>{_SIDE}){_UNIT}{_TIE}(?P<number>0?[1-9])")
_BUILDING = re.compile(
    r"(?<![\d-])(?P<building>[甲乙丙丁]?\d{1,3}[甲乙丙丁]?)(?:号楼|栋|幢|#楼|楼(?![东西南北中左右前后]))"
)
_FLOOR_OR_BUILDING = re.compile(r"^\d{1,2}楼$")
_CHAIN = re.compile(r"^(?P<building>[甲乙丙丁]?\d{1,3})-\d{1,2}(?:-|(?![楼层])[\u3400-\u9fffA-Za-z]|$)")
_FLAT = re.compile(rf"(?<![\d一二三四五六七八九十])(?P<floor>{FLOOR_NUMBER})(?:楼|层)(?:的)?(?P<side>{_SIDE}){_UNIT}")
_FLATS = re.compile(
    rf"(?P<low>{FLOOR_NUMBER})(?:楼|层)?\s*[-~—–～至到]\s*(?P<high>{FLOOR_NUMBER})(?:楼|层)(?:的)?"
    rf"(?P<sides>{_SIDE}{_UNIT}(?:[、,，和与及]{_SIDE}{_UNIT})*)"
)
_OF_FLOOR = re.compile(rf"^(?:{FLOOR_NUMBER}(?:楼|层))?(?P<side>{_SIDE}){_UNIT}$")
_ROOM = re.compile(r"^(?P<floor>\d{1,2})(?P<place>0[1-9])(?:室|号)?$")
_BY_SIDE = re.compile(r"[楼层]的?[东西南北中左右前后]")
_MAY_TELL = re.compile(
    rf"{_NUMBER_FIRST.pattern}|{_SIDE_FIRST.pattern}|^\s*(?:{FLOOR_NUMBER}\s*(?:楼|层)\s*)?{_SIDE}{_UNIT}\s*$",
    re.MULTILINE,
)
_LEAST_ROWS = 4
_SEARCHED_ROWS = 1000  # of a sheet, for what sides are called
_TITLE_ROWS = 3

Places = Mapping[str, int]  # side of the landing -> place on the floor
Told = Mapping[str, Mapping[str, Sequence[int]]]  # what a file says: building -> side -> places on the floor


def names_by_side(grid: Grid) -> bool:
    """Whether a sheet names flats by their side of the landing."""
    return bool(_BY_SIDE.search("\n".join(_texts(grid))))


def told_by(grids: Iterable[Grid]) -> dict[str, dict[str, list[int]]]:
    """What sheets say of the places that sides have, by building; "" where they name none."""
    said: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for grid in grids:
        if _MAY_TELL.search("\n".join(_texts(grid))):
            for building, places in (*_statements(grid), *_listed(grid)):
                for side, place in places.items():
                    said[building][side].add(place)
    return {building: {side: sorted(numbers) for side, numbers in sides.items()} for building, sides in said.items()}


@dataclass
class Sides:
    """Which place on a floor a side has, by building; "" for all buildings that say nothing of their own."""

    of_building: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, grids: Iterable[Grid], earlier: Iterable[Told] = ()) -> Sides:
        """What the sheets say of sides, and `earlier` ones; a side that two of them number differently is none."""
        said: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for told in (*earlier, told_by(grids)):
            for building, numbers in told.items():
                for side, places in numbers.items():
                    said[building][side].update(places)
        return cls(
            {
                building: {side: places.pop() for side, places in sides.items() if len(places) == 1}
                for building, sides in said.items()
            }
        )

    @classmethod
    def settle(cls, grids: Sequence[Grid], earlier: Iterable[Told] = ()) -> None:
        """Number the flats that sheets name by side, in place, where one of them or of `earlier` loads says how."""
        named = [grid for grid in grids if names_by_side(grid)]
        if named and (sides := cls.of(grids, earlier)):
            for grid in named:
                sides.written_out(grid)

    def __bool__(self) -> bool:
        return any(self.of_building.values())

    def number(self, building: str) -> Places:
        """The places of a building's sides."""
        return self.of_building.get(building) or self.of_building.get("", {})

    def written_out(self, grid: Grid) -> None:
        """Flats that cells name by side become numbers, in place: 7号楼1单元3楼东 is 7号楼1单元301."""
        for cells, building in _with_buildings(grid):
            for column, cell in cells.items():
                if _FLAT.search(cell.text):
                    text = self._numbered(cell.text, building)
                    cells[column] = replace(cell, text=text) if text != cell.text else cell

    def _numbered(self, text: str, building: str) -> str:
        """A text with the numbers of its flats; each is of the building named before it in the text, if any."""

        def places_at(start: int) -> Places:
            return self.number(_named_before(text, start) or building)

        def several(match: re.Match[str]) -> str:
            places = places_at(match.start())
            sides = re.findall(_SIDE, match["sides"])
            if not all(side in places for side in sides):
                return match[0]
            low, high = arabic(match["low"]), arabic(match["high"])
            return "、".join(f"{low}{places[side]:02d}-{high}{places[side]:02d}" for side in sides)

        def one(match: re.Match[str]) -> str:
            place = places_at(match.start()).get(match["side"])
            return f"{arabic(match['floor'])}{place:02d}" if place else match[0]

        text = _FLATS.sub(several, text)
        return _FLAT.sub(one, text)


def _texts(grid: Grid) -> Iterator[str]:
    return (cell.text for cells in grid.rows.values() for cell in cells.values())


def _statements(grid: Grid) -> Iterator[tuple[str, dict[str, int]]]:
    """Building and places of each line that numbers sides."""
    of_sheet = _building_of(grid)
    for cells in islice(grid.rows.values(), _SEARCHED_ROWS):
        for cell in own_cells(cells).values():
            if len(cell.text) < 4 or not re.search(_SIDE, cell.text):
                continue
            for start, places in _numbered_sides(cell.text):
                yield _named_before(cell.text, start) or of_sheet, places


def _named_before(text: str, end: int) -> str:
    """The building that a text names last before a place in it, "" for none."""
    named = [match["building"] for match in _BUILDING.finditer(text, 0, end)]
    return named[-1] if named else ""


def _numbered_sides(text: str) -> Iterator[tuple[int, dict[str, int]]]:
    orders = ((_NUMBER_FIRST, _NUMBER_AND_SIDE), (_SIDE_FIRST, _SIDE_AND_NUMBER))
    runs = [(match, pair) for run, pair in orders for match in run.finditer(text)]
    taken: list[tuple[int, int]] = []
    for match, pair in sorted(runs, key=lambda run: -len(run[0][0].strip())):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        taken.append(match.span())
        pairs = [(found["side"], int(found["number"])) for found in pair.finditer(match[0])]
        numbers = [number for _, number in pairs]
        if len(dict(pairs)) == len(pairs) and sorted(numbers) == list(range(1, len(numbers) + 1)):
            yield match.start(), dict(pairs)


def _listed(grid: Grid) -> Iterator[tuple[str, dict[str, int]]]:
    """Building and places of a list that has side and number of each flat."""
    seen: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    rows = 0
    for cells, building in islice(_with_buildings(grid), _SEARCHED_ROWS):
        texts = [squeeze(cell.text) for cell in cells.values()]
        sides = {match["side"] for text in texts if (match := _OF_FLOOR.match(text))}
        rooms = {int(match["place"]) for text in texts if (match := _ROOM.match(text))}
        if len(sides) == 1 and len(rooms) == 1:
            rows += 1
            seen[building][sides.pop()] |= rooms
    if rows < _LEAST_ROWS:
        return
    for building, sides_seen in seen.items():
        places = {side: min(numbers) for side, numbers in sides_seen.items() if len(numbers) == 1}
        if len(places) > 1 and len(set(places.values())) == len(places) == len(sides_seen):
            yield building, places


def _building_of(grid: Grid) -> str:
    """The building that the sheet's name or its title names."""
    above = [own_cells(cells) for cells in list(grid.rows.values())[:_TITLE_ROWS]]
    alone = [cell.text for own in above if len(own) == 1 for cell in own.values() if _BUILDING.search(cell.text)]
    return building_named(grid.name, *alone[:1])


def _with_buildings(grid: Grid) -> Iterator[tuple[dict[int, Cell], str]]:
    """Every row with its building: 7号楼, 7-1东厨 in one of its cells or, where blank, above; else the sheet's."""
    of_sheet, at, above = _building_of(grid), -1, ""
    for cells in grid.rows.values():
        named = {
            column: match["building"]
            for column, cell in cells.items()
            if (match := _place(squeeze(cell.text))) and not (of_sheet and _FLOOR_OR_BUILDING.match(squeeze(cell.text)))
        }
        if len(set(named.values())) == 1:
            at, above = next(iter(named.items()))
        elif named or (at in cells and squeeze(cells[at].text) not in SAME_AS_ABOVE):
            at, above = -1, ""
        yield cells, above or of_sheet


def _place(text: str) -> re.Match[str] | None:
    return _BUILDING.match(text) or _CHAIN.match(text)

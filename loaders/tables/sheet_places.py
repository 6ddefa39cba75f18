"""The building and door that stand above a table, in its sheet's name or its file's: they hold for all its rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.tables.compound_names import compounds_named
from socialgraph.loaders.tables.doors import MENDED_CODE
from socialgraph.loaders.values.addresses import Address, outer_address
from socialgraph.loaders.values.mentions import places_in
from socialgraph.loaders.values.numbering import NumberingError, parse_building, parse_door

_BARE_BUILDING = re.compile(r"^([甲乙丙丁]\d{1,2})(?:$|的|楼的|[(（])")  # a sheet 甲2, a title 甲2的立管
_LANE_SHEET = re.compile(r"^(\d{1,4})号$")  # a sheet 1号, a file 3号
# 豆豉巷6号: one house, or the street number of a whole compound; the rest of the office tells which
_HOUSE = re.compile(
    r"(?:^|\n)(?P<compound>[\u3400-\u9fff]{1,5}(?:巷|里|坊|街|路|胡同|弄堂))(?P<building>\d{1,4})号(?!楼|院|大院|小区|[、,，\-至到])"
)
_LISTS = frozenset(("survey", "flat_register", "riser_map", "works"))  # what such sheets are titled is where they are


def outer_of(sheet: Sheet) -> Address:
    """The place that the line above the table, the sheet's name, its title or its file give for all its rows.

    Rows that name another building show that it is no heading for all of them: then it gives none; so with doors. The
    compound is taken from lists of flats and of risers, as far as their rows name none.
    """
    if any(MENDED_CODE in row.cells for row in sheet.rows):
        return Address()  # a quarantine workbook writes out what its sheets' titles said
    outer = _building_of(sheet)
    return replace(outer, compound=outer.compound or _compound_of(sheet))


def _compound_of(sheet: Sheet) -> str:
    if sheet.kind not in _LISTS or any(row.text("compound") for row in sheet.rows):
        return ""
    path = PurePath(sheet.file)
    lines = reversed(sheet.title.split("\n"))
    for text in (sheet.block_title, *lines, sheet.sheet, path.stem, *reversed(path.parts[:-1])):
        if found := compounds_named(text):
            return found[0] if len(found) == 1 else ""
    return ""


def _building_of(sheet: Sheet) -> Address:
    building, door = sheet.place
    if building:
        return Address(building=parse_building(building), door=_door_of_all(sheet, parse_door(door)))
    door = parse_door(door)
    path = PurePath(sheet.file)
    folders = [part for part in reversed(path.parts[:-1]) if part.strip("/\\.")]
    for title in (over_all_columns(sheet), sheet.block_title, sheet.sheet, sheet.title, path.stem, *folders):
        outer = outer_address(title) if title else Address()
        if not outer.building and (match := _BARE_BUILDING.match(title.strip())):
            outer = Address(building=parse_building(match[1]))
        if not outer.building and (match := _LANE_SHEET.match(title.strip())):
            outer = Address(building=match[1])
        door = door or outer.door
        if outer.building:
            same = _named(sheet, "building", parse_building) <= {outer.building}
            same = same and not _is_one_of_several(outer.building, sheet)
            return replace(outer, door=_door_of_all(sheet, outer.door or door)) if same else Address()
    return _house_of(sheet, _door_of_all(sheet, door))


def _house_of(sheet: Sheet, door: str) -> Address:
    """The one house by its number that title or file name; it counts only where the office's register has its flats."""
    texts = (sheet.block_title, sheet.title, PurePath(sheet.file).stem)
    houses = {(match["compound"], match["building"]) for text in texts for match in _HOUSE.finditer(text)}
    if len(houses) != 1 or _named(sheet, "building", parse_building):
        return Address(door=door)
    compound, building = houses.pop()
    return Address(compound, building, door, brief=True)


def _door_of_all(sheet: Sheet, door: str) -> str:
    return door if door and _named(sheet, "door", parse_door) <= {door} else ""


def _named(sheet: Sheet, part: str, parse: Callable[[str], str]) -> set[str]:
    named = set()
    for text in {row.text(part) for row in sheet.rows}:
        try:
            named.add(parse(text))
        except NumberingError:
            continue
    return named - {""}


def _is_one_of_several(building: str, sheet: Sheet) -> bool:
    """Whether one-cell addresses, door and all, are of this and of other buildings: 7-3-502 and 9-1-101 below 9号楼."""
    texts = {row.text(name) for row in sheet.rows for name in ("room", "address_full") if row.text(name)}
    named = {
        place.building for text in texts for place in places_in(text) if place.building and place.door and place.room
    }
    return building in named and len(named) > 1


def over_all_columns(sheet: Sheet) -> str:
    """The heading that stands over all columns of one of several tables side by side: 乙1（1个门，10.19）."""
    above = {upper for upper, _ in sheet.extra.values()}
    return above.pop() if len(above) == 1 and len(sheet.extra) == len(sheet.fields) else ""

"""Columns of buildings and doors under headings that nothing knows, told by what they do: they part equal room numbers.

A list in which 201 stands twice has a door beside it: the column of small numbers to the left of the rooms with which
every row is another flat.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell, Mark, Row, Sheet
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.samples import sampled
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.weighing.readings import is_person
from socialgraph.loaders.values.addresses import outer_address, parse_address
from socialgraph.loaders.values.households import is_address
from socialgraph.loaders.values.numbering import NumberingError, parse_floor
from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.values.words.heading_keys import heading_key

_SMALL = re.compile(
    r"^第?[甲乙丙丁东西]?(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[A-F])(?P<unit>号楼|栋|幢|座|#|单元|门栋|门洞|门|梯)?$"
)
_OF_DOORS = ("单元", "门栋", "门洞", "门", "梯")
_LEAST_ROWS, _MOST_VALUES = 6, 12
_LEAST_FLOORS = 3
_OF_HOUSEHOLDS = re.compile(r"^(?:住?户|家庭|房屋|住户)(?:ID|id|编号|编码|代码)$")
_NUMBER = re.compile(r"^[A-Za-z]{1,4}[-_]?\d{1,6}$")
_STOREYED = re.compile(r"(?:^|[栋楼幢座#元门甲乙丙丁]-?)(?P<floor>负?[1-9]|[1-9]\d)-(?P<place>[1-9])(?:室|号|户)?$")
_LEAST_STOREYS, _MOSTLY_STOREYED = 5, 0.6  # another compound of a list may have plain numbers
_NUMBERS = frozenset(("号", "号数", "号码"))
_OF_LANDINGS = frozenset(("门", "户", "门号", "户号", "几号", "号", "哪户", "房", "室"))
_PLACE_ON_FLOOR = re.compile(r"^[1-9](?:号|户|门|室)$")
_LANE_NUMBER = re.compile(r"^\d{1,4}号$")
_BOTH = re.compile(r"^(?:院落?|小区|楼[栋号]?|[栋幢座]号?|号楼)(?:单元|门洞?|门栋|楼门|[栋幢]|楼栋?)号?$")
_NUMBERS_OF_STACKS = frozenset(("编号", "号码", "代号"))
_RISER_CODE = re.compile(  # 3-2上1, 1-1厨东, 污水2
    r"^(?=.*[\dA-Za-z东西南北左右])[\dA-Za-z甲乙丙丁东西南北#-]{0,8}"
    r"(?:上水?|下水?|给水?|排水?|污水?|厨房?|卫生?间?|厕所?|雨水?|暖气?|燃气|煤气){1,2}[\dA-Za-z东西南北左右中#-]{0,4}$"
)
_LEAST_CODES = 3
_OF_HOUSEHOLD = frozenset(("哪家", "哪一家", "哪户", "哪一户", "谁家", "哪户人家", "哪家人"))
_DIGIT, _MOSTLY_NAMED = re.compile(r"\d"), 0.6
_ROOM = re.compile(r"^\d{1,4}(?:号|室)?$")
_COUNTED = re.compile(r"^0?([1-9]\d?)(?:号|室|户)?$")
_SAMPLE, _MOSTLY_WHOLE = 50, 0.8
_FORGIVEN = 0.2  # of the repeated rooms, that stay repeated: a household that is listed twice
_OF_ROOMS = frozenset(("room", "stack_rooms", "linked_households"))
_WHOLE = frozenset(("address_full", "door", "ego_address"))


def with_places(grid: Grid, block: Block, title: str) -> Block:
    """The block with `door`, or `building` and `door`, for the columns that part its rooms; as it is where none do."""
    block = _with_lane_number(grid, block, title)
    headings = block.header.headings
    fields = {name for heading in headings for name in heading.fields}
    room = next((heading for heading in headings if heading.fields == ("room",)), None)
    if room is None or fields & _WHOLE or len(block.rows) < _LEAST_ROWS:
        return block
    rooms = [grid.rows[number].get(room.column) for number in block.rows]
    texts = [squeeze(cell.text) if cell is not None else "" for cell in rooms]
    if not _repeats(texts):
        return block
    columns = [
        (heading, small_values) for heading in headings if (small_values := _small(grid, block, heading, room.column))
    ]
    has_building = "building" in fields or bool(outer_address(title).building)
    for wanted in (("door",),) if has_building else (("building", "door"), ("door",)):
        chosen = columns[-len(wanted) :]
        if len(chosen) < len(wanted) or (wanted == ("door",) and not has_building and not _named(chosen[0][1])):
            continue
        flats = list(zip(*(values for _, values in chosen), texts, strict=True))
        if _repeats(flats) <= _FORGIVEN * _repeats(texts):
            names = {heading.column: name for (heading, _), name in zip(chosen, wanted, strict=True)}
            return _with_fields(block, names)
    return block


def _with_lane_number(grid: Grid, block: Block, title: str) -> Block:
    """The block with `building` for a column headed 号 of 1号, 3号 beside rooms: buildings of lanes have one door."""
    headings = block.header.headings
    fields = {name for heading in headings for name in heading.fields}
    numbers = next((heading for heading in headings if heading_key(heading.lower) in _NUMBERS), None)
    if numbers is None or numbers.fields or numbers.settled or not fields & _OF_ROOMS:
        return block
    if fields & {*_WHOLE, "building"} or outer_address(title).building:
        return block
    cells = [grid.rows[number].get(numbers.column) for number in block.rows]
    texts = [text for cell in cells if cell is not None and (text := squeeze(cell.text))]
    if len(set(texts)) < 2 or not all(map(_LANE_NUMBER.match, texts)):
        return block
    return _with_fields(block, {numbers.column: "building"})


def with_rooms(grid: Grid, block: Block) -> Block:
    """The block with `room` for a column headed 号 whose numbers, behind the doors beside it, are each another flat."""
    block = _with_places_on_floors(grid, block)
    headings = block.header.headings
    fields = {name for heading in headings for name in heading.fields}
    doors = next((heading for heading in headings if heading.fields == ("door",)), None)
    rooms = next((heading for heading in headings if heading_key(heading.lower) in _NUMBERS), None)
    if doors is None or rooms is None or rooms.settled or fields & {"room", "address_full", "ego_address"}:
        return block
    flats: list[tuple[str, str]] = []
    for number in block.rows:
        cells = grid.rows[number]
        door, room = (squeeze(cells[h.column].text) if h.column in cells else "" for h in (doors, rooms))
        if not _ROOM.match(room) or not (door or flats):
            return block
        flats.append((door or flats[-1][0], room))
    several = len(flats) >= _LEAST_ROWS and len({door for door, _ in flats}) > 1
    if not several or _repeats(flats) or not _repeats([room for _, room in flats]):
        return block
    return _with_fields(block, {rooms.column: "room"})


def _with_places_on_floors(grid: Grid, block: Block) -> Block:
    """The block with `room` for 门 over 1号, 2号, 3号 that each storey beside it begins again: a landing's flats."""
    headings = block.header.headings
    fields = {name for heading in headings for name in heading.fields}
    floors = next((heading for heading in headings if heading.fields == ("floor",)), None)
    doors = [h for h in headings if h.fields in (("door",), ()) and heading_key(h.lower) in _OF_LANDINGS]
    if floors is None or len(doors) != 1 or doors[0].settled or fields & {"room", "address_full", "ego_address"}:
        return block
    flats: list[tuple[str, str]] = []
    for number in block.rows:
        cells = grid.rows[number]
        floor, place = (squeeze(cells[h.column].text) if h.column in cells else "" for h in (floors, doors[0]))
        if not _PLACE_ON_FLOOR.match(place) or not (floor or flats):
            return block
        flats.append((floor or flats[-1][0], place))
    if len(flats) < _LEAST_ROWS or _repeats(flats) or not _repeats([place for _, place in flats]):
        return block
    return _with_fields(block, {doors[0].column: "room"})


def _with_building_and_door(grid: Grid, block: Block) -> Block:
    """The block with `building` for 院/单元 or 楼栋/单元 over 12院1-2, 3栋2单元: its cells say the door, too."""
    headings = block.header.headings
    both = [h for h in headings if not h.fields and not h.settled and _BOTH.match(heading_key(h.lower))]
    if len(both) != 1 or {name for heading in headings for name in heading.fields} & {"building", "door"}:
        return block
    cells = [grid.rows[number].get(both[0].column) for number in block.rows[:_SAMPLE]]
    texts = [cell.text for cell in cells if cell is not None and cell.text.strip()]
    if not texts or not all(map(_says_door, texts)):
        return block
    return _with_fields(block, {both[0].column: "building"})


def _says_door(text: str) -> bool:
    try:
        address = parse_address(text)
    except NumberingError:
        return False
    return bool(address.building and address.door) and address.room is None


def with_names_of_households(grid: Grid, block: Block) -> Block:
    """The block with `name` for 哪家 or 谁家 over people's names, where no cell has a number: households by name."""
    headings = block.header.headings
    asked = [h for h in headings if not h.fields and not h.settled and heading_key(h.lower) in _OF_HOUSEHOLD]
    if len(asked) != 1 or "name" in {name for heading in headings for name in heading.fields}:
        return block
    texts = [text for cell in sampled(grid, block, asked[0].column) if (text := squeeze(cell))]
    if len(texts) < _LEAST_ROWS or any(map(_DIGIT.search, texts)):
        return block
    people = sum(1 for text in texts if is_person(text))
    return _with_fields(block, {asked[0].column: "name"}) if people >= _MOSTLY_NAMED * len(texts) else block


def with_whole_addresses(grid: Grid, block: Block) -> Block:
    """The block with `address_full` for 室号 over 3号102, where no other column says the building."""
    block = _with_building_and_door(grid, block)
    fields = {name for heading in block.header.headings for name in heading.fields}
    rooms = next((heading for heading in block.header.headings if heading.fields == ("room",)), None)
    if rooms is None or rooms.settled or fields & {"building", "door", *_WHOLE}:
        return block
    cells = [grid.rows[number].get(rooms.column) for number in block.rows[:_SAMPLE]]
    texts = [cell.text for cell in cells if cell is not None and cell.text.strip()]
    whole = sum(1 for text in texts if is_address(text) and parse_address(text).building)
    if not texts or whole < _MOSTLY_WHOLE * len(texts):
        return block
    return _with_fields(block, {rooms.column: "address_full"})


def with_riser_codes(grid: Grid, block: Block) -> Block:
    """The block with `stack` for a column 编号 whose cells name the pipe: 3-2上1, 1厨东 are no running numbers."""
    fields = {name for heading in block.header.headings for name in heading.fields}
    numbers = [
        h.column
        for h in block.header.headings
        if set(h.fields) <= {"seq_no"} and heading_key(h.lower) in _NUMBERS_OF_STACKS and not h.settled
    ]
    for column in numbers if "stack" not in fields else ():
        texts = [squeeze(text) for text in sampled(grid, block, column)]
        if len(texts) >= _LEAST_CODES and all(map(_RISER_CODE.match, texts)) and len(set(texts)) == len(texts):
            return _with_fields(block, {column: "stack"})
    return block


def with_stack_numbers(block: Block) -> Block:
    """The block with `stack` for a column 编号 beside the flats that each line serves: those are numbers of risers."""
    fields = {name for heading in block.header.headings for name in heading.fields}
    numbers = next((h for h in block.header.headings if heading_key(h.lower) in _NUMBERS_OF_STACKS), None)
    if numbers is None or numbers.settled or "stack" in fields or "stack_rooms" not in fields:
        return block
    return _with_fields(block, {numbers.column: "stack"})


def are_whole(rows: Sequence[Row]) -> bool:
    """Whether the rooms say all by themselves, so that the floor beside them is no part of a room's number."""
    return _begin_with_floors(rows) or _are_counted(rows)


def add_storeys(sheet: Sheet) -> None:
    """The floor of rooms that are storey and place (5-1, 5-2, 6-1), in place: in a list of many storeys of few flats.

    As doors and flats there would be more doors than flats behind any of them.
    """
    name = next((name for name in ("room", "address_full") if name in sheet.fields), "")
    if not name or "floor" in sheet.fields:
        return
    places = {id(row): match for row in sheet.rows if (match := _STOREYED.search(squeeze(row.text(name))))}
    written = sum(1 for row in sheet.rows if row.text(name))
    if len(places) < _LEAST_ROWS or len(places) < _MOSTLY_STOREYED * written:
        return
    storeys = {match["floor"] for match in places.values()}
    if len(storeys) >= _LEAST_STOREYS > max(int(match["place"]) for match in places.values()):
        for row in sheet.rows:
            if id(row) in places:
                row.cells["floor"] = Cell(places[id(row)]["floor"].replace("负", "-"))


def doubt_contradicted(grid: Grid, block: Block, sheet: Sheet) -> None:
    """Mark rows, in place, whose number of the household (户ID) is elsewhere another flat's, and whose flat another's.

    Which of the two is meant, nobody can tell: the row waits until somebody has looked.
    """
    name = next((name for name in ("room", "address_full") if name in sheet.fields), "")
    numbered = next((h for h in block.header.headings if _OF_HOUSEHOLDS.search(h.lower.strip())), None)
    if not name or numbered is None:
        return
    pairs: dict[int, tuple[str, tuple[str, ...]]] = {}
    for place, row in enumerate(sheet.rows):
        cell = grid.rows.get(row.number, {}).get(numbered.column)
        number, flat = squeeze(cell.text) if cell is not None else "", squeeze(row.text(name))
        if _NUMBER.match(number) and flat:
            pairs[place] = (number, (row.text("compound"), row.text("building"), row.text("door"), flat))
    counted = Counter(pairs.values())
    of_number: Counter[str] = Counter(number for number, _ in counted)
    of_flat: Counter[tuple[str, ...]] = Counter(flat for _, flat in counted)
    if len(counted) < _LEAST_ROWS or len(counted) - len(of_number) > _FORGIVEN * len(of_number):
        return  # no number of a household
    for at, pair in pairs.items():
        if counted[pair] == 1 and of_number[pair[0]] > 1 and of_flat[pair[1]] > 1:
            row = sheet.rows[at]
            row.marks = (*row.marks, Mark(numbered.text, "doubted"))


def _begin_with_floors(rows: Sequence[Row]) -> bool:
    """Whether rooms of two digits begin with the floor that stands beside them, on every row of several floors."""
    pairs = ((squeeze(row.text("floor")), squeeze(row.text("room"))) for row in rows)
    written = [(floor, room) for floor, room in pairs if floor and room]
    if len(written) < _LEAST_ROWS or len({floor for floor, _ in written}) < _LEAST_FLOORS:
        return False
    return all(len(room) == 2 and room.isdigit() and room[1] != "0" and room[0] == floor for floor, room in written)


def _are_counted(rows: Sequence[Row]) -> bool:
    """Whether rooms are counted through their door: on each floor go on where the floor below ended (1-3, 4-6, 7-9)."""
    doors: dict[tuple[str, str], dict[int, set[int]]] = {}
    door = ("", "")
    for row in rows:
        place = (row.text("building"), row.text("door"))
        door = place if any(place) else door
        floor, room = parse_floor(row.text("floor")), _COUNTED.match(squeeze(row.text("room")))
        if room and floor is not None and floor > 0:
            doors.setdefault(door, {}).setdefault(floor, set()).add(int(room[1]))
        elif row.text("room") and floor is not None:
            return False
    several = [floors for floors in doors.values() if len(floors) > 1]
    if sum(map(len, several)) < _LEAST_FLOORS:
        return False
    return all(max(floors[low]) < min(floors[high]) for floors in several for low, high in pairwise(sorted(floors)))


def _repeats(values: Sequence[object]) -> int:
    return len(values) - len(set(values))


def _with_fields(block: Block, names: dict[int, str]) -> Block:
    headings = tuple(
        replace(heading, fields=(names[heading.column],)) if heading.column in names else heading
        for heading in block.header.headings
    )
    return replace(block, header=replace(block.header, headings=headings), weighed=True)


def _small(grid: Grid, block: Block, heading: Heading, room: int) -> list[str]:
    """The values of an unknown column left of the rooms, blanks filled from above; [] where it is none of places."""
    if heading.fields or heading.settled or heading.column >= room:
        return []
    values: list[str] = []
    for number in block.rows:
        cell = grid.rows[number].get(heading.column)
        text = squeeze(cell.text) if cell is not None else ""
        if (text and not _SMALL.match(text)) or not (text or values):
            return []
        values.append(text or values[-1])
    return values if 1 < len(set(values)) <= _MOST_VALUES else []


def _named(values: Sequence[str]) -> bool:
    return all((match := _SMALL.match(value)) is not None and match["unit"] in _OF_DOORS for value in values)

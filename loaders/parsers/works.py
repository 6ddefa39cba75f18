"""Progress of works (施工进度): one row a stack and pipe."""

from __future__ import annotations

import re

from socialgraph.loaders.layout.kinds import STATUS_OF_PIPES
from socialgraph.loaders.parsers.lines import Context, Line, Parsed, RowLostError, read_lines
from socialgraph.loaders.parsers.riser_maps import add_flats_of_stack, pipe_kinds, place_in_code, riser_of
from socialgraph.loaders.values.addresses import Address, address_of_cells, building_named
from socialgraph.loaders.values.dates import day_beside_words, without_day
from socialgraph.loaders.values.numbering import NumberingError, looks_like_date, parse_building
from socialgraph.loaders.values.room_lists import rooms_of
from socialgraph.loaders.values.text import tidy
from socialgraph.schema.addresses import SEPARATOR

_DONE = frozenset(("done", "bypassed"))
_CODE = r"[A-Za-z0-9甲乙丙丁#-]{1,8}"
_LEFT_OUT = re.compile(
    rf"(?:前[头面边]|开头|前缀)的?(?P<before>{_CODE})(?:都)?(?:省略?|略去?|没写|不写|去掉)(?:了|掉)?"
    rf"|(?:省略?|略去?|去掉)(?:了|掉)?(?:前[头面边]|开头|前缀)的?(?P<after>{_CODE})"
)
_LEAST_ALIKE = 5  # codes with their building in them, before one may contradict it
_BUILDING_IN_CODE = re.compile(r"^[A-Za-z]{1,3}([1-9]\d?)-\d{1,2}$")
_STARTS_WITH_BUILDING = re.compile(r"^(\d{1,2})[A-Za-z]\d")


def parse_works(context: Context) -> Parsed:
    """Status of every stack that the sheet names."""

    def read(line: Line) -> None:
        stack = _with_prefix(line, riser_of(line))
        place = _place(line, stack)
        building = place.building
        if not stack or line.context.words["pipe_kind"].exact(stack):  # 粪管 is a kind of pipe and no riser
            raise RowLostError("stack", "missing_stack")
        if _is_of_another(line, stack, building):
            raise RowLostError("stack", "stray_address")
        done_on = line.date("done_on") or _day_of_status(line)
        compound = tidy(line.row.text("compound")) or place.compound or line.context.outer.compound
        if SEPARATOR in compound:
            raise RowLostError("compound", "bad_address")
        for pipe, status in _status_by_pipe(line, context.workbook.pipe_of(stack, building)):
            if status == "done" and line.is_marked("left_out"):  # its remark says 绕过3-2
                status = "bypassed"
            values = {"building": building, "stack": stack, "pipe_kind": pipe, "status": status, "done_on": done_on}
            if status or done_on:
                line.add("works", {**values, "compound": compound})
            else:
                line.find("status", "no_status")
        if context.has("stack_rooms") and line.row.text("stack_rooms"):
            add_flats_of_stack(line)

    return read_lines(context, read)


def _is_of_another(line: Line, stack: str, building: str) -> bool:
    """Whether a code names another building than the one above it, where every other of the sheet's names its own."""
    own = _BUILDING_IN_CODE.match(stack)
    if own is None or own[1] == building:
        return False
    named = [
        (match[1], building_named(text) or text.strip())
        for row in line.context.sheet.rows
        if row is not line.row
        and (match := _BUILDING_IN_CODE.match(row.text("stack").strip()))
        and (text := row.text("building"))
    ]
    return len(named) >= _LEAST_ALIKE and all(code == where for code, where in named)


def _with_prefix(line: Line, stack: str) -> str:
    """The whole number of a riser of which the title says what was left out: 前头J7-1省了 over CW1."""
    left_out = _LEFT_OUT.search(f"{line.context.sheet.title}\n{line.context.sheet.block_title}")
    prefix = (left_out["before"] or left_out["after"]).strip("-") if left_out else ""
    return f"{prefix}-{stack}" if prefix and stack and not stack.startswith(prefix) else stack


def _day_of_status(line: Line) -> str:
    """The day beside the word that all is done: 完（4/11）, 甩户完（4/18）."""
    text = line.row.text("status")
    status = line.context.words.code("works_status", without_day(text).strip("()（） ")) if text else None
    return day_beside_words(text, line.context.year) if status in _DONE else ""


def _status_by_pipe(line: Line, mapped: str) -> list[tuple[str, str]]:
    """Pipe and status of the row, `mapped` where it names no pipe; with a column a pipe, of those that say any."""
    columns = [name for name in STATUS_OF_PIPES if line.context.has(name)]
    if not columns:
        status = line.code("status", "works_status")
        return [(pipe or mapped, status) for pipe in pipe_kinds(line)]
    statuses = [(pipe, line.code(name, "works_status")) for name in columns for pipe in STATUS_OF_PIPES[name]]
    return [(pipe, status) for pipe, status in statuses if status]


def _place(line: Line, stack: str) -> Address:
    """The row's own building, that of its rooms, of the title, or the only one where a riser of this code stands.

    With its compound where its cell names one: 118弄3号.
    """
    cell = line.row.cell("building")
    if cell.formula_without_value:
        raise RowLostError("building", "formula_no_value")
    if cell.text and (cell.is_date or looks_like_date(cell.text)):
        raise RowLostError("building", "date_in_room")
    try:
        own = address_of_cells(building=cell.text)
        building = own.building or _of_rooms(line)
    except NumberingError as error:
        raise RowLostError("building", error.reason) from None
    building = building or _of_place(line) or _of_title(line, stack) or line.context.workbook.building_of(stack)
    building = building or place_in_code(stack)[0]
    if not building:
        raise RowLostError("building", "missing_building")
    return Address(own.compound, building)


def _of_place(line: Line) -> str:
    """The building of a column that holds building and door: 3楼2门."""
    return building_named(*(line.row.text(name) for name in ("address_full", "door")))


def _of_title(line: Line, stack: str) -> str:
    """The building that the title names, unless the riser's own code begins with another one: 7A1 under 9号楼."""
    building = line.context.outer.building
    own = _STARTS_WITH_BUILDING.match(stack)
    return "" if building and own is not None and own[1] != building.lstrip("甲乙丙丁") else building


def _of_rooms(line: Line) -> str:
    listed = rooms_of(line.row.text("stack_rooms"))
    return parse_building(listed[0]) if listed else ""

"""Progress of works (施工进度): one row a stack and pipe."""

from __future__ import annotations

from socialgraph.loaders.lines import Context, Line, Parsed, RowLostError, read_lines
from socialgraph.loaders.numbering import NumberingError, looks_like_date, parse_building
from socialgraph.loaders.riser_maps import pipe_kinds
from socialgraph.loaders.text import compact


def parse_works(context: Context) -> Parsed:
    """Status of every stack that the sheet names."""

    def read(line: Line) -> None:
        building = _building(line)
        stack = compact(line.text("stack"))
        if not stack:
            raise RowLostError("stack", "missing_stack")
        status = line.code("status", "works_status")
        done_on = line.date("done_on")
        for pipe in pipe_kinds(line):
            values = {"building": building, "stack": stack, "pipe_kind": pipe, "status": status, "done_on": done_on}
            values["compound"] = line.row.text("compound").strip()
            line.add("works", values)

    return read_lines(context, read)


def _building(line: Line) -> str:
    cell = line.row.cell("building")
    if cell.formula_without_value:
        raise RowLostError("building", "formula_no_value")
    if cell.text and (cell.is_date or looks_like_date(cell.text)):
        raise RowLostError("building", "date_in_room")
    try:
        building = parse_building(cell.text) or line.context.outer.building
    except NumberingError as error:
        raise RowLostError("building", error.reason) from None
    if not building:
        raise RowLostError("building", "missing_building")
    return building

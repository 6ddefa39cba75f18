"""A building's face as one SVG: no script, no style sheet, no reference to anything outside; text stays text."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from html import escape

import pandas as pd

from socialgraph.messages import Lang, text
from socialgraph.outputs.elevation.grid import BuildingGrid, FlatCell, StackHead, building_grid, floor_name
from socialgraph.outputs.elevation.look import FONTS, LINE, LOOKS, OUTLINE
from socialgraph.outputs.words import page_text, page_words
from socialgraph.schema.constants import NO_FLOOR

_CELL_W, _CELL_H, _LABEL_W, _DOOR_GAP, _HEAD_H = 62, 28, 40, 16, 24
_TITLE_H, _DOOR_H, _LEGEND_H, _MARGIN = 30, 20, 26, 10


class Drawing(str):
    """An `<svg>` as text, which a notebook shows as a picture."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """The picture itself."""
        return str(self)


def draw_elevation(
    flats: pd.DataFrame, stacks: pd.DataFrame, *, title: str, as_of: dt.date, lang: Lang, note: str = ""
) -> Drawing:
    """The elevation of one building.

    Parameters
    ----------
    flats, stacks : rows of `flat_states` and `stack_members` of this building.
    title : the building as people call it.
    note : stands behind the date, e.g. the number of the export and its warning.

    Returns
    -------
    An `<svg>` element, well-formed by itself, with title and description for a screen reader. It names nobody: rooms,
    states and stacks only, outlines only around flats with a planned conversation or appointment.
    """
    grid = building_grid(flats, stacks)
    left = _lefts(grid)
    face_top = _MARGIN + _TITLE_H + _DOOR_H + grid.levels * _HEAD_H
    top = {floor: face_top + row * _CELL_H for row, floor in enumerate(grid.floors)}
    legend_w = 6 * 150
    width = max(left[-1] + _MARGIN, min(legend_w, 640))
    bottom = face_top + len(grid.floors) * _CELL_H
    legend, height = _legend(bottom + 14, width, lang)
    caption = page_text("elevation_title", lang, building=title)
    day = page_text("elevation_date", lang, date=as_of.isoformat())
    small = escape(" · ".join(filter(None, (day, note))))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="{escape(FONTS)}" font-size="12" fill="#1a1a1a">',
        f"<title>{escape(caption)}</title><desc>{escape(_description(grid, lang))}</desc>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="{_MARGIN}" y="{_MARGIN + 16}" font-size="16" font-weight="700">{escape(caption)}'
        f'<tspan font-size="11" font-weight="400" dx="10">{small}</tspan></text>',
        *_doors(grid, left, lang),
        *_heads(grid, left, face_top, lang),
        *_floors(grid, left, top, lang),
        *_cells(grid, left, top, lang),
        *legend,
        "</svg>",
    ]
    return Drawing("".join(parts))


def _lefts(grid: BuildingGrid) -> list[int]:
    """x of every column, and of the right edge; a gap wherever another door begins."""
    x, left = _MARGIN + _LABEL_W, []
    for column, door in enumerate(grid.doors):
        if column and door != grid.doors[column - 1]:
            x += _DOOR_GAP
        left.append(x)
        x += _CELL_W
    return [*left, x]


def _right(left: list[int], column: int) -> int:
    return left[column] + _CELL_W


def _doors(grid: BuildingGrid, left: list[int], lang: Lang) -> Iterable[str]:
    y = _MARGIN + _TITLE_H + 14
    for column, door in enumerate(grid.doors):
        if door and (not column or door != grid.doors[column - 1]):
            last = max(c for c, other in enumerate(grid.doors) if other == door)
            x = (left[column] + _right(left, last)) / 2
            name = escape(page_text("door_name", lang, door=door))
            yield f'<text x="{x:g}" y="{y}" text-anchor="middle">{name}</text>'


def _heads(grid: BuildingGrid, left: list[int], face_top: int, lang: Lang) -> Iterable[str]:
    for head in grid.heads:
        x, right = left[head.first] + 1, _right(left, head.last) - 1
        y = face_top - (head.level + 1) * _HEAD_H + 2
        fill, ink = _head_colours(head)
        weight = ' stroke-width="2.5"' if head.planned and not head.state else ""
        yield (
            f'<rect x="{x}" y="{y}" width="{right - x}" height="{_HEAD_H - 5}" rx="3" fill="{fill}" '
            f'stroke="{OUTLINE if weight else LINE}"{weight}/>'
            f'<text x="{(x + right) / 2:g}" y="{y + 14}" text-anchor="middle" font-size="11" fill="{ink}">'
            f"{escape(head_text(head, lang))}</text>"
        )


def _head_colours(head: StackHead) -> tuple[str, str]:
    look = {"complete": "done", "ready": "ready"}.get(head.state)
    return (LOOKS[look].fill, LOOKS[look].ink) if look else ("#f4f6f8", "#1a1a1a")


def head_text(head: StackHead, lang: Lang) -> str:
    """The stack's short code, and its state or how many flats have a planned conversation or appointment."""
    code = head.code.rpartition("/")[2] or head.code
    if head.state:
        return f"{code} {page_words('head', lang)[head.state]}"
    return f"{code} · {head.planned}" if head.planned else code


def _floors(grid: BuildingGrid, left: list[int], top: dict[int, int], lang: Lang) -> Iterable[str]:
    for floor in grid.floors:
        yield (
            f'<text x="{_MARGIN + _LABEL_W - 8}" y="{top[floor] + 18}" text-anchor="end" fill="#444">'
            f"{escape(page_text('floor_name', lang, floor=floor_name(floor)))}</text>"
        )
    below = [floor for floor in grid.floors if NO_FLOOR < floor < 0]
    if below and len(below) < len(grid.floors):
        y = top[max(below)]
        yield f'<path d="M{_MARGIN} {y}H{left[-1]}" stroke="#111" stroke-width="2" stroke-dasharray="8 3" fill="none"/>'
    standing = {(cell.floor, column) for cell in grid.cells for column in range(cell.column, cell.column + cell.span)}
    gaps = [
        f"M{left[column] + 3} {top[floor] + 3}h{_CELL_W - 6}v{_CELL_H - 6}h{6 - _CELL_W}z"
        for floor in grid.floors
        if floor != NO_FLOOR
        for column in range(len(grid.doors))
        if (floor, column) not in standing
    ]
    if gaps:
        yield f'<path d="{"".join(gaps)}" fill="none" stroke="#b8bec4" stroke-dasharray="2 3"/>'


def _cells(grid: BuildingGrid, left: list[int], top: dict[int, int], lang: Lang) -> Iterable[str]:
    """Cells in one group a state, then the outlines on top of all: a state costs its colours once."""
    groups: dict[str, list[FlatCell]] = defaultdict(list)
    for cell in grid.cells:
        groups[cell.state].append(cell)
    outlines = []
    for state, look in LOOKS.items():
        boxes, marks, rooms = [], [], []
        for cell in groups.get(state, ()):
            x, y, width = _box(cell, left, top)
            boxes.append(f"M{x:g} {y}h{width:g}v{_CELL_H}h{-width:g}z")
            wide = width >= 44
            if look.mark and wide:
                marks.append(f'<path d="{look.mark}" transform="translate({x + 5:g} {y + 9})"/>')
            middle = x + width / 2 + (6 if look.mark and wide else 0)
            name = (text("page.shop_sign", lang) if cell.kind == "shop" and cell.room.isdigit() else "") + cell.room
            shown = escape(name.replace("|", "+"))
            size = "" if len(name) <= 6 and wide else ' font-size="9.5"'
            rooms.append(f'<text x="{middle:g}" y="{y + 18}"{size}>{shown}</text>')
            if cell.planned:
                outlines.append(f"M{x + 2:g} {y + 2}h{width - 4:g}v{_CELL_H - 4}h{4 - width:g}z")
        if boxes:
            yield f'<path d="{"".join(boxes)}" fill="{look.fill}" stroke="{LINE}"/>'
            yield f'<g fill="none" stroke="{look.ink}" stroke-width="1.6">{"".join(marks)}</g>'
            yield f'<g fill="{look.ink}" text-anchor="middle">{"".join(rooms)}</g>'
    if outlines:
        yield f'<path d="{"".join(outlines)}" fill="none" stroke="{OUTLINE}" stroke-width="3.5"/>'


def _box(cell: FlatCell, left: list[int], top: dict[int, int]) -> tuple[float, int, float]:
    width = _right(left, cell.column + cell.span - 1) - left[cell.column]
    part = width / cell.parts
    return left[cell.column] + cell.part * part, top[cell.floor], part


def _legend(y: int, width: int, lang: Lang) -> tuple[list[str], int]:
    """One sample a state and one of the outline, as many on a line as fit; and the picture's height."""
    words = page_words("flat_state", lang)
    samples = [*LOOKS, "planned"]
    per_line = max(1, (width - 2 * _MARGIN) // 152)
    made = []
    for place, state in enumerate(samples):
        x, line = _MARGIN + place % per_line * 152, y + place // per_line * _LEGEND_H
        look = LOOKS.get(state, LOOKS["not_asked"])
        edge = f'stroke="{OUTLINE}" stroke-width="3"' if state == "planned" else f'stroke="{LINE}"'
        made.append(f'<rect x="{x + 2}" y="{line}" width="22" height="16" fill="{look.fill}" {edge}/>')
        if look.mark:
            made.append(
                f'<path d="{look.mark}" transform="translate({x + 8} {line + 3})" fill="none" stroke="{look.ink}" '
                'stroke-width="1.6"/>'
            )
        made.append(f'<text x="{x + 30}" y="{line + 12}" font-size="11.5">{escape(words[state])}</text>')
    return made, y + -(-len(samples) // per_line) * _LEGEND_H + _MARGIN


def _description(grid: BuildingGrid, lang: Lang) -> str:
    planned = [cell.room.replace("|", "+") for cell in grid.cells if cell.planned]
    rooms = page_words("glue", lang)["list"].join(planned) or page_words("glue", lang)["none"]
    return page_text("elevation_description", lang, floors=len(grid.floors), planned=len(planned), rooms=rooms)

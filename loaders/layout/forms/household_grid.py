"""A door drawn as floors and sides, a household a cell: name, phone, who lives there and what they say, a line each."""

from __future__ import annotations

import re
from collections.abc import Mapping

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.forms.text_lines import is_name
from socialgraph.loaders.layout.forms.unfolded import Unfolded, sample, text_cell
from socialgraph.loaders.layout.header_rows import own_cells
from socialgraph.loaders.values.addresses import outer_address
from socialgraph.loaders.values.numbering import floor_named
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.sentences import sentence_code

_HEADINGS = ("楼号", "单元", "房号", "户主", "租客", "电话", "居住情况", "意见", "备注")
_TENANT = _HEADINGS.index("租客")
_SIDE = re.compile(r"(?<!\d)0?(?P<side>[1-9])(?:户|室|号)?[)）]?$")
_PHONE = re.compile(r"^1\d{2}[\d*\s-]{8,10}$")
_HEAD = re.compile(
    r"^(?P<name>[\u3400-\u9fff·]{2,4})(?:\s*[(（]?(?:租客|租户|房客|租)[:：]?\s*(?P<tenant>[\u3400-\u9fff·]{2,4})[)）]?)?$"
)
_LEAST_CELLS, _LEAST_FLOORS = 4, 2
_TITLE_ROWS = 3


def household_grid_form(sheet: Grid) -> Unfolded | None:
    """A line a household; None where no row heads sides (01, 02) over rows that are floors."""
    header = next((number for number, cells in sample(sheet).rows.items() if len(_sides(own_cells(cells))) > 1), 0)
    if not header:
        return None
    sides = _sides(own_cells(sheet.rows[header]))
    titles = [c.text for n, cells in sheet.rows.items() if n < header for c in own_cells(cells).values()][:_TITLE_ROWS]
    place = outer_address(" ".join(titles))
    door = place.door or outer_address(sheet.name).door
    unfolded = Unfolded(_HEADINGS, titles=tuple(titles))
    floors = 0
    for number, cells in sheet.rows.items():
        own = own_cells(cells)
        floor = _floor(own, min(sides)) if number > header else 0
        if not floor:
            continue
        floors += 1
        for column, side in sides.items():
            household = _household(own[column].text) if column in own else None
            if household is not None:
                line = (place.building, door, f"{floor}{side:02d}", *household)
                unfolded.lines.append((number, tuple(map(text_cell, line))))
        unfolded.used |= {number} if all(_household(own[c].text) for c in sides if c in own) else set()
    tenants = [line[_TENANT] for _, line in unfolded.lines]
    if any(cell is not None and cell.text for cell in tenants):  # then the others are owners
        unfolded.headings = tuple("产权人" if heading == "户主" else heading for heading in _HEADINGS)
    return unfolded if floors >= _LEAST_FLOORS and len(unfolded.lines) >= _LEAST_CELLS else None


def _sides(own: Mapping[int, Cell]) -> dict[int, int]:
    """Columns headed by the place on a floor: 左边（01）, 02户."""
    sides = {column: int(match["side"]) for column, cell in own.items() if (match := _SIDE.search(cell.text.strip()))}
    alone = len(sides) == len(own) and sorted(sides.values()) == list(range(1, len(sides) + 1))
    return sides if alone and 0 not in sides else {}


def _floor(own: Mapping[int, Cell], before: int) -> int:
    heads = [floor for column, cell in own.items() if column < before and (floor := floor_named(cell.text))]
    return heads[0] if len(heads) == 1 else 0


def _household(text: str) -> tuple[str, ...] | None:
    """Name, tenant, phone, who lives there, what they say, a remark; None where the first line is nobody's name."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    head = _HEAD.match(lines[0]) if lines else None
    if head is None or not is_name(head["name"]):
        return None
    phones = [line for line in lines[1:] if _PHONE.match(line)]
    living, *words = [line for line in lines[1:] if line not in phones] or [""]
    if not words and not _says_living(living):
        living, words = "", [living]
    tenant = head["tenant"] or ""
    return head["name"], tenant, "；".join(phones), living, "；".join(words), living


def _says_living(line: str) -> bool:
    return bool(Words().code("occupancy", line) or sentence_code("occupancy", line))

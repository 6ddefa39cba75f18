"""Word documents (.docx): a table is a grid, the paragraphs above it its title; text alone is a grid of lines.

A paragraph below a table that only counts its rows is the table's last row.
"""

from __future__ import annotations

import itertools
import re
import zipfile
from pathlib import Path

from lxml import etree

from socialgraph.errors import InputError
from socialgraph.loaders.files.file_names import shown_name
from socialgraph.loaders.files.grids import Grid, MergedRange, finish, value_cell
from socialgraph.loaders.files.limits import Budget
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.values.text import tidy

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}br": "\n", f"{_W}tab": " "}
_DOCUMENT = "word/document.xml"
_MOST_BYTES = 200_000_000
# 合共12户, 到场8人: what a clerk counts below a table; it is that table's last row, no title of the next one
_FOOT = re.compile(
    r"^(?:合共|共计?|总共|总计|合计|小计|本[页栋梯门](?:共计?|合计)|[到实应]到|到[场会]|参[加会]|出席)(?:[^\d\s]{0,4}\d{1,4}[户人家间套位名条个次票][,，、;；。]?)+$"
)


def is_docx(path: Path) -> bool:
    """Whether a zip archive is a Word document."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _DOCUMENT in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def read_docx(path: Path, budget: Budget) -> list[Grid]:
    """A grid a table, and one of the lines that stand below no table.

    Raises
    ------
    InputError
        Where the document is damaged, or unpacks to far more than an office writes.
    """
    body = _body(path)
    grids: list[Grid] = []
    above: list[str] = []
    if body is None:
        return []
    for element in body:
        if element.tag == f"{_W}p":
            text = tidy(_text(element))
            if text and not above and grids and _FOOT.match(text):
                grids[-1].rows[max(grids[-1].rows, default=0) + 1] = {0: value_cell(text)}
            elif text:
                above.append(text)
        elif element.tag == f"{_W}tbl":
            grids.append(_table(element, above, budget, len(grids)))
            above = []
    if above:
        lines = {number: {0: value_cell(text)} for number, text in enumerate(above, 1)}
        grids.append(Grid(name="", rows=lines))
    for before, grid in itertools.pairwise(grids):
        grid.before = before
    return grids


def _body(path: Path) -> etree._Element | None:
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(_DOCUMENT).file_size > _MOST_BYTES:
                raise InputError("file.damaged", file=shown_name(path))
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            root = etree.fromstring(archive.read(_DOCUMENT), parser)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, OSError) as error:
        raise InputError("file.damaged", file=shown_name(path)) from error
    return root.find(f"{_W}body")


def _text(element: etree._Element) -> str:
    """The text of a paragraph or cell, paragraphs joined by a line feed."""
    if element.tag == f"{_W}tc":
        return "\n".join(filter(None, (_text(paragraph) for paragraph in element.iterchildren(f"{_W}p"))))
    nodes = element.iter(f"{_W}t", f"{_W}br", f"{_W}tab")
    return "".join(node.text or "" if node.tag == f"{_W}t" else _BREAKS[str(node.tag)] for node in nodes)


def _table(table: etree._Element, above: list[str], budget: Budget, place: int) -> Grid:
    """The paragraphs above it as title lines, then its rows; cells over several columns or rows are merges."""
    grid = Grid(name="" if place == 0 else f"{place + 1}")
    for number, text in enumerate(above, 1):
        grid.rows[number] = {0: value_cell(text)}
    open_merges: dict[int, MergedRange] = {}
    for number, row in enumerate(table.iterchildren(f"{_W}tr"), len(above) + 1):
        cells: dict[int, Cell] = {}
        column = 0
        for cell in row.iterchildren(f"{_W}tc"):
            span, continues, begins = _merge_of(cell)
            budget.take_cells(span)
            if continues and column in open_merges:
                area = open_merges[column]
                open_merges[column] = MergedRange(area.top, area.left, number, area.right)
            else:
                _close(grid, open_merges.pop(column, None))
                cells[column] = value_cell(_text(cell).strip())
                if begins:
                    open_merges[column] = MergedRange(number, column, number, column + span - 1)
                elif span > 1:
                    grid.merges.append(MergedRange(number, column, number, column + span - 1))
            column += span
        grid.rows[number] = cells
    for area in open_merges.values():
        _close(grid, area)
    return finish(grid, budget)


def _close(grid: Grid, area: MergedRange | None) -> None:
    if area is not None and (area.bottom > area.top or area.right > area.left):
        grid.merges.append(area)


def _merge_of(cell: etree._Element) -> tuple[int, bool, bool]:
    """Columns that a cell spans, whether it continues the cell above, whether a cell over several rows begins."""
    properties = cell.find(f"{_W}tcPr")
    if properties is None:
        return 1, False, False
    span = properties.find(f"{_W}gridSpan")
    merge = properties.find(f"{_W}vMerge")
    width = span.get(f"{_W}val", "1") if span is not None else "1"
    begins = merge is not None and merge.get(f"{_W}val") == "restart"
    return max(1, int(width)) if width.isdigit() else 1, merge is not None and not begins, begins

"""Visits told in one cell of a household's row, a line each: 3.14 聂某、勾某上门:不换；4.20 我微信:松了口."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.diaries.diary import ALONE, DAY, Page, way_named, who_went, writer_in
from socialgraph.loaders.layout.forms.unfolded import Unfolded, text_cell
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.values.households import is_address
from socialgraph.loaders.values.text import tidy

_VISITS = ("日期", "走访人", "方式", "结果", "谈话情况")
_PLACES = frozenset(("compound", "building", "door", "room", "address_full"))
_BETWEEN = re.compile(r"[\n；;/／|｜]\s*(?=(?:20\d\d[-./年])?\d{1,2}\s*[月./]\s*\d{1,2})")
_HEAD = re.compile(r"^(?P<head>[^:：,，。；;]{1,24})[:：]\s*(?P<words>\S.*)$", re.DOTALL)
_MAY_TELL = re.compile(r"\d\D{1,4}\d.*[^\W\d_]", re.DOTALL)  # a day, then words: spares most cells of a long list
_LEAST_CELLS, _MOSTLY = 3, 0.6


def told_visits(grid: Grid, block: Block) -> tuple[Block, Unfolded | None]:
    """The block without its column of visits, and a line a visit of it; the block as it is where it has none."""
    named = {name for heading in block.header.headings for name in heading.fields}
    if {"visitors", "date"} & named:
        return block, None  # a log itself
    places = [heading for heading in block.header.headings if _is_place(grid, block, heading)]
    others = [heading for heading in block.header.headings if heading not in places] if places else []
    column = next((heading for heading in others if _tells_visits(grid, block, heading)), None)
    if column is None:
        return block, None
    titles = [line for line in block.title.split("\n") if line]
    page = Page(writer_in(titles), any(map(ALONE.search, titles)))
    listed = Unfolded((*(h.lower for h in places), *_VISITS), titles=(*titles, "走访记录"))
    for number in block.rows:
        cells = grid.rows[number]
        for visit in _visits(cells[column.column].text, page) if column.column in cells else ():
            listed.lines.append((number, (*(cells.get(h.column) for h in places), *visit)))
            listed.used.add(number)
    if len(listed.lines) < _LEAST_CELLS:
        return block, None
    headings = tuple(replace(h, fields=(), settled=True) if h is column else h for h in block.header.headings)
    return replace(block, header=replace(block.header, headings=headings)), listed


def _is_place(grid: Grid, block: Block, heading: Heading) -> bool:
    if set(heading.fields) & _PLACES:
        return True
    texts = _texts(grid, block, heading)
    return not heading.fields and bool(texts) and sum(map(is_address, texts)) >= _MOSTLY * len(texts)


def _tells_visits(grid: Grid, block: Block, heading: Heading) -> bool:
    texts = _texts(grid, block, heading)
    telling = sum(1 for text in texts if _MAY_TELL.search(text) and next(_visits(text, Page()), None) is not None)
    return telling >= max(_LEAST_CELLS, _MOSTLY * len(texts))


def _texts(grid: Grid, block: Block, heading: Heading) -> list[str]:
    cells = (grid.rows[number].get(heading.column) for number in block.rows)
    return [text for cell in cells if cell is not None and (text := cell.text.strip())]


def _visits(text: str, page: Page) -> Iterator[Sequence[Cell]]:
    """Day, who went, how and what was said, of each part that begins with a day and says how."""
    for part in _BETWEEN.split(text):
        plain = tidy(part).strip(" ；;,，")
        day = DAY.match(plain)
        if day is None:
            continue
        rest = plain[day.end() :].strip()
        match = _HEAD.match(rest)
        head, words = (match["head"], match["words"]) if match else ("", rest)
        way = way_named(head) if match else way_named(rest[:6])
        if not way or not words:
            continue
        people = who_went(head, page, alone=True)
        yield tuple(map(text_cell, (day["day"], "、".join(people), way, words, words)))

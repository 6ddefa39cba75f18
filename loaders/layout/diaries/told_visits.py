"""Visits told in one cell of a household's row, a line each: 3.14 聂某、勾某上门:不换；4.20 我微信:松了口."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.diaries.diary import ALONE, Page, way_named, who_went, writer_in
from socialgraph.loaders.layout.forms.unfolded import Unfolded, text_cell
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.weighing.readings import is_person
from socialgraph.loaders.values.households import is_address
from socialgraph.loaders.values.numbering import is_room_alone
from socialgraph.loaders.values.text import squeeze, tidy

_VISITS = ("日期", "走访人", "方式", "结果", "谈话情况")
_PLACES = frozenset(("compound", "building", "door", "room", "address_full"))
_BETWEEN = re.compile(r"[\n；;/／|｜]\s*(?=(?:20\d\d[-./年])?\d{1,2}\s*[月./]\s*\d{1,2})")
_HEAD = re.compile(r"^(?P<head>[^:：,，。；;]{1,24})[:：]\s*(?P<words>\S.*)$", re.DOTALL)
_MAY_TELL = re.compile(r"\d\D{1,4}\d.*[^\W\d_]", re.DOTALL)  # a day, then words: spares most cells of a long list
_DAY = re.compile(r"(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?")
_DAYS = re.compile(
    rf"^[\s(（\[【]*(?P<days>{_DAY.pattern}(?:\s*[、,，和]\s*{_DAY.pattern})*)(?![\d.%:：/-])[\s)）\]】,，]*"
)
_HOW = re.compile(r"上门|入户|家访|敲门|走访|打(?:了|过)?(?:个|一个)?电话|电话|微信|[去来](?:的|了|过)")
_ALONG = re.compile(
    r"[,，](?P<name>[\u3400-\u9fff]{2,4}?)(?:也)?(?:一起|一路|一道|陪同|陪着|同去|跟着|跟我)(?:去的?)?(?=[,，。;；]|$)"
)
_SPOKEN_TO = re.compile(r"租客|房东|户主|业主|房主|承租人|住户|本人|家属|家人|老人|老伴|儿子|女儿|媳妇|邻居|[他她]")
_STOREY_AND_PLACE = re.compile(r"^负?\d{1,2}-[1-9](?:室|号|户)?$")
_AHEAD = re.compile(r"预约|预定|拟|计划|约(?:定|好)|下[次回]|[进入]场")  # what such a column tells is still to come
_HOUR = re.compile(
    r"^(?:(?:上|下|中)午|早上?|晚上?|傍晚|全天|整天|\d{1,2}\s*[:：点时]\s*(?:\d{1,2}分?|半)?|[\s至到~—-])+$"
)
_OF_VISITS = re.compile(r"走访|家访|入户|回访|上门|探访|访问")
_SAMPLE = 2_000  # rows that show what a column is
_LEAST_CELLS, _MOSTLY, _MOST_PLACES = 3, 0.6, 0.8


def told_visits(grid: Grid, block: Block) -> tuple[Block, Unfolded | None]:
    """The block without its column of visits, and a line a visit of it; the block as it is where it has none."""
    named = {name for heading in block.header.headings for name in heading.fields}
    if {"visitors", "date"} & named:
        return block, None  # a log itself
    places = [heading for heading in block.header.headings if _is_place(grid, block, heading)]
    others = [heading for heading in block.header.headings if heading not in places] if places else []
    columns = _telling_visits(grid, block, others)
    if not columns:
        return block, None
    titles = [line for line in block.title.split("\n") if line]
    page = Page(writer_in(titles), any(map(ALONE.search, titles)))
    listed = Unfolded((*(h.lower for h in places), *_VISITS), titles=(*titles, "走访记录"))
    for number in block.rows:
        cells = grid.rows[number]
        texts = (cells[heading.column].text for heading in columns if heading.column in cells)
        for visit in (visit for text in texts for visit in _visits(text, page)):
            listed.lines.append((number, (*(cells.get(h.column) for h in places), *visit)))
            listed.used.add(number)
    headings = tuple(replace(h, fields=(), settled=True) if h in columns else h for h in block.header.headings)
    return replace(block, header=replace(block.header, headings=headings)), listed


def _is_place(grid: Grid, block: Block, heading: Heading) -> bool:
    if set(heading.fields) & _PLACES:
        return True
    texts = _texts(grid, block, heading)
    if heading.fields or len(texts) < _LEAST_CELLS:
        return False
    return sum(1 for text in texts if is_address(text) or _is_room(squeeze(text))) >= _MOST_PLACES * len(texts)


def _is_room(text: str) -> bool:
    """301, -101 or 负1-2."""
    return is_room_alone(text.removeprefix("-")) or _STOREY_AND_PLACE.match(text) is not None


def _telling_visits(grid: Grid, block: Block, headings: Sequence[Heading]) -> list[Heading]:
    """The columns whose cells are mostly told visits (走访①, 走访②), of enough cells together."""
    past = [heading for heading in headings if not _AHEAD.search(heading.lower)]
    counts = {heading: _count_telling(_texts(grid, block, heading)) for heading in past}
    columns = [heading for heading, (count, of) in counts.items() if count and count >= _MOSTLY * of]
    enough = sum(counts[heading][0] for heading in columns) >= _LEAST_CELLS
    return columns if enough else [heading for heading in columns if _OF_VISITS.search(heading.lower)]


def _count_telling(texts: Sequence[str]) -> tuple[int, int]:
    telling = [text for text in texts if _MAY_TELL.search(text) and next(_visits(text, Page()), None) is not None]
    return len(telling), len(texts)


def _texts(grid: Grid, block: Block, heading: Heading) -> list[str]:
    cells = (grid.rows[number].get(heading.column) for number in block.rows[:_SAMPLE])
    return [text for cell in cells if cell is not None and (text := cell.text.strip())]


def _visits(text: str, page: Page) -> Iterator[Sequence[Cell]]:
    """Day, who went, how and what was said, of each part that begins with a day (or with several) and says how."""
    for part in _BETWEEN.split(text):
        plain = tidy(part).strip(" ；;,，")
        days = _DAYS.match(plain)
        if days is None:
            continue
        rest = plain[days.end() :].strip()
        match = _HEAD.match(rest)
        head, words = (match["head"], match["words"]) if match else (_clause(rest), rest)
        if not (way := way_named(head)) or not words or _HOUR.match(words):
            continue
        people = who_went(head if match else _up_to_how(head), page, alone=bool(match))
        visitors = dict.fromkeys(name for name in (*people, *_beside(rest)) if not _SPOKEN_TO.search(name))
        for day in _DAY.findall(days["days"]):
            yield tuple(map(text_cell, (day, "、".join(visitors), way, words, words)))


def _clause(text: str) -> str:
    return re.split(r"[,，。;；:：]", text, maxsplit=1)[0]


def _up_to_how(head: str) -> str:
    """What stands before and in the words that say how: 我上门 of 我上门把文件给她看."""
    match = _HOW.search(head)
    if match is None:
        return head
    return head[: match.start() + 1 if match[0][0] in "去来" else match.end()]  # 我同某某去 of 我同某某去的


def _beside(text: str) -> list[str]:
    """Who went along: 上门，勾某某一起."""
    return [match["name"] for match in _ALONG.finditer(text) if is_person(match["name"])]

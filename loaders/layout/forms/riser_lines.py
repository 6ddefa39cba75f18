"""Risers in lines of text: which flats one passes (11-甲 1单元 101 201 301), and how far the works are (11-甲 没动)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import dropwhile

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.forms.unfolded import Unfolded, sample, text_cell
from socialgraph.loaders.layout.header_rows import own_cells
from socialgraph.loaders.values.addresses import outer_address
from socialgraph.loaders.values.room_lists import is_stack
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.pipes import names_of_pipes, pipe_named, pipes_of_all
from socialgraph.loaders.values.words.sentences import sentence_code

_MAP = ("楼号", "单元", "立管编号", "管别", "经过的户")
_WORKS = ("楼号", "立管编号", "管别", "施工状态", "完工日期")
_LISTED = re.compile(r"^(?P<head>\S.*?)[\s:：]+(?P<rooms>\d{3,4}(?:室|号)?(?:[\s、,，/—-]+\d{3,4}(?:室|号)?){2,})\s*$")
_GAP = re.compile(r"[\s:：]+")
_NUMBERED = re.compile(r"^(?=.*[\dA-Za-z甲乙丙丁戊]|[一二三四五六七八九十])[\w\-—#号串.·左右东西]{2,10}$")
_CODE = re.compile(
    r"(?<![A-Za-z\d-])(?:[甲乙丙丁]?\d{1,2}[-—])?[A-Z]{1,3}-?\d{1,3}(?![\w])"
    r"|(?<![A-Za-z\d-])\d{1,2}[-—][甲乙丙丁](?!\w)"
    r"|(?<![A-Za-z\d-])[\d一二三四五六七八九十]{1,2}[东西南北左右中]?(?:厨|卫|厕|给|暖)\d?(?=[\s:：,，、)）]|$)"
)
_ABOUT_WORKS = re.compile(r"施工|工程|进度|师傅|换管|立管|竖管")
_SENTENCES = re.compile(r"[。；;]")
_DAY = r"(?:20\d\d[-/.年])?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[-/.月](?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?"
_DATED = re.compile(rf"^\s*(?P<day>{_DAY})(?=[\s,，:：]|$)|(?P<inside>{_DAY})")
_CLOSED_ON = re.compile(r"[(（](?P<day>\d{1,2})[日号][^)）]{0,4}[)）]")
_LABEL = re.compile(r"^[^:：]{0,8}(?:说|讲|道)[:：]")
_BREAKS = re.compile(r"[,，]")
_BUILDING = re.compile(r"^([甲乙丙丁]\d{1,2})-")  # 甲1-P11; the 11 of 11-P1 may be a door or a riser too
_EDGES = " ,，:：、()（）"
_LEAST_LISTED, _LEAST_WORKS = 3, 3
_MOST_CELLS = 6  # of a line of text that a reader of csv cut at its commas
_LEAST_TABLE, _LEAST_COLUMNS = 4, 2
_TITLE_LINES = 3


def riser_lines_form(sheet: Grid) -> Unfolded | None:
    """A line a riser with its flats; None where fewer than three lines list any."""
    if not _is_text(sheet):
        return None
    texts = lines_of(sheet)
    unfolded = Unfolded(_MAP, titles=tuple(text for text in list(texts.values())[:1] if not _LISTED.match(text)))
    above = ""
    for number, text in texts.items():
        match = _LISTED.match(text)
        if match is None or not is_stack(match["rooms"]):
            above = text
            continue
        row = _riser(match["head"], match["rooms"], above)
        if row is not None:
            unfolded.lines.append((number, row))
            unfolded.used.add(number)
    return unfolded if len(unfolded.lines) >= _LEAST_LISTED else None


def works_lines_form(sheet: Grid) -> Unfolded | None:
    """A line a riser whose state a sentence says; None where fewer than three sentences name a riser and its state."""
    if not _is_text(sheet):
        return None
    texts = lines_of(sheet)
    title = "\n".join(list(texts.values())[:_TITLE_LINES])
    if not _ABOUT_WORKS.search("\n".join((title, sheet.name))):
        return None
    unfolded = Unfolded(_WORKS, titles=tuple(list(texts.values())[:1]))
    understood = 0
    for number, text in texts.items():
        rows = [] if _LISTED.match(text) else _states(text)
        understood += sum(1 for _, known in rows if known)
        unfolded.lines += [(number, row) for row, _ in rows]
        if rows:
            unfolded.used.add(number)
    return unfolded if understood >= _LEAST_WORKS else None


def lines_of(sheet: Grid) -> dict[int, str]:
    """The lines as they were written, a comma where the reader of csv cut them."""
    texts = {
        number: "，".join(cell.text.strip() for cell in own_cells(cells).values())
        for number, cells in sheet.rows.items()
    }
    return {number: text for number, text in texts.items() if text}


def _is_text(sheet: Grid) -> bool:
    """Whether every line begins in the first column and holds few cells, one or in different numbers: no table."""
    rows = [own for cells in sample(sheet).rows.values() if (own := own_cells(cells))]
    below = [len(cells) for cells in dropwhile(lambda cells: len(cells) == 1, sample(sheet).rows.values())]
    if len(below) >= _LEAST_TABLE and len(set(below)) == 1 and below[0] > _LEAST_COLUMNS:
        return False  # a table under its title
    widths = {len(own) for own in rows}
    return (
        all(min(own) == 0 for own in rows)
        and max(widths, default=0) <= _MOST_CELLS
        and (widths == {1} or len(widths) > 1)
    )


def _riser(head: str, rooms: str, above: str) -> tuple[Cell, ...] | None:
    """Building, door, number, pipe and flats of a line; None where not exactly one word is the riser's number."""
    words = [word for word in _GAP.split(head) if word]
    places = {word: outer_address(word) for word in words}
    codes = [word for word, place in places.items() if not (place.building or place.door) and _NUMBERED.match(word)]
    codes = [word for word in codes if not pipe_named(word) or any(map(str.isdigit, word))]
    if len(codes) != 1:
        return None
    building = (
        next((place.building for place in places.values() if place.building), "") or outer_address(above).building
    )
    door = next((place.door for place in places.values() if place.door), "")
    pipe = next((pipe_named(word) for word in words if word not in codes and pipe_named(word)), "")
    pipe = names_of_pipes().get(pipe or pipe_named("".join(pipes_of_all(above)[:1])), "")
    return (
        text_cell(building),
        text_cell(door),
        text_cell(codes[0].removesuffix("串")),
        text_cell(pipe),
        text_cell(rooms),
    )


def _states(text: str) -> list[tuple[tuple[Cell, ...], bool]]:
    """A row for every riser that a line names, and whether its state is understood."""
    rows: list[tuple[tuple[Cell, ...], bool]] = []
    day = ""
    for sentence in filter(None, map(str.strip, _SENTENCES.split(text))):
        dated = _DATED.search(sentence)
        day = (dated["day"] or dated["inside"]) if dated else day
        plain = _LABEL.sub("", _DATED.sub("", sentence, count=1)) if dated else sentence
        codes = list(_CODE.finditer(plain))
        if not codes:
            continue
        remark = plain[codes[-1].end() :].strip(_EDGES) or plain[: codes[0].start()].strip(_EDGES)
        state = _state(remark)
        on = _closing_day(remark, day)
        for code in codes:
            building = _BUILDING.match(code[0])
            pipe = pipe_named(code[0]) or ("supply" if "给" in code[0] else pipe_named(plain[: code.start()]))
            row = (
                building[1] if building else "",
                code[0],
                names_of_pipes().get(pipe, ""),
                state or remark,
                on if state == _DONE else "",
            )
            rows.append((tuple(map(text_cell, row)), bool(state)))
    return rows


def _closing_day(remark: str, day: str) -> str:
    """The day of a sentence; of 11.20 … (18号收的口) the eighteenth of that month."""
    closed = _CLOSED_ON.search(remark)
    return re.sub(r"\d{1,2}[日号]?$", f"{closed['day']}日", day) if closed else day


_DONE = "完工"
_CANONICAL: Mapping[str, str] = {
    "done": _DONE,
    "in_progress": "施工中",
    "not_started": "未开工",
    "not_doing": "不做",
    "bypassed": "绕过",
}


def _state(remark: str) -> str:
    """The state that a sentence says, in the words of the list; "" where none or several."""
    words = Words()
    codes = [words.code("works_status", part) or sentence_code("works_status", part) for part in _BREAKS.split(remark)]
    known = list(dict.fromkeys(code for code in codes if code))
    if not known:
        whole = sentence_code("works_status", remark)
        known = [whole] if whole else []
    if not known or ("done" in known and len(known) > 1):
        return ""
    return _CANONICAL.get(known[0], "")

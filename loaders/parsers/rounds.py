"""A round of visits in one row: several flats in the cell of the address, and what each said in that of the talk."""

from __future__ import annotations

import re
from dataclasses import replace

from socialgraph.loaders.files.sheets import Cell, Row
from socialgraph.loaders.layout.columns.said import SAID
from socialgraph.loaders.values.addresses import parse_address
from socialgraph.loaders.values.households import is_address
from socialgraph.loaders.values.room_lists import addresses_listed
from socialgraph.loaders.values.text import tidy
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone

_ELSEWHERE = re.compile(
    r"^(?:详?见|看|同|如)(?:情况|内容|谈话|左|前|上|备注|说明).{0,4}$|^(?:各户|每户|分户|各家)?(?:不同|不一|不一样|另记)$"
)
_NO_MORE = re.compile(r"^(?:还是|仍)?(?:没|未)(?:变|谈|说|讲|做|松)|^谈不|^说不")
_HARMLESS = frozenset(("person_gone", "closes_pair"))  # 201没谈动: whoever is gone, the visit was made
_ROOM = r"\d{3,4}(?:室|号|户)?"
_CLAUSE = re.compile(rf"[；;。\n]|(?<!\d)[，,、](?={_ROOM}[^\d、，,])|(?<!\d)[，,](?={_ROOM}[、和及])")
_OF_ROOMS = re.compile(rf"^(?P<rooms>{_ROOM}(?:[、,，/和及]{_ROOM})*)\s*[:：]?\s*(?P<words>\D.*)$")
_BOTH = re.compile(
    r"^(?:[两三四五六七八九十几]户|[两三四五六七八九十几]家|各户|几户|全部|全|大家)(?=[都均全皆当])|^(?:都|均|全)"
)


def flats_of_round(row: Row) -> list[Row]:
    """A row a flat; [] where the row is of one flat, or says of anybody that they want to be left alone.

    What no room stands before counts for all of them, if nothing in the row is said of one alone.
    """
    cell = row.cells.get("address_full")
    outcome = row.text(SAID).strip() or row.text("result").strip()
    if cell is None or not cell.text.strip() or not outcome or _is_joined(cell.text, row.text(SAID)):
        return []
    flats = addresses_listed(cell.text)
    if len(flats) < 2 or not all(map(is_address, flats)) or len(set(flats)) < len(flats):
        return []
    marked = any(mark.kind not in _HARMLESS for mark in row.marks)
    if marked or any(asks_to_be_left_alone(own.text) for own in row.cells.values()):
        return []
    rooms = [room.room if (room := parse_address(flat).room) is not None else "" for flat in flats]
    words = words_by_room(row.text(SAID) or row.text("result"), rooms)
    if words is None or len(set(rooms)) < len(rooms) or not all(words.values()):
        return []
    return [_of_flat(row, flat, words[room]) for flat, room in zip(flats, rooms, strict=True)]


def _is_joined(text: str, talk: str) -> bool:
    """Whether a cell is one household's address: of one flat, or of two side by side of which no word tells apart."""
    if not is_address(text):
        return False
    room = parse_address(text).room
    flats = room.room.split("|") if room is not None else []
    return len(flats) < 2 or (len(flats) == 2 and flats[0][:-2] == flats[1][:-2] and not any(f in talk for f in flats))


def words_by_room(text: str, rooms: list[str]) -> dict[str, str] | None:
    """What is told of each room; None where the text names a room that is none of them.

    >>> words_by_room("101、102签字；201家里没人", ["101", "102", "201"])
    {'101': '签字', '102': '签字', '201': '家里没人'}
    >>> words_by_room("两户当场签字", ["202", "402"]), words_by_room("305没人", ["202"])
    ({'202': '当场签字', '402': '当场签字'}, None)
    """
    words = dict.fromkeys(rooms, "")
    parts = [part.strip() for part in _CLAUSE.split(tidy(text)) if part.strip()]
    of_rooms = [_OF_ROOMS.match(part) for part in parts]
    if not any(of_rooms):
        return (
            None if re.search(r"(?<!\d)\d{3}(?![\d元块年])", text) else dict.fromkeys(rooms, _BOTH.sub("", tidy(text)))
        )
    named: list[str] = []
    for part, match in zip(parts, of_rooms, strict=True):
        named = re.findall(r"\d{3,4}", match["rooms"]) if match else named
        if not named or not set(named) <= set(rooms):
            return None
        for room in named:
            words[room] = "；".join(filter(None, (words[room], match["words"] if match else part)))
    return words


def _of_flat(row: Row, flat: str, words: str) -> Row:
    cells: dict[str, Cell] = {**row.cells, "address_full": _with(row.cells["address_full"], flat)}
    if SAID in cells:
        cells[SAID] = _with(cells[SAID], words)
    result = cells.get("result")
    if result is not None and (_ELSEWHERE.match(tidy(result.text)) or not row.text(SAID)):
        first = re.split("[,，;；。]", words)[0]  # 没谈动,再考虑 is no more than before
        whole = Words().code("visit_result", words) and not _NO_MORE.match(first)
        cells["result"] = _with(result, words if whole else first)
    return replace(row, cells=cells)


def _with(cell: Cell, text: str) -> Cell:
    return replace(cell, text=text, raw=text)

"""Ids that one table explains and others use alone: of households (H0312, D017), of helpers (P01), of events (A02).

In cells of the other tables the household's address or the helper's name stands afterwards; to participants of an event
its title and day are added. An id is letters and a number, and each stands once in the table that explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.explained.record_tables import CodedTable
from socialgraph.loaders.layout.kinds import LISTS_HELPED
from socialgraph.loaders.values.profiles import shares
from socialgraph.loaders.values.words.headings import HeadingDictionary

_ID = re.compile(r"^[A-Za-z]{1,4}[-_]?\d{2,6}$")
_FOUND = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z]{1,4}[-_]?\d{2,6}(?![A-Za-z0-9_-])")
_PURE = re.compile(r"^[甲乙丙丁]?\d{1,3}[甲乙丙丁]?$")
_OWN_KEYS = frozenset(("house_no", "dossier_no", "owner_no", "stack", "room", "address_full"))
_PAIR = 2
_LEAST, _MOSTLY = 3, 0.8
ADDRESS = "住址"


@dataclass
class Ids:
    """What the ids of an office stand for."""

    homes: dict[str, str] = field(default_factory=dict)  # id -> address
    names: dict[str, str] = field(default_factory=dict)  # id -> name
    events: list[tuple[CodedTable, int, dict[str, dict[int, Cell]]]] = field(default_factory=list)
    explaining: list[tuple[CodedTable, int]] = field(default_factory=list)  # tables with their own ids' column
    headings: set[str] = field(default_factory=set)  # over ids of households

    def __bool__(self) -> bool:
        return bool(self.homes or self.names or self.events)

    @classmethod
    def of(cls, tables: Sequence[CodedTable], dictionary: HeadingDictionary) -> Ids:
        """The ids that tables explain; those of two addresses or names are none."""
        ids = cls()
        for table in tables:
            fields = {column: set(dictionary.look_up(heading)) for column, heading in table.headings.items()}
            key = next((c for c, known in fields.items() if not known & _OWN_KEYS and _is_key(table, c)), None)
            if key is None:
                continue
            rows = [(cells[key].text.strip(), cells) for cells in table.rows() if key in cells and cells[key].text]
            if place := _place_columns(fields):
                said = {number: _address(cells, place) for number, cells in rows}
                _join(ids.homes, {number: address for number, address in said.items() if address})
                ids.headings.add(table.headings[key])
            elif (named := _name_column(table, fields)) is not None:
                _join(ids.names, {number: cells[named].text.strip() for number, cells in rows if named in cells})
            else:
                ids.events.append((table, key, dict(rows)))
                continue
            ids.explaining.append((table, key))
        ids.names = {number: name for number, name in ids.names.items() if number not in ids.homes}
        return ids


def _is_key(table: CodedTable, column: int) -> bool:
    texts = [cells[column].text.strip() if column in cells else "" for cells in table.rows() if _filled(cells)]
    return len(texts) >= _LEAST and len(set(texts)) == len(texts) and all(map(_ID.match, texts))


def _filled(cells: Mapping[int, Cell]) -> bool:
    return any(cell.text.strip() for cell in cells.values())


def _place_columns(fields: Mapping[int, set[str]]) -> dict[str, int]:
    """The columns of a household's address, {} without a room."""
    place: dict[str, int] = {}
    for name in ("compound", "building", "door", "room", "address_full"):
        column = next((column for column, known in fields.items() if name in known), None)
        if column is not None:
            place[name] = column
    return place if "room" in place or "address_full" in place else {}


def _name_column(table: CodedTable, fields: Mapping[int, set[str]]) -> int | None:
    return next((c for c, known in fields.items() if "name" in known and _are_names(table.texts(c))), None)


def _are_names(texts: Sequence[str]) -> bool:
    return shares(texts)["name"] >= _MOSTLY


def _address(cells: Mapping[int, Cell], place: Mapping[str, int]) -> str:
    text = {name: cells[column].text.strip() for name, column in place.items() if column in cells}
    if whole := text.get("address_full"):
        return whole
    if not text.get("room"):
        return ""
    building, door = text.get("building", ""), text.get("door", "")
    building += "号楼" if _PURE.match(building) else ""
    door += "单元" if _PURE.match(door) else ""
    return text.get("compound", "") + building + door + text["room"]


def _join(known: dict[str, str], said: Mapping[str, str]) -> None:
    for number, text in said.items():
        if known.setdefault(number, text) != text:
            known[number] = ""


def write_out_ids(ids: Ids, tables: Iterable[CodedTable]) -> None:
    """Write out ids in tables that have none of their own, in place."""
    own = {(id(table), column) for table, column in ids.explaining}
    for table in tables:
        _head_links(ids, table)
        for column in list(table.headings):
            if (id(table), column) not in own:
                _write_out_column(ids, table, column)
        for event, key, rows in ids.events:
            if table is not event:
                _add_event(table, event, key, rows)


def _head_links(ids: Ids, table: CodedTable) -> None:
    """包户 of ids of helpers and ids of households: who looks after whom, headed so."""
    shares_known = {
        (kind, column)
        for kind, known in (("name", ids.names), ("home", ids.homes))
        for column in table.headings
        if (texts := table.texts(column)) and sum(bool(known.get(text)) for text in texts) >= _MOSTLY * len(texts)
    }
    of_kind = dict(shares_known)
    if len(shares_known) == len(of_kind) == _PAIR and len(table.headings) == _PAIR and LISTS_HELPED.search(table.name):
        table.rename(of_kind["name"], "姓名")
        table.rename(of_kind["home"], f"联系户{ADDRESS}")


def _write_out_column(ids: Ids, table: CodedTable, column: int) -> None:
    texts = table.texts(column)
    of_homes = sum(1 for text in texts if _FOUND.search(text) and _all_known(text, ids.homes))
    for cells in table.rows():
        cell = cells.get(column)
        if cell is not None and _FOUND.search(cell.text):
            text = _FOUND.sub(lambda match: ids.homes.get(match[0]) or ids.names.get(match[0]) or match[0], cell.text)
            cells[column] = replace(cell, text=text, raw=text) if text != cell.text else cell
    if texts and of_homes >= _MOSTLY * len(texts):
        table.rename(column, _heading_of_homes(ids, table.headings[column]))


def _all_known(text: str, homes: Mapping[str, str]) -> bool:
    return all(homes.get(number) for number in _FOUND.findall(text))


def _heading_of_homes(ids: Ids, heading: str) -> str:
    for known in ids.headings:
        if known in heading:
            return heading.replace(known, ADDRESS)
    return heading if heading.endswith(ADDRESS) else heading + ADDRESS


def _add_event(table: CodedTable, event: CodedTable, key: int, rows: Mapping[str, Mapping[int, Cell]]) -> None:
    """To each line of a table that uses the ids of another: what that says of it; the id is taken away."""
    heading = event.headings[key]
    column = next((column for column, text in table.headings.items() if text == heading), None)
    texts = table.texts(column) if column is not None else []
    if column is None or len(texts) < _LEAST or sum(text in rows for text in texts) < _MOSTLY * len(texts):
        return
    if len(set(texts)) == len(texts):
        return
    first = max(max(cells, default=0) for cells in table.grid.rows.values()) + 1
    for place, (other, text) in enumerate((c, t) for c, t in event.headings.items() if c != key):
        table.rename(first + place, text)
        for cells in table.rows():
            source = rows.get(cells[column].text.strip()) if column in cells else None
            if source is not None and other in source:
                cells[first + place] = source[other]
    for cells in (*table.rows(), table.grid.rows[table.header]):
        cells.pop(column, None)
    del table.headings[column]

"""Sheets that share a number of the house or dossier: the address stands in one of them only.

Of one workbook any number counts; of two files one that no other list is likely to count by (H003, 100203), and only
where most of a sheet's numbers are known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from socialgraph.loaders.files.sheets import Cell, Row, Sheet
from socialgraph.loaders.layout.kinds import LISTS_HELPED, UNKNOWN, SheetKind, recognise
from socialgraph.loaders.layout.unread_wishes import NOT_OF_HOUSEHOLDS
from socialgraph.loaders.values.text import squeeze

_KEYS = ("house_no", "dossier_no")
_PLACE = ("compound", "address_full", "building", "door", "floor", "room")
_OF_EGO = {"address_full": "ego_address", "building": "ego_building", "door": "ego_door", "room": "ego_room"}
_MOST_SHARE = 0.8  # of rows whose number another sheet has an address for
_SHORTEST = 1  # characters: a single letter is a door
_COUNTED = re.compile(r"^\d{1,4}$")  # a number by which any list may count its own rows
_ROSTERS = ("people_roster", "party_roster")
_ROOM = frozenset(("address_full", "room"))
_OF_HELPED = frozenset(
    (*_PLACE, "responsible_worker", "head_name", "owner_name", "phone", "seq_no", "remarks", "dossier_no", "community")
)


def link_files(sheets: Sequence[Sheet]) -> tuple[set[str], set[str]]:
    """As `link_sheets`, of all files of a load: where most numbers of a sheet are known and none is a plain count.

    Gives the files that name households by number alone, and those that have the address of such numbers.
    """
    by_number = _numbers_asked_and_told(sheets)
    for key in _KEYS:
        registers = [sheet for sheet in sheets if key in sheet.fields and _ROOM & sheet.fields.keys()]
        places = {number: place for number, place in _places(registers, key).items() if not _COUNTED.match(number)}
        for sheet in sheets:
            if not places or (_ROOM & sheet.fields.keys() and not _is_linkable_room(sheet)):
                continue
            numbers = [number for row in sheet.rows if (number := squeeze(row.text(key)))]
            if numbers and sum(number in places for number in numbers) >= _MOST_SHARE * len(numbers):
                _give_places(sheet, key, registers, places)
            elif key not in sheet.fields:
                _link_rooms(sheet, registers, places)
    for sheet in sheets:
        if sheet.kind == UNKNOWN and sheet.wishes and not sheet.fields.keys().isdisjoint(_KEYS):
            kind = recognise({*sheet.fields, "room"})
            if kind is not None and kind.name == "visits":  # stops of nobody known, until a file has its numbers
                _make(sheet, kind)
    return by_number


def _numbers_asked_and_told(sheets: Sequence[Sheet]) -> tuple[set[str], set[str]]:
    """Both kinds of files, as `link_files` gives them."""
    asks: set[str] = set()
    tells: set[str] = set()
    for sheet in sheets:
        for key in _KEYS:
            numbers = {squeeze(row.text(key)) for row in sheet.rows} - {""}
            if key in sheet.fields and not all(_COUNTED.match(number) for number in numbers):
                has_place = bool(_ROOM & sheet.fields.keys())
                if has_place or recognise({*sheet.fields, "room"}) is not None:  # else of another matter
                    (tells if has_place else asks).add(sheet.file)
        for prefix in ("", "ego_", "alter_"):
            if sheet.kind != UNKNOWN and {f"{prefix}building", f"{prefix}address"}.isdisjoint(sheet.fields):
                rooms = (squeeze(row.text(f"{prefix}room")) for row in sheet.rows)
                asks |= {sheet.file} if any(room and _is_no_room(room) for room in rooms) else set()
    return asks, tells


def _is_linkable_room(sheet: Sheet) -> bool:
    """Whether what looks like a room stands without a building, and may be a number (`_link_rooms` decides)."""
    return "address_full" not in sheet.fields and "building" not in sheet.fields and not sheet.place[0]


def _give_places(sheet: Sheet, key: str, registers: Sequence[Sheet], places: Mapping[str, Mapping[str, Cell]]) -> None:
    """Places for a sheet's rows; of ties that the office confirmed they are where those live who name others."""
    is_confirmed = key in sheet.confirmed and sheet.kind != UNKNOWN
    target = {name: _OF_EGO.get(name, name) if is_confirmed and sheet.kind == "ties" else name for name in _PLACE}
    _add_places(sheet, key, places, target)
    for register in registers:
        for name in _PLACE:
            if name in register.fields:
                sheet.fields.setdefault(target[name], register.fields[name])
    if not is_confirmed:
        _recognise_again(sheet)


def link_sheets(sheets: Sequence[Sheet]) -> None:
    """Give rows that carry only a number the address that another sheet of the file has for it.

    A number with two different addresses gives none; a row whose number is unknown stays without an address, which
    the kind's own rules then report.
    """
    for key in _KEYS:
        registers = [sheet for sheet in sheets if key in sheet.fields and _ROOM & sheet.fields.keys()]
        places = _places(registers, key)
        for sheet in sheets:
            if places and key in sheet.fields and not _ROOM & sheet.fields.keys():
                _give_places(sheet, key, registers, places)
            elif places and key not in sheet.fields:
                _link_rooms(sheet, registers, places)


def _link_rooms(sheet: Sheet, registers: Sequence[Sheet], places: Mapping[str, Mapping[str, Cell]]) -> None:
    """户号 is a room or a number of the dossier: it is the number where no building stands by and all are numbers.

    Of a tie each end has its own. A room that is no such number stays, for the kind's own rules to report.
    """
    for prefix in ("", "ego_", "alter_"):
        room = f"{prefix}room"
        if room not in sheet.fields or not {f"{prefix}building", f"{prefix}address"}.isdisjoint(sheet.fields):
            continue
        written = [text for row in sheet.rows if (text := squeeze(row.text(room)))]
        known = sum(text in places for text in written)
        if known < _MOST_SHARE * len(written) or not any(_is_no_room(text) for text in written):
            continue
        target = {name: f"{prefix}{name}".replace("_address_full", "_address") for name in _PLACE}
        for row in sheet.rows:
            for name, cell in places.get(squeeze(row.text(room)), {}).items():
                row.cells[target[name]] = cell
        for register in registers:
            for name in _PLACE:
                if name in register.fields:
                    sheet.fields.setdefault(target[name], register.fields[name])


def _is_no_room(text: str) -> bool:
    return text[:1].isalpha() and text[:1].isascii() and text[-1:].isdigit() and len(text) > _SHORTEST


def _places(registers: Sequence[Sheet], key: str, needed: Set[str] = frozenset()) -> dict[str, dict[str, Cell]]:
    """Number or name -> its address, of those that have one and no other, with one of the `needed` parts."""
    places: dict[str, dict[str, Cell]] = {}
    contradicted = set()
    for row in (row for sheet in registers for row in sheet.rows):
        known_as, place = squeeze(row.text(key)), {name: row.cells[name] for name in _PLACE if row.text(name)}
        if not known_as or not place or (needed and needed.isdisjoint(place)):
            continue
        if _texts(places.setdefault(known_as, place)) != _texts(place):
            contradicted.add(known_as)
    return {known_as: place for known_as, place in places.items() if known_as not in contradicted}


def _texts(place: dict[str, Cell]) -> dict[str, str]:
    return {name: cell.text for name, cell in place.items()}


def _add_places(sheet: Sheet, key: str, places: Mapping[str, Mapping[str, Cell]], target: Mapping[str, str]) -> None:
    for row in sheet.rows:
        for name, cell in places.get(squeeze(row.text(key)), {}).items():
            if not row.text(target[name]):
                row.cells[target[name]] = cell


def _recognise_again(sheet: Sheet) -> None:
    """With an address a sheet may be of another kind."""
    _make(sheet, recognise(sheet.fields))


def _make(sheet: Sheet, kind: SheetKind | None) -> None:
    """Make a sheet one of this kind, in which its general headings mean something else; what it reads is read once."""
    sheet.kind = kind.name if kind else UNKNOWN
    if kind and kind.name not in NOT_OF_HOUSEHOLDS:
        read = {row.number for row in sheet.rows}
        sheet.wishes = [wish for wish in sheet.wishes if wish.number not in read]
    for old, new in kind.means.items() if kind else ():
        if old in sheet.fields and new not in sheet.fields:
            _rename_fields(sheet, {old: new})


def _rename(row: Row, old: str, new: str) -> None:
    cell = row.cells.pop(old, None)
    if cell is not None:
        row.cells[new] = cell


def link_members(sheets: Sequence[Sheet]) -> None:
    """Give helpers whom a list of looked-after households only names the address of their workbook's roster, in place.

    The two lists refer to each other by name. A name that the roster has at two addresses is nobody's; beside a name
    alone, building and door are those of the households.
    """
    for sheet in sheets:
        _list_of_helped(sheet)
    rosters = [sheet for sheet in sheets if sheet.kind in _ROSTERS and "name" in sheet.fields]
    homes = _places(rosters, "name", _ROOM)
    for sheet in sheets:
        if sheet.kind != "links" or _ROOM & sheet.fields.keys() or "linked_room" in sheet.fields:
            continue
        _of_households(sheet)
        rows = [(row, homes[name]) for row in sheet.rows if (name := squeeze(row.text("name"))) in homes]
        for row, place in rows:
            row.cells.update(place)
            sheet.fields |= {part: "" for part in place if part not in sheet.fields}


def _list_of_helped(sheet: Sheet) -> None:
    """包户表 of 包户人 | 户号 | 户主: a list of who looks after whom, not of the households themselves; in place."""
    named = f"{sheet.block_title} {sheet.title} {sheet.sheet}"
    own = _ROOM & sheet.fields.keys()
    if sheet.kind != "survey" or "responsible_worker" not in sheet.fields or len(own) != 1 or "name" in sheet.fields:
        return
    if not LISTS_HELPED.search(named) or not sheet.fields.keys() <= _OF_HELPED:
        return
    room = next(iter(own))
    renamed = {"responsible_worker": "name", "building": "linked_building", "door": "linked_door"}
    renamed[room] = "linked_households" if room == "address_full" or "building" not in sheet.fields else "linked_room"
    sheet.kind = "links"
    _rename_fields(sheet, renamed)


def _of_households(sheet: Sheet) -> None:
    """Building and door beside a helper who has no room there, as those of the households; in place."""
    linked = {part: f"linked_{part}" for part in ("building", "door") if part in sheet.fields}
    _rename_fields(sheet, {part: name for part, name in linked.items() if name not in sheet.fields})


def _rename_fields(sheet: Sheet, names: Mapping[str, str]) -> None:
    sheet.fields = {names.get(name, name): heading for name, heading in sheet.fields.items()}
    for row in sheet.rows:
        for old, new in names.items():
            _rename(row, old, new)

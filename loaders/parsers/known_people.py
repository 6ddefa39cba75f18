"""Where people live whom a sheet only names: as surveys and rosters of the same workbook, else of all files, have it.

Which file asked for names that only others have is told (`asked_and_told`), so that files loaded one by one are read
again and say what they say together.
A name counts that is somebody's whole name, and that all these sheets have at one flat; of 李大妈, or of two people of
one name, nobody knows where they live.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from socialgraph.loaders.files.sheets import Sheet
from socialgraph.loaders.tables.doors import MENDED_CODE
from socialgraph.loaders.tables.findings import TableRow
from socialgraph.loaders.tables.holders import HOLDER, LESSEE
from socialgraph.loaders.values.addresses import Address

_NAMES = {
    "dossiers": ("owner_name", "public_lessee_name", "tenant_name", "occupant_name", HOLDER, LESSEE),
    "people": ("name",),
}
_NO_WHOLE_NAME = re.compile(
    r"^[\u3400-\u9fff·]{0,2}(?:大?[妈爷叔伯婶姨姐哥嫂娘]|师傅|阿[婆公姨伯]|奶奶|爷爷|婆婆|主任|书记|老师|先生|女士|小姐|老板|医生)$"
    r"|^[小老阿大].$"
)
_WHOLE_NAME = re.compile(r"^[\u3400-\u9fff·]{2,5}$")
_TURN_OF_KIND = {"survey": 0, "flat_register": 0, "riser_map": 0, "people_roster": 1, "party_roster": 1, "works": 3}
_TURNS = 4  # works last: flats say where a riser stands


def is_whole_name(name: str) -> bool:
    """Whether a name is somebody's whole name, not what neighbours or colleagues call them: 李大妈, 小关."""
    return bool(_WHOLE_NAME.match(name)) and not _NO_WHOLE_NAME.match(name)


@dataclass
class KnownPeople:
    """Name -> the flats at which surveys and rosters have it."""

    _homes: dict[str, list[Address]] = field(default_factory=dict)
    _names: dict[tuple[str, str, str, str], set[str]] = field(default_factory=dict)
    others: KnownPeople | None = None  # those of all files; asked where this workbook has nobody of the name
    asked_others: bool = False

    def add(self, rows: Iterable[TableRow]) -> None:
        """Learn who lives where."""
        for row in rows:
            if row.table not in _NAMES or row.addresses[""][0].room is None:
                continue
            for name in {name for column in _NAMES[row.table] for name in row.values.get(column, "").split("|")}:
                if is_whole_name(name):
                    self._homes.setdefault(name, []).append(row.addresses[""][0])
                    self._names.setdefault(row.home, set()).add(name)

    def at_home(self, name: str, household: tuple[Address, str]) -> tuple[Address, str]:
        """The address of somebody as written, else the one flat of that name, where no part of it speaks against it."""
        written, field_name = household
        homes = self._homes.get(name) or self._homes_elsewhere(name, written)
        whole = max(homes, key=_parts, default=None)
        if written.room is not None or whole is None or any(not _agree(home, whole) for home in (*homes, written)):
            return household
        return whole, field_name

    def _homes_elsewhere(self, name: str, written: Address) -> list[Address]:
        """The flats at which other files have the name; none that leaves open of which of several compounds it is."""
        if self.others is None or written.room is not None or not is_whole_name(name):
            return []
        self.asked_others = True
        homes = self.others._homes.get(name, [])
        told = all(home.compound for home in homes) or not self.others.compounds
        return homes if told else []

    @property
    def compounds(self) -> set[str]:
        """The compounds that the addresses name."""
        return {home.compound for homes in self._homes.values() for home in homes} - {""}

    @property
    def tells(self) -> bool:
        """Whether anybody is known at all."""
        return bool(self._homes)

    def name_at(self, home: tuple[str, str, str, str]) -> str:
        """The only name that these sheets, else all files, have at a flat; "" where they have none, or several."""
        names = self._names.get(home, set())
        if not names and self.others is not None:
            self.asked_others = True
            names = self.others._names.get(home, set())
        return next(iter(names)) if len(names) == 1 else ""


@dataclass
class KnownBefore:
    """What a workbook's sheets know of people: surveys are read first, then rosters, then what names people."""

    _of_turn: dict[tuple[str, int], KnownPeople] = field(default_factory=dict)
    _of_all: dict[int, KnownPeople] = field(default_factory=dict)

    def people(self, sheet: Sheet) -> KnownPeople:
        """Those of sheets of earlier turns; of a quarantine workbook nobody: who else has the name, it doesn't say."""
        return KnownPeople() if _is_of_quarantine(sheet) else self._known(sheet.file, turn_of(sheet))

    def add(self, sheet: Sheet, rows: Iterable[TableRow]) -> None:
        """Tell later turns."""
        rows = [] if _is_of_quarantine(sheet) else list(rows)
        for turn in range(turn_of(sheet) + 1, _TURNS):
            self._known(sheet.file, turn).add(rows)
            self._all(turn).add(rows)

    def asked_and_told(self) -> tuple[set[str], set[str]]:
        """Files with names that they have no flat for themselves; files that say where people live."""
        known = self._of_turn.items()
        asks = {file for (file, _), people in known if people.asked_others}
        return asks, {file for (file, _), people in known if people.tells}

    def _known(self, file: str, turn: int) -> KnownPeople:
        return self._of_turn.setdefault((file, turn), KnownPeople(others=self._all(turn)))

    def _all(self, turn: int) -> KnownPeople:
        return self._of_all.setdefault(turn, KnownPeople())


def turn_of(sheet: Sheet) -> int:
    """When a sheet is read: what others say where it leaves something out comes before it."""
    if sheet.kind == "survey" and "alter_name" in sheet.fields:
        return _TURN_OF_KIND["people_roster"]  # whom its households name, lists of households tell
    return _TURN_OF_KIND.get(sheet.kind, 2)


def _is_of_quarantine(sheet: Sheet) -> bool:
    return any(MENDED_CODE in row.cells for row in sheet.rows)


def _parts(address: Address) -> tuple[int, bool, bool]:
    """How much an address says; of two that say as much in other parts it is always the same one that counts."""
    compound, door = bool(address.compound), bool(address.door)
    return (compound + door + (not address.brief), compound, door)


def _agree(one: Address, other: Address) -> bool:
    """Whether two addresses, or parts of them, may be of one flat."""
    rooms = (one.room, other.room)
    same_room = None in rooms or (rooms[0] is not None and rooms[1] is not None and rooms[0].room == rooms[1].room)
    parts = ((one.building, other.building), (one.door, other.door), (one.compound, other.compound))
    return same_room and all(not a or not b or a == b for a, b in parts)

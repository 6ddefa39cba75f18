"""What the register says of places: which compounds, doors and flats there are, and which of its rows count."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from socialgraph.schema.addresses import (
    BY_TITLE,
    SEPARATOR,
    SHORTHAND,
    compound_stem,
    flats_of_room,
    household_key,
    one_compound,
    other_reading,
    parts_of_key,
    spelled_as,
    told_by_title,
)
from socialgraph.schema.constants import BY_NUMBER

HOUSEHOLDS = {
    **dict.fromkeys(
        ("dossiers", "stances", "people", "persons", "links", "visits", "measures", "surveys", "access_windows"),
        ("household",),
    ),
    **dict.fromkeys(("stops", "assignments", "holds"), ("household",)),
    "closed_pairs": ("ego_household", "alter_household"),
    "flats": ("flat",),
}
"""The columns of each table that name households."""

Records = Mapping[str, pd.DataFrame]
Building = tuple[str, str]  # compound, building
_DWELLING = re.compile(r"^\d")


@dataclass
class Register:
    """What the register says of places: compounds by building, doors and flats by building, spellings of compounds.

    `doors` are named by flats, `doors_elsewhere` by rows on anything else; `no_dwellings` need no door (shops).
    """

    compounds: dict[str, set[str]] = field(default_factory=dict)
    doors: dict[Building, set[str]] = field(default_factory=dict)
    doors_elsewhere: dict[Building, set[str]] = field(default_factory=dict)
    flats: set[tuple[str, str, str, str]] = field(default_factory=set)
    no_dwellings: set[tuple[str, str, str, str]] = field(default_factory=set)
    spelling: dict[str, str] = field(default_factory=dict)
    _spelled: dict[str, str] = field(default_factory=dict)  # of compounds that no flat is of, as they are asked for
    _titled: dict[str, str] = field(default_factory=dict)  # what titles tell, as they are asked for

    @property
    def named(self) -> set[str]:
        """All compounds by name."""
        return set(self.spelling.values())

    @cached_property
    def only_building(self) -> Building | None:
        """The one building whose flats lie behind doors; None where there are several, or none."""
        whole = [building for building, doors in self.doors.items() if doors]
        return whole[0] if len(whole) == 1 else None

    def compound_of(self, compound: str, building: str) -> str:
        """The compound that a row means; empty where several may be meant, or none is named anywhere.

        Parameters
        ----------
        compound : of a row, as written.
        building : of a row, as written.

        Returns
        -------
        str
            The compound as the register writes it, or as the row does where the register has none like it; "" where
            several may be meant, or none is named anywhere.
        """
        if compound.startswith(BY_TITLE):
            compound = self._told_by_title(compound)
        if compound := compound.removeprefix(SHORTHAND):
            if compound not in self.spelling and compound not in self._spelled:
                self._spelled[compound] = spelled_as(compound, self.named)
            return self.spelling.get(compound) or self._spelled[compound]
        known = self.compounds.get(building, set())
        if len(known) == 1:
            return next(iter(known))
        return next(iter(self.named)) if not known and len(self.named) == 1 else ""

    def key_of(self, key: str) -> str:
        """The key of a household as the register writes it.

        Parameters
        ----------
        key : of a household, a flat or a stack.

        Returns
        -------
        str
            `compound:building:door:room`; the door is filled in where the building has only one and the flat is there.
            As it was, but for the compound, where the register has no such flat; one in shorthand wholly as it was.
        """
        if key.startswith(BY_TITLE):
            return self._as_listed(key)
        if key.startswith(SHORTHAND):
            brief = key.removeprefix(SHORTHAND)
            compound, *place = parts_of_key(brief)
            other = other_reading(*place)
            readings = [brief] if other is None else [brief, household_key(compound, *other)]
            written_out = map(self._as_listed, readings)
            return next((reading for reading in written_out if self._is_listed(reading)), key)
        return self._as_listed(key)

    def _told_by_title(self, told: str) -> str:
        """The compound that titles tell where the town has several: a single one needs no telling."""
        if told not in self._titled:
            self._titled[told] = told_by_title(told, self.named) if len(self.named) > 1 else ""
        return self._titled[told]

    def _is_listed(self, key: str) -> bool:
        compound, building, door, room = parts_of_key(key)
        listed = [(compound, building, door, part) in self.flats for part in (room, *flats_of_room(room))]
        return listed[0] or all(listed[1:]) or (not room and compound in self.named)

    def _as_listed(self, key: str) -> str:
        compound, building, door, room = parts_of_key(key)
        if compound.startswith(BY_TITLE):
            compound = self._told_by_title(compound)
        if not door and self._is_door_of_only_building(compound, building, room):
            assert self.only_building is not None
            (compound, door), building = (self.only_building[0], building), self.only_building[1]
            return household_key(compound, building, door, room)
        compound = self.compound_of(compound, building)
        if not door and room:
            doors = self._doors_of((compound, building))
            only = next(iter(doors)) if len(doors) == 1 else ""
            lists = any((compound, building, only, part) in self.flats for part in (room, *flats_of_room(room)))
            if lists or ((compound, building, "", room) in self.flats and _is_dwelling(room)):
                door = only
        return household_key(compound, building, door, room)

    def _doors_of(self, building: Building) -> set[str]:
        """The doors of a building: none where its flats name none (a tower), whatever other rows say."""
        doors = self.doors.get(building, set())
        return doors | self.doors_elsewhere.get(building, set()) if doors else doors

    def _is_door_of_only_building(self, compound: str, building: str, room: str) -> bool:
        """2-301 in a town of one building is its door 2, where that door has such a flat and no building is 2."""
        only = self.only_building
        if only is None or building == only[1] or not _is_dwelling(room) or compound not in ("", only[0]):
            return False
        return (only[0], only[1], building, room) in self.flats and not self.compounds_with(building)

    def compounds_with(self, building: str) -> bool:
        """Whether any flat of the register is of a building of this number.

        Parameters
        ----------
        building : as written.

        Returns
        -------
        bool
            Of any compound; false for a building that only ties or visits name.
        """
        return any(known == building for _, known in self.doors)

    def lacks_door(self, key: str) -> bool:
        """Whether a dwelling's key, read by `key_of`, names no door although its building has doors.

        Parameters
        ----------
        key : of a household or flat.

        Returns
        -------
        bool
            False for shops and basements, which have no door of their own, and for a building that has none.
        """
        compound, building, door, room = parts_of_key(key)
        is_open = not door and _is_dwelling(room) and (compound, building, door, room) not in self.no_dwellings
        return is_open and bool(self.doors.get((compound, building)))

    def stack_key_of(self, key: str) -> str:
        """The key of a stack as the register writes it.

        Parameters
        ----------
        key : of a stack; "" stays "".

        Returns
        -------
        str
            `compound:building:code:pipe_kind`, of which only the compound may be another than in `key`.
        """
        if not key:
            return key
        compound, building, *rest = key.split(SEPARATOR)
        return SEPARATOR.join((self.compound_of(compound, building), building, *rest))


def without_unsurveyed(records: Records) -> tuple[Records, list[str]]:
    """The records without flats that only sheets without a survey column list, in compounds that a survey covers.

    Such a flat has no `stack_source`. It counts while no survey, riser map or flats table covers its compound; then
    its source is said as that of any other: derived where it has a stack, else by its number.

    Parameters
    ----------
    records : tables of text by name.

    Returns
    -------
    records : Records
        The same object where nothing leaves; else with other `flats`, whose `stack_source` is never empty.
    left : list of str
        Keys of the flats that left, sorted.
    """
    flats = records.get("flats", pd.DataFrame())
    if flats.empty or "stack_source" not in flats or not (flats["stack_source"] == "").any():
        return records, []
    keys = mapped(flats["flat"], register_of(records).key_of)
    compounds, unsurveyed = keys.str.partition(SEPARATOR)[0], flats["stack_source"] == ""
    leaves = unsurveyed & compounds.isin(compounds[~unsurveyed])
    derived = unsurveyed & (flats["stack"] != "")
    source = flats["stack_source"].mask(unsurveyed, BY_NUMBER).mask(derived, "derived")
    left = sorted(set(keys[leaves]) - set(keys[~leaves]))
    return {**records, "flats": flats.assign(stack_source=source)[~leaves].reset_index(drop=True)}, left


def register_of(records: Records) -> Register:
    """The register of records.

    Parameters
    ----------
    records : tables of text by name.

    Returns
    -------
    Register
        Without places where the records have no flats.
    """
    register = Register()
    flats = records.get("flats", pd.DataFrame())
    columns = ["compound", "building", "door", "room"]
    places = flats.reindex(columns=[*columns, "kind"], fill_value="").drop_duplicates()
    places = places[~places["compound"].astype(str).str.startswith(SHORTHAND)]  # they ask the register, and make none
    named = set(places["compound"]) - {""} or _named_elsewhere(records)
    register.spelling = _spelling(named)
    for compound, building in places[["compound", "building"]].drop_duplicates().itertuples(index=False, name=None):
        if compound:
            register.compounds.setdefault(building, set()).add(register.spelling[compound])
    if not (set(places["compound"]) <= {""} and not named):  # a wholly unnamed town keeps its addresses
        places = places.assign(
            compound=[
                register.compound_of(compound, building)
                for compound, building in zip(places["compound"], places["building"], strict=True)
            ]
        )
    for compound, building, door, room, kind in places.itertuples(index=False, name=None):
        register.doors.setdefault((compound, building), set()).update({door} - {""})
        register.flats.add((compound, building, door, room))
        if kind not in ("", "dwelling"):
            register.no_dwellings.add((compound, building, door, room))
    _add_doors_elsewhere(register, records)
    return register


def _add_doors_elsewhere(register: Register, records: Records) -> None:
    """Doors that rows on anything but flats name, where some row names none and has to be asked which."""
    keys = {key for key in keys_of(records) if key.startswith(BY_TITLE) or not key.startswith(SHORTHAND)}
    if not any(key.split(SEPARATOR)[2] == "" for key in keys):
        return
    for key in keys:
        compound, building, door, _ = parts_of_key(key)
        if door:
            place = (register.compound_of(compound, building), building)
            register.doors_elsewhere.setdefault(place, set()).add(door)


def keys_of(records: Records) -> set[str]:
    """All keys of households that records name, as they are written.

    Parameters
    ----------
    records : tables of text by name.

    Returns
    -------
    set of str
        `compound:building:door:room`, each once; also those that the register does not have.
    """
    frames = [(records.get(name), columns) for name, columns in HOUSEHOLDS.items()]
    keys: set[str] = set()
    for frame, columns in frames:
        if frame is not None and not frame.empty:
            for column in columns:
                keys.update(frame[column].unique())
    return {key for key in keys if key}


def _is_dwelling(room: str) -> bool:
    return bool(_DWELLING.match(room))


def _named_elsewhere(records: Records) -> set[str]:
    """The one compound that other tables name where the register names none; of several none is the register's."""
    compounds: set[str] = set()
    for name, columns in HOUSEHOLDS.items():
        frame = records.get(name)
        if frame is not None and name != "flats" and not frame.empty:
            compounds |= {key.partition(SEPARATOR)[0] for column in columns for key in frame[column].unique()}
    compounds = {name for name in compounds if not name.startswith(SHORTHAND)}
    names = set(one_compound(compounds - {""}).values())
    return compounds - {""} if len(names) == 1 else set()


def _spelling(named: Iterable[str]) -> dict[str, str]:
    """One spelling a compound (新风里, 新风里小区): the fullest, without the word for compound."""
    stem = one_compound(named)
    best: dict[str, str] = {}
    for name in sorted(stem, key=lambda text: (-len(compound_stem(text)), len(text), text)):
        best.setdefault(stem[name], name)
    return {name: best[stem[name]] for name in stem}


def mapped(column: pd.Series, rule: Callable[[str], str]) -> pd.Series:
    """A rule applied to the different keys of a column; an empty cell stays empty.

    Parameters
    ----------
    column : any texts.
    rule : called once for each different text.

    Returns
    -------
    Series of str
        On the index of `column`, in its order.
    """
    codes, keys = pd.factorize(column)
    changed = pd.Series([rule(key) if key else key for key in keys], dtype=object)
    return pd.Series(changed.to_numpy(object)[codes], index=column.index, dtype=object)

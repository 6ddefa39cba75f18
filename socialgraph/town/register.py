"""What the register says of places: which compounds, doors and flats there are, and which of its rows count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from socialgraph.schema.addresses import SEPARATOR, compound_stem, flats_of_room, household_key, parts_of_key
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


@dataclass
class Register:
    """What the register says of places: compounds by building, doors and flats by building, spellings of compounds."""

    compounds: dict[str, set[str]] = field(default_factory=dict)
    doors: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    flats: set[tuple[str, str, str, str]] = field(default_factory=set)
    spelling: dict[str, str] = field(default_factory=dict)

    @property
    def named(self) -> set[str]:
        """All compounds by name."""
        return set(self.spelling.values())

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
        if compound:
            return self.spelling.get(compound, compound)
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
            As it was, but for the compound, where the register has no such flat.
        """
        compound, building, door, room = parts_of_key(key)
        compound = self.compound_of(compound, building)
        doors = self.doors.get((compound, building), set())
        if not door and room and len(doors) == 1:
            only = next(iter(doors))
            if any((compound, building, only, part) in self.flats for part in (room, *flats_of_room(room))):
                door = only
        return household_key(compound, building, door, room)

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
    places = flats.reindex(columns=["compound", "building", "door", "room"], fill_value="").drop_duplicates()
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
    for compound, building, door, room in places.itertuples(index=False, name=None):
        register.doors.setdefault((compound, building), set()).add(door)
        register.flats.add((compound, building, door, room))
    return register


def _named_elsewhere(records: Records) -> set[str]:
    """The one compound that other tables name where the register names none; of several none is the register's."""
    compounds: set[str] = set()
    for name, columns in HOUSEHOLDS.items():
        frame = records.get(name)
        if frame is not None and name != "flats" and not frame.empty:
            compounds |= {key.partition(SEPARATOR)[0] for column in columns for key in frame[column].unique()}
    names = {compound_stem(name) for name in compounds - {""}}
    return compounds - {""} if len(names) == 1 else set()


def _spelling(named: Iterable[str]) -> dict[str, str]:
    """One spelling a compound (新风里, 新风里小区): the shortest, of equally long ones the first in code points."""
    best: dict[str, str] = {}
    for name in sorted(named, key=lambda text: (len(text), text)):
        best.setdefault(compound_stem(name), name)
    return {name: best[compound_stem(name)] for name in named}


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

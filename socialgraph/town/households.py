"""Which households there are, in which flats they live, and what a record keyed by an address means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.csr import Csr
from socialgraph.arrays.encoded import Encoded
from socialgraph.arrays.string_index import StringIndex, frozen
from socialgraph.arrays.types import Nodes
from socialgraph.schema.addresses import SEPARATOR, flats_of_room, household_key
from socialgraph.schema.constants import NO_FLOOR
from socialgraph.town.columns import RecordColumns, places
from socialgraph.town.snapshot import Buildings, Doors, Flats, Households

_PARTS = ("compound", "building", "door", "room")


@dataclass(frozen=True)
class Addresses:
    """Households, flats, doors and buildings in natural order, and the meaning of every key on record.

    A key in a dossier or a stance is a household, with the room as written there. A register flat of which neither
    tells is a household under its own label. Any other key (of a visit, a roster, a stop …) at a register flat speaks
    of all households of that flat; at no register flat it is a household without a flat.
    """

    households: pd.DataFrame
    flats: pd.DataFrame
    household_key: StringIndex
    flat_key: StringIndex
    flat_households: Csr
    alias_keys: StringIndex
    aliases: Csr
    compounds: StringIndex
    buildings: StringIndex
    doors: StringIndex
    flat_floor: NDArray[np.int16]
    flat_kind: NDArray[np.int8]
    flat_kinds: tuple[str, ...]

    @property
    def n_households(self) -> int:
        return len(self.household_key)

    @property
    def n_flats(self) -> int:
        return len(self.flat_key)

    @classmethod
    def of(cls, columns: RecordColumns) -> Addresses:
        """Everything that any record says about addresses.

        Parameters
        ----------
        columns : all records.

        Returns
        -------
        Addresses
            n households and f flats in natural order; of length 0 where no record names a place.
        """
        register = columns["flats"][["flat", *_PARTS]].rename(columns={"flat": "key"})
        flats = _in_natural_order(register.drop_duplicates("key"))
        flat_key = StringIndex.of(flats["key"])
        by_name, other = (_keys_of(columns, names) for names in (("dossiers", "stances"), columns.keyed_by_household))
        other = other[StringIndex.of(by_name).codes(other) < 0]
        rows_by_name, flats_by_name = _flats_of(by_name, flat_key)
        other_rows, other_flats = _flats_of(other, flat_key)
        silent = np.ones(len(flat_key), bool)
        silent[flats_by_name] = False
        unspoken = flats["key"].to_numpy(object)[silent]
        elsewhere = np.ones(len(other), bool)
        elsewhere[other_rows] = False
        keys = np.concatenate([by_name, unspoken, other[elsewhere]])
        households = _in_natural_order(_parts(keys, flats, columns["dossiers"]))
        household_key_ = StringIndex.of(households["key"])
        flat_households = Csr.of_pairs(
            np.concatenate([flats_by_name, np.flatnonzero(silent)]),
            household_key_.codes(np.concatenate([by_name[rows_by_name], unspoken])),
            len(flat_key),
        )
        position, at_home = flat_households.expand(other_flats)
        names = StringIndex.of(other)
        return cls(
            households=households,
            flats=flats,
            household_key=household_key_,
            flat_key=flat_key,
            flat_households=flat_households,
            alias_keys=names,
            aliases=Csr.of_pairs(other_rows[position], at_home, len(names)),
            compounds=_index_of_parts(households, flats, 1),
            buildings=_index_of_parts(households, flats, 2),
            doors=_index_of_parts(households, flats, 3),
            **_register_facts(columns, flat_key),
        )

    def first_household(self, keys: NDArray[np.object_]) -> Nodes:
        """(n,) the household of each key; the first of several; -1 where the key is empty.

        Parameters
        ----------
        keys : (n,) household keys.

        Returns
        -------
        (n,) int32
            Index of a household, in the order of `keys`; -1 where the key is empty or stands for no household. A key of
            a room that several households share gives the first of them.
        """
        households = self.household_key.codes(keys)
        lost = np.flatnonzero(households < 0)
        if len(lost) == 0:
            return households
        alias = self.alias_keys.codes(keys[lost])
        first = np.append(self.aliases.items, -1)[np.where(self.aliases.counts > 0, self.aliases.offsets[:-1], -1)]
        return frozen(_put(households, lost, np.append(first, -1)[alias].astype(np.int32)))

    def households_of(self, keys: Encoded) -> tuple[NDArray[np.int64], Nodes]:
        """(row, household) for each key; a record of a flat as a whole has several.

        Parameters
        ----------
        keys : a column of household keys.

        Returns
        -------
        row : (pairs,) int64
            Ascending; a key that names no place has none.
        household : (pairs,) int32
            Ascending within a row.
        """
        direct = self.household_key.codes(keys.unique)
        lost = np.flatnonzero(direct < 0)
        alias = self.alias_keys.codes(keys.unique[lost])
        position, of_alias = self.aliases.expand(alias[alias >= 0])
        rows = np.concatenate([np.flatnonzero(direct >= 0), lost[alias >= 0][position]])
        at_home = np.concatenate([direct[direct >= 0], of_alias])
        return Csr.of_pairs(rows, at_home, len(keys.unique)).expand(keys.codes)

    def household_arrays(self, stop: NDArray[np.int8], deciders: Csr) -> Households:
        """The households of a Town.

        Parameters
        ----------
        stop : (n,) int8, the stops.
        deciders : households → persons.

        Returns
        -------
        Households
            Arrays of n; `door` and `building` are -1 where the key names none.
        """
        return Households(
            key=self.household_key,
            label=StringIndex.of(_labels(self.households, self._with_compound)),
            door=self.doors.codes(_joined(self.households, 3)),
            building=self.buildings.codes(_joined(self.households, 2)),
            stop=stop,
            deciders=deciders,
        )

    def flat_arrays(self, stacks: Csr) -> Flats:
        """The flats of a Town.

        Parameters
        ----------
        stacks : flats → stacks.

        Returns
        -------
        Flats
            Arrays of f; NO_FLOOR where no floor is known.
        """
        return Flats(
            key=self.flat_key,
            label=StringIndex.of(_labels(self.flats, self._with_compound)),
            floor=self.flat_floor,
            door=self.doors.codes(_joined(self.flats, 3)),
            building=self.buildings.codes(_joined(self.flats, 2)),
            kind=self.flat_kind,
            households=self.flat_households,
            stacks=stacks,
        )

    def building_arrays(self) -> Buildings:
        """The buildings of a Town.

        Returns
        -------
        Buildings
            In natural order, each once; buildings of a town without compounds are all of the compound "".
        """
        compounds = np.array([text.partition(SEPARATOR)[0] for text in self.buildings.texts], object)
        return Buildings(key=self.buildings, compound=self.compounds.codes(compounds))

    def door_arrays(self) -> Doors:
        """The doors of a Town.

        Returns
        -------
        Doors
            In natural order, each once.
        """
        buildings = np.array([text.rpartition(SEPARATOR)[0] for text in self.doors.texts], object)
        return Doors(key=self.doors, building=self.buildings.codes(buildings))

    @property
    def _with_compound(self) -> bool:
        return len(self.compounds) > 1


def _keys_of(columns: RecordColumns, names: tuple[str, ...]) -> NDArray[np.object_]:
    """The different household keys of some tables."""
    keys = pd.unique(np.concatenate([columns.coded(name, "household").unique for name in names]))
    return np.asarray(keys[keys != ""])


def _put(array: Nodes, places: NDArray[np.int64], values: Nodes) -> Nodes:
    changed = array.copy()
    changed[places] = values
    return changed


def _flats_of(keys: NDArray[np.object_], flat_key: StringIndex) -> tuple[NDArray[np.int64], Nodes]:
    """(position in keys, flat): the flat of that very key, else the register flats that its room stands for."""
    direct = flat_key.codes(keys)
    rows, parts = [], []
    for row in np.flatnonzero(direct < 0).tolist():  # merged and split rooms: few
        compound, building, door, room = keys[row].split(SEPARATOR)
        for part in flats_of_room(room):
            rows.append(row)
            parts.append(household_key(compound, building, door, part))
    flats = flat_key.codes(np.array(parts, object))
    kept = flats >= 0
    return (
        np.concatenate([np.flatnonzero(direct >= 0), np.array(rows, np.int64)[kept]]),
        np.concatenate([direct[direct >= 0], flats[kept]]),
    )


def _parts(keys: NDArray[np.object_], *known: pd.DataFrame) -> pd.DataFrame:
    """Keys with their parts: from the tables that have them apart, else by splitting."""
    parts = pd.concat(
        [frame.rename(columns={"household": "key"})[["key", *_PARTS]] for frame in known], ignore_index=True
    ).drop_duplicates("key")
    rows = StringIndex.of(parts["key"]).codes(keys)
    split = [keys[i].split(SEPARATOR) for i in np.flatnonzero(rows < 0)]
    table = parts.iloc[np.maximum(rows, 0)] if len(parts) else pd.DataFrame("", range(len(keys)), ["key", *_PARTS])
    columns: dict[str, NDArray[np.object_]] = {"key": keys}
    for place, name in enumerate(_PARTS):
        column = table[name].to_numpy(object).copy()
        column[rows < 0] = [key[place] for key in split]
        columns[name] = column
    return pd.DataFrame(columns, dtype=object)


def _in_natural_order(table: pd.DataFrame) -> pd.DataFrame:
    """Sorted by compound, building, door, room, each in natural order, equal ones by key."""
    ranks = [Encoded.of(table[name]).map(places) for name in _PARTS]
    order = np.lexsort(ranks[::-1])
    return table.iloc[order].reset_index(drop=True)


def _joined(table: pd.DataFrame, depth: int) -> NDArray[np.object_]:
    """`compound`, `compound:building` or `compound:building:door` of every row."""
    joined = table[_PARTS[0]].to_numpy(object)
    for name in _PARTS[1:depth]:
        joined = joined + SEPARATOR + table[name].to_numpy(object)
    return joined


def _index_of_parts(households: pd.DataFrame, flats: pd.DataFrame, depth: int) -> StringIndex:
    parts = list(_PARTS[:depth])
    both = pd.concat([households[parts], flats[parts]], ignore_index=True).drop_duplicates()
    both = both.assign(**dict.fromkeys(_PARTS[depth:], ""))
    return StringIndex.of(_joined(_in_natural_order(both), depth))


def _labels(table: pd.DataFrame, with_compound: bool) -> list[str]:
    """As `addresses.label`, whole columns at once."""
    text = table["building"].to_numpy(object)
    for name in ("door", "room"):
        part = table[name].to_numpy(object)
        text = text + np.where((part != "") & (text != ""), "-", "") + part
    if with_compound:
        compound = table["compound"].to_numpy(object)
        text = compound + np.where(compound != "", " ", "") + text
    return list(text)


def _register_facts(columns: RecordColumns, flat_key: StringIndex) -> dict[str, Any]:
    """Floor and kind of each flat: the first row that tells."""
    flat = columns.coded("flats", "flat").map(flat_key.codes)[::-1]
    floors = columns.coded("flats", "floor").integers("flats.floor", missing=NO_FLOOR)[::-1]
    kinds, names = columns.coded("flats", "kind").categories()
    kinds = kinds[::-1]
    floor, kind = np.full(len(flat_key), NO_FLOOR, np.int16), np.zeros(len(flat_key), np.int8)
    floor[flat[floors != NO_FLOOR]] = floors[floors != NO_FLOOR]
    kind[flat[kinds > 0]] = kinds[kinds > 0]
    return {"flat_floor": frozen(floor), "flat_kind": frozen(kind), "flat_kinds": names}

"""Whom stops and holds protect: also where the row that gives one is of no household of the register.

Such a row holds every household that it may mean, until somebody mends it: those of the same building and room in any
door or compound, else all of its door, else all of its building. Decided from everything on record whenever a town is
built, so that the order of loads is no matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.string_index import frozen
from socialgraph.schema.addresses import flats_of_room, folded_code, parts_of_key, riser_of_room
from socialgraph.schema.constants import DO_NOT_CONTACT, HELD, RESPECTED_REFUSAL, STOP_WORDS, StopWord
from socialgraph.town.columns import RecordColumns
from socialgraph.town.households import Addresses
from socialgraph.town.snapshot import Stances
from socialgraph.town.whole_register.mended_stops import mended

STOP_BITS = {"do_not_contact": DO_NOT_CONTACT, "respected_refusal": RESPECTED_REFUSAL}
UNPLACED_COLUMNS = ["row", "key", "held"]
STOP, HOLD, TIE = "stop", "hold", "tie"


class MayMean:
    """Which households of the register a written address may mean."""

    def __init__(self, addresses: Addresses, register: pd.DataFrame) -> None:
        self._addresses = addresses
        self._register = register  # the rows of the table flats: the riser of each

    @cached_property
    def has_flat(self) -> NDArray[np.bool_]:
        """(n,) the household is one of the register."""
        has_flat = np.zeros(self._addresses.n_households, bool)
        has_flat[self._addresses.flat_households.items] = True
        return has_flat

    def of(self, key: str) -> NDArray[np.int32]:
        """The households, ascending; parts of the key may be empty. None where not even its building is known.

        A key of the register is that household, or the households of that flat.

        Parameters
        ----------
        key : of a household, a flat or a stack.

        Returns
        -------
        (households,) int32
            Household indices, ascending; empty where not even the building is known. A stop of such a key then holds
            nobody and is told in `unplaced`.
        """
        own = self.certain(key)
        if len(own):
            return own
        compound, building, door, room = parts_of_key(key)
        for households in (
            self._of_riser(compound, building, riser_of_room(room)),
            self._of_rooms(building, room),
            self._of_places((building, door), compound) if door else set(),
            self._of_places((building,), compound),
        ):
            if households:
                return np.array(sorted(households), np.int32)
        return np.zeros(0, np.int32)

    def certain(self, key: str) -> NDArray[np.int32]:
        """The households of the register that this very key stands for; none where it stands for none.

        Parameters
        ----------
        key : as in `of`.

        Returns
        -------
        (households,) int32
            Household indices; empty where the key stands for no household of the register.
        """
        direct = self._addresses.household_key.find(key)
        if direct >= 0:
            households = np.array([direct], np.int32)
        else:
            alias = self._addresses.alias_keys.find(key)
            households = self._addresses.aliases[alias] if alias >= 0 else self._at_flat(key)
        return households[self.has_flat[households]]

    def key_of(self, household: int) -> str:
        """The key of a household.

        Parameters
        ----------
        household : index of a household.

        Returns
        -------
        str
            `compound:building:door:room`, as the register writes it.
        """
        return self._addresses.household_key[household]

    def _at_flat(self, key: str) -> NDArray[np.int32]:
        flat = self._addresses.flat_key.find(key)
        return self._addresses.flat_households[flat] if flat >= 0 else np.zeros(0, np.int32)

    def _of_riser(self, compound: str, building: str, stack: str) -> set[int]:
        """Those of all flats of a riser; of the row's compound where it has that riser, else of any."""
        by_compound = self._by_riser.get((building, stack), {}) if building else self._by_riser.get(("", stack), {})
        return (by_compound.get(compound) or set().union(*by_compound.values())) if stack else set()

    def _of_rooms(self, building: str, room: str) -> set[int]:
        return set().union(*(self._by_room.get((building, part), set()) for part in _rooms(room)))

    def _of_places(self, place: tuple[str, ...], compound: str) -> set[int]:
        """Those of this door or building; of the row's compound where it has that building, else of any."""
        by_compound = self._by_place.get(place, {})
        return by_compound.get(compound) or set().union(*by_compound.values())

    @cached_property
    def _by_room(self) -> dict[tuple[str, str], set[int]]:
        by_room: dict[tuple[str, str], set[int]] = {}
        for (_, building, _, room), homes in self._flats:
            for part in _rooms(room):
                by_room.setdefault((building, part), set()).update(homes)
        return by_room

    @cached_property
    def _by_riser(self) -> dict[tuple[str, str], dict[str, set[int]]]:
        by_riser: dict[tuple[str, str], dict[str, set[int]]] = {}
        rows = self._register[self._register["stack"] != ""]
        for flat, stack in zip(rows["flat"], rows["stack"], strict=True):
            compound, building, _, _ = parts_of_key(flat)
            for place in (building, ""):
                homes = by_riser.setdefault((place, folded_code(stack)), {}).setdefault(compound, set())
                homes.update(self._at_flat(flat).tolist())
        return by_riser

    @cached_property
    def _by_place(self) -> dict[tuple[str, ...], dict[str, set[int]]]:
        by_place: dict[tuple[str, ...], dict[str, set[int]]] = {}
        for (compound, building, door, _), homes in self._flats:
            for place in ((building,), (building, door)):
                by_place.setdefault(place, {}).setdefault(compound, set()).update(homes)
        return by_place

    @cached_property
    def _flats(self) -> list[tuple[tuple[str, str, str, str], list[int]]]:
        table, homes = self._addresses.flats, self._addresses.flat_households
        parts = zip(*(table[name] for name in ("compound", "building", "door", "room")), strict=True)
        return [(address, homes[flat].tolist()) for flat, address in enumerate(parts)]


def _rooms(room: str) -> set[str]:
    """What a room is compared by: its parts as written, and the flats that these stand for."""
    return {*room.split("|"), *flats_of_room(room)} - {""}


@dataclass(frozen=True)
class Protected:
    """What `protected` finds.

    Attributes
    ----------
    stop : (n,) int8, the bits of every household.
    held_persons : pseudonyms of people who are held themselves.
    unplaced : DataFrame of UNPLACED_COLUMNS, a row a record that is of no household of the register: what it is
        (`stop`, `hold`), the key as written, and how many households it holds; 0 where not even its building is known.
    """

    stop: NDArray[np.int8]
    held_persons: frozenset[str]
    unplaced: pd.DataFrame


def protected(
    columns: RecordColumns,
    tables: dict[str, pd.DataFrame],
    stances: Stances,
    stance_texts: tuple[str, ...],
    addresses: Addresses,
    may_mean: MayMean,
) -> Protected:
    """Stops and holds of all households, from every record that can set one, whatever its date.

    Parameters
    ----------
    columns : the records, a column at a time.
    tables : tables of a town by name.
    stances : every word on record.
    stance_texts : what the codes of stances mean.
    addresses : which households there are.
    may_mean : which households an address may mean.

    Returns
    -------
    Protected
        (n,) bits, 0 where nothing protects; what has no place in the register is in `unplaced`, and holds every
        household that it may mean.
    """
    stop = _stops(tables, stances, stance_texts, addresses.n_households)
    _spread(stop, addresses)
    held = np.zeros_like(stop)
    unplaced: list[tuple[str, str, int]] = []
    lost = np.flatnonzero((stop > 0) & ~may_mean.has_flat)
    is_mended = _mended_keys(columns["stops"], may_mean)
    for household in lost.tolist():
        key = addresses.household_key[household]
        if key in is_mended:
            continue
        homes = may_mean.of(key)
        held[homes] |= HELD
        unplaced.append((STOP, key, len(homes)))
    holds = columns["holds"]
    for key in sorted(set(holds.loc[holds["person"] == "", "household"])):
        homes = may_mean.of(key)
        held[homes] |= HELD
        if not len(may_mean.certain(key)):
            unplaced.append((HOLD, key, len(homes)))
    _spread(held, addresses)
    return Protected(
        frozen(stop | held),
        frozenset(holds["person"]) - {""},
        pd.DataFrame(unplaced, columns=UNPLACED_COLUMNS),
    )


def unplaced_table(*parts: pd.DataFrame | list[tuple[str, str, int]]) -> pd.DataFrame:
    """Records of no household of the register, from several finders, sorted: categorical texts and a number.

    Parameters
    ----------
    *parts : frames with the columns row, key and held, or lists of such triples, in any order.

    Returns
    -------
    DataFrame
        `row` (stop, hold or tie) and `key` as categoricals, `held` int32, how many households it holds meanwhile; each
        different row once, sorted. Empty where every record found its place.
    """
    rows = [row for part in parts for row in (part if isinstance(part, list) else part.itertuples(index=False))]
    row, key, is_held = zip(*sorted({tuple(row) for row in rows}), strict=True) if rows else ((), (), ())
    return pd.DataFrame(
        {
            "row": pd.Categorical(list(row), categories=pd.Index([STOP, HOLD, TIE], dtype=object)),
            "key": pd.Categorical(list(key), categories=pd.Index(sorted(set(key)), dtype=object)),
            "held": np.array(is_held, np.int32),
        }
    )


def _stops(
    tables: dict[str, pd.DataFrame], stances: Stances, stance_texts: tuple[str, ...], n_households: int
) -> NDArray[np.int8]:
    """Hard stops from every place that can set one, whatever their date; only the household's own reopening lifts them.

    `rights reopen` leaves a row `stop = reopened` dated that day: words dated by then, or undated, no longer count.
    """
    stops = tables["stops"]
    reopened = stops[stops["stop"] == "reopened"].groupby("household")["stopped_on"].max()
    lifted_on = np.full(n_households, np.datetime64("NaT", "s"))
    lifted_on[reopened.index.to_numpy(np.int64)] = reopened.to_numpy("datetime64[s]")
    stop = np.zeros(n_households, np.int8)

    def set_stop(
        bit: int, households: NDArray[np.int32], since: NDArray[np.datetime64], *, on_record: bool = False
    ) -> None:
        lifted, since = lifted_on[households], since.astype("datetime64[s]")
        later = since >= lifted if on_record else since > lifted
        stands = np.isnat(lifted) | np.where(np.isnat(since), on_record, later)
        np.bitwise_or.at(stop, households[stands], np.int8(bit))

    for word in STOP_WORDS:
        set_stop(STOP_BITS[word.stop], *_given(word, tables, stances, stance_texts))
    for text, bit in STOP_BITS.items():
        on_record = stops[stops["stop"] == text]
        # a stop on record that was reopened is retired: one that is live and undated, or of that day, came again
        set_stop(bit, on_record["household"].to_numpy(), on_record["stopped_on"].to_numpy(), on_record=True)
    return stop


def _given(
    word: StopWord, tables: dict[str, pd.DataFrame], stances: Stances, stance_texts: tuple[str, ...]
) -> tuple[NDArray[np.int32], NDArray[np.datetime64]]:
    """Households of whom a word that is a stop is recorded, and the day of each."""
    if word.table == "stances":
        is_given = np.array([text == word.word for text in stance_texts], bool)[stances.stance]
        return stances.household[is_given], stances.on[is_given]
    table = tables[word.table]
    rows = table[table[word.column] == (1 if word.word == "true" else word.word)]
    return rows["household"].to_numpy(), rows[word.dated_by].to_numpy()


def _spread(stop: NDArray[np.int8], addresses: Addresses) -> None:
    """A stop of `301` is also one of `301|302`, and so of `302`; one of `501A` is also of `501`, but not of `501B`.

    A merged household hands on what reached it; any other only what is its own.
    """
    beside = _of_one_flat(addresses)
    waiting = [home for home in beside if stop[home]]
    own = {home: stop[home] for home in waiting}
    while waiting:
        home = waiting.pop()
        is_merged = "|" in parts_of_key(addresses.household_key[home])[3]
        bits = stop[home] if is_merged else own[home]
        for other in beside[home]:
            if bits & ~stop[other]:
                stop[other] |= bits
                if "|" in parts_of_key(addresses.household_key[other])[3]:
                    waiting.append(other)


def _of_one_flat(addresses: Addresses) -> dict[int, set[int]]:
    """The households that share a flat with another one, each with those that the same stop means."""
    beside: dict[int, set[int]] = {}
    for flat in np.flatnonzero(addresses.flat_households.counts > 1).tolist():
        homes = addresses.flat_households[flat].tolist()
        rooms = [set(parts_of_key(addresses.household_key[home])[3].split("|")) for home in homes]
        whole = parts_of_key(addresses.flat_key[flat])[3]
        for home, room in zip(homes, rooms, strict=True):
            for other, its in zip(homes, rooms, strict=True):
                if home != other and (room & its or whole in room or whole in its):
                    beside.setdefault(home, set()).add(other)
    return beside


def _mended_keys(stops: pd.DataFrame, may_mean: MayMean) -> set[str]:
    """Keys all of whose stops are mended."""
    is_placed = np.array([bool(len(may_mean.certain(key))) for key in stops["household"]], bool)
    is_mended = mended(stops, is_placed)
    return set(stops.loc[is_mended, "household"]) - set(stops.loc[~is_mended, "household"])


def people_at(homes: NDArray[np.int32], household_of: NDArray[np.int32]) -> NDArray[np.int32]:
    """Everybody known to belong to these households, ascending.

    Parameters
    ----------
    homes : (k,) household indices.
    household_of : (persons,) household of each.

    Returns
    -------
    (people,) int32
        Person indices, ascending; empty where `homes` is, or nobody is known there.

    Examples
    --------
    >>> people_at(np.array([2], np.int32), np.array([2, -1, 0, 2], np.int32)).tolist()
    [0, 3]
    """
    return np.flatnonzero(np.isin(household_of, homes)).astype(np.int32) if len(homes) else np.zeros(0, np.int32)


def pairs_between(first: Iterable[int], second: Iterable[int]) -> set[tuple[int, int]]:
    """All pairs of one of each, the smaller index first; nobody with themselves.

    Parameters
    ----------
    first : household indices.
    second : household indices.

    Returns
    -------
    set of (int, int)
        Empty where one side is.
    """
    return {(min(a, b), max(a, b)) for a in first for b in second if a != b}

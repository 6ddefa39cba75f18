"""Stacks by the numbers of flats: where every floor behind a door repeats the same places (rules R1 to R6)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.types import Bools, Ints
from socialgraph.schema.addresses import natural_rank, place_of

_NONE = -1
_WIDEST = 1 << 14  # above any place or running number of a room


def stacks_by_number(
    flats: pd.DataFrame, flats_per_floor: Mapping[str, int] | None = None
) -> tuple[NDArray[np.object_], Bools]:
    """The stack of each flat by its number and those of its neighbours; none where that says nothing certain.

    A dwelling's place is the last two figures of its number; where numbers run on across the doors of a building
    (101-103, 104-106) the places of earlier doors are taken off. A door whose lowest or highest floor has fewer
    places may be set back: nothing is known of it. A hole elsewhere is only a flat that the register does not list.

    Parameters
    ----------
    flats : compound, building, door, room, kind of each flat, one row a flat.
    flats_per_floor : building → flats on a floor behind one door, where the office says so: running numbers (7) then
        have a place, and an irregular door its stacks.

    Returns
    -------
    stack : (rows,) `building/door/place`, "" where there is none.
    fits : (rows,) whether there is one.
    """
    n = len(flats)
    counts = np.array([(flats_per_floor or {}).get(building, 0) for building in flats["building"]], np.int64)
    floor, place = _floors_and_places(flats)
    door_keys = pd.MultiIndex.from_frame(flats[["compound", "building", "door"]])
    door, doors = pd.factorize(door_keys)
    regular, offset = _doors(door, list(doors), floor, place)
    running = _running_numbers(flats, counts)
    place = np.where(floor > 0, place, np.where((floor == _NONE) & (running > 0), running, _NONE))
    own = place - offset[door]
    fits = (place != _NONE) & (regular[door] | ((own > 0) & (own <= counts)))
    stack = np.full(n, "", object)
    rows = np.flatnonzero(fits)
    stack[rows] = [
        f"{building}/{door_}/{at}"
        for building, door_, at in zip(
            flats["building"].to_numpy(object)[rows], flats["door"].to_numpy(object)[rows], own[rows], strict=True
        )
    ]
    return stack, fits


def _floors_and_places(flats: pd.DataFrame) -> tuple[Ints, Ints]:
    """Floor and place of dwellings above ground by their numbers, -1 where those say none (floor 0: below ground)."""
    codes, rooms = pd.factorize(flats["room"])
    places = [place_of(room) or (_NONE, _NONE) for room in rooms]
    known = np.array([*places, (_NONE, _NONE)], np.int64)
    known[(known[:, 0] <= 0) & (known[:, 1] != _NONE), 0] = 0
    is_dwelling = (flats["kind"] == "dwelling").to_numpy(bool)
    floor, place = (np.where(is_dwelling, known[codes, part], _NONE) for part in (0, 1))
    return floor, place


def _running_numbers(flats: pd.DataFrame, counts: Ints) -> Ints:
    """The place of a dwelling with a running number where the office gave the flats of a floor; else -1."""
    running = np.full(len(flats), _NONE, np.int64)
    is_dwelling = (flats["kind"] == "dwelling").to_numpy(bool)
    rooms = flats["room"].to_numpy(object)
    for row in np.flatnonzero(is_dwelling & (counts > 0)).tolist():
        room = rooms[row]
        if room.isdigit():
            running[row] = (int(room) - 1) % counts[row] + 1
    return running


def _doors(door: Ints, doors: list[tuple[str, str, str]], floor: Ints, place: Ints) -> tuple[Bools, Ints]:
    """Of each door whether all floors repeat the same places, and what to take off a place."""
    regular, offset = np.zeros(len(doors), bool), np.zeros(len(doors), np.int64)
    above = floor > 0
    if not above.any():
        return regular, offset
    places = pd.DataFrame({"door": door[above], "floor": floor[above], "place": place[above]}).drop_duplicates()
    by_door = places.groupby("door")["place"].agg(["min", "max"])
    offset[by_door.index] = _offsets([doors[number] for number in by_door.index], by_door)
    floors = places.groupby(["door", "floor"])["place"].agg(["min", "max", "size"]).reset_index()
    listed = np.unique(places["door"].to_numpy(np.int64) * _WIDEST + places["place"].to_numpy(np.int64))
    first = np.searchsorted(listed, floors["door"].to_numpy(np.int64) * _WIDEST)
    last = np.searchsorted(listed, floors["door"].to_numpy(np.int64) * _WIDEST + _WIDEST)
    below = np.searchsorted(listed, floors["door"].to_numpy(np.int64) * _WIDEST + floors["max"].to_numpy(), "right")
    size = floors["size"].to_numpy(np.int64)
    shorter = (size < last - first) & (size == below - first)
    shorter &= floors["min"].to_numpy(np.int64) == offset[floors["door"]] + 1
    lowest, highest = (floors.groupby("door")["floor"].transform(end).to_numpy(np.int64) for end in ("min", "max"))
    at_an_end = (floors["floor"] == lowest) | (floors["floor"] == highest)
    regular[by_door.index] = True
    regular[floors["door"].to_numpy(np.int64)[shorter & at_an_end.to_numpy(bool)]] = False
    return regular, offset


def _offsets(doors: list[tuple[str, str, str]], spans: pd.DataFrame) -> Ints:
    """What comes before the first place of a door where numbers run on through all doors of its building; else 0."""
    table = spans.assign(
        building=[f"{compound}\n{building}" for compound, building, _ in doors],
        name=[name for *_, name in doors],
        row=np.arange(len(doors)),
    )
    offsets = np.zeros(len(doors), np.int64)
    named = table[table["name"] != ""]
    rank = natural_rank(named["name"])
    ordered = named.assign(rank=named["name"].map(rank)).sort_values(["building", "rank"])
    follows = ordered["building"].eq(ordered["building"].shift())
    breaks = follows & (ordered["min"] <= ordered["max"].shift(fill_value=0))
    runs_on = ~breaks.groupby(ordered["building"]).transform("any")
    runs_on &= ordered.groupby("building")["row"].transform("size") > 1
    offsets[ordered.loc[runs_on, "row"]] = ordered.loc[runs_on, "min"] - 1
    return offsets

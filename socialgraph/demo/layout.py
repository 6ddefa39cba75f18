"""The buildings of a synthetic town: which flats there are and which riser serves each.

A cycle of six buildings holds 400 flats: walk-ups of six storeys with two or three flats a landing, one with shops
below (its risers known from a drawing), and a tower of 16 storeys without doors. Five cycles make a compound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import cache

import numpy as np

from socialgraph.arrays.types import Bools, Ints, Texts

BUILDINGS_PER_CYCLE = 6
CYCLES_PER_COMPOUND = 5
FLATS_PER_CYCLE = 400
FIRST_RENEWED = 4  # index in the cycle of the building whose risers were renewed first
_SHOP_BUILDING, _TOWER = 2, 3
_FLOORS_PER_BAND = 4  # in a tower neighbours are those of four storeys, as behind one door elsewhere


@dataclass(frozen=True)
class Layout:
    """Flats in the order of their addresses; a flat's number is its place in every array.

    `near` numbers the people one meets daily (a door, or four storeys of a tower), contiguous; `near_start` and
    `near_size` say which flats they are. `stack` numbers risers. Texts are shared objects: a million flats are small.
    """

    compound_no: Ints
    building_no: Ints  # over the whole town
    form: Ints  # index of the building in its cycle
    floor: Ints
    near: Ints
    near_start: Ints
    near_size: Ints
    stack: Ints
    is_shop: Bools
    compound: Texts
    building: Texts
    door: Texts
    room: Texts
    stack_code: Texts
    stack_source: Texts

    @property
    def n(self) -> int:
        """Number of flats."""
        return int(self.floor.size)

    def first(self, n: int) -> Layout:
        """The first `n` flats, as if the rest had not been built."""
        if n >= self.n:
            return self
        cut = {field.name: getattr(self, field.name)[:n] for field in fields(self)}
        start = cut["near_start"]
        cut["near_size"] = np.minimum(cut["near_size"], n - start)
        return Layout(**cut)


def lay_out(first_cycle: int, cycles: int, *, one_compound: bool) -> Layout:
    """`cycles` cycles of buildings from number `first_cycle` on, numbered within this block from 0."""
    one = _cycle()
    size = len(one)
    index = np.tile(np.arange(size), cycles)
    within = np.repeat(np.arange(cycles, dtype=np.int64), size)
    cycle = within + first_cycle
    form, door, floor, position, is_shop, near, stack = (one[index, column] for column in range(7))
    compound_no = np.zeros_like(cycle) if one_compound else cycle // CYCLES_PER_COMPOUND
    in_compound = cycle if one_compound else cycle % CYCLES_PER_COMPOUND
    building = in_compound * BUILDINGS_PER_CYCLE + form + 1
    near_no = within * (one[:, 5].max() + 1) + near
    _, near_start, near_count = np.unique(near_no, return_index=True, return_counts=True)
    place = np.cumsum(np.r_[0, np.diff(near_no) != 0])
    building_texts = _texts(building, lambda b: str(b))
    return Layout(
        compound_no=compound_no,
        building_no=within * BUILDINGS_PER_CYCLE + form,
        form=form,
        floor=floor,
        near=place,
        near_start=near_start[place],
        near_size=near_count[place],
        stack=within * (one[:, 6].max() + 1) + stack,
        is_shop=is_shop.astype(bool),
        compound=_texts(compound_no, lambda c: "示例里" if one_compound else f"示例{c + 1}里"),
        building=building_texts,
        door=_texts(door, lambda d: str(d) if d else ""),
        room=np.where(
            is_shop == 1,
            _texts(position, lambda p: f"底商{p}"),
            _texts(floor * 100 + position, lambda r: str(r)),
        ),
        stack_code=_stack_codes(form, building, door, position, stack),
        stack_source=np.where(form == _SHOP_BUILDING, "drawing", "derived").astype(object),
    )


@cache
def _cycle() -> Ints:
    """One cycle: columns form, door (0 none), floor, position, is_shop, near, stack; rows in address order."""
    rows: list[tuple[int, int, int, int, int, int, int]] = []
    near = stack = 0
    doors_and_flats = {0: (4, 2), 1: (4, 3), _SHOP_BUILDING: (3, 2), FIRST_RENEWED: (5, 2), 5: (5, 3)}
    for form in range(BUILDINGS_PER_CYCLE):
        if form == _TOWER:
            rows += [
                (form, 0, floor, flat, 0, near + (floor - 1) // _FLOORS_PER_BAND, stack + flat - 1)
                for floor in range(1, 17)
                for flat in range(1, 7)
            ]
            near, stack = near + 4, stack + 6
            continue
        doors, flats = doors_and_flats[form]
        if form == _SHOP_BUILDING:  # four shops stand at the foot of the first four risers
            rows += [(form, 0, 1, shop, 1, near, stack + shop - 1) for shop in range(1, 5)]
            near += 1
        for door in range(1, doors + 1):
            for floor in range(2 if form == _SHOP_BUILDING else 1, 7):
                rows += [(form, door, floor, flat, 0, near, stack + flat - 1) for flat in range(1, flats + 1)]
            near, stack = near + 1, stack + flats
    return np.array(rows, dtype=np.int64)


def _texts(numbers: Ints, write: Callable[[int], str]) -> Texts:
    """One text object a unique number, shared by all its places."""
    unique, place = np.unique(numbers, return_inverse=True)
    return as_texts([write(int(number)) for number in unique])[place]


def as_texts(texts: Iterable[str]) -> Texts:
    """An array of text objects, to be taken from by index."""
    return np.asarray(list(texts), dtype=np.object_)


def _stack_codes(form: Ints, building: Ints, door: Ints, position: Ints, stack: Ints) -> Texts:
    """`5/2/1` as derived from the room, `4//3` in a tower; in the drawing of the shop building `3-L1` … `3-L6`."""
    first_of_shops = int(stack[form == _SHOP_BUILDING].min(initial=0))
    drawn = stack - first_of_shops + 1
    number = np.where(form == _SHOP_BUILDING, 900 + drawn, door * 100 + position)
    return _texts(
        building * 10_000 + number,
        lambda code: (
            f"{code // 10_000}-L{code % 10_000 - 900}"
            if code % 10_000 >= 900
            else f"{code // 10_000}/{code % 10_000 // 100 or ''}/{code % 100}"
        ),
    )

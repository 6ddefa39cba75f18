"""Which flats are shops, although a sheet has only their number: those on the ground floor in which somebody trades."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from socialgraph.arrays.types import Bools
from socialgraph.schema.addresses import SEPARATOR, flats_of_room, parts_of_key


def shops_by_trade(flats: pd.DataFrame, trading: Iterable[str]) -> Bools:
    """The flats that are listed as dwellings, lie on the ground floor and belong to a household that trades there.

    Parameters
    ----------
    flats : flat (its key), kind and floor of each, as text.
    trading : keys of the households whose occupancy is `commercial`.

    Returns
    -------
    (rows,) bool
        In the order of `flats`; false throughout where nobody trades.
    """
    traded: set[str] = set()
    for key in trading:
        *place, room = parts_of_key(key)
        traded.update(SEPARATOR.join((*place, part)) for part in flats_of_room(room))
    on_the_ground = (flats["kind"] == "dwelling") & (flats["floor"] == "1")
    return (on_the_ground & flats["flat"].isin(traded)).to_numpy(bool)

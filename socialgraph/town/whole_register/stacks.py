"""Which stacks of a flat count: those of its best map; where no map has it, the one that its number says.

Files are loaded one by one: a survey knows nothing of the riser map that comes later, nor of the floors that another
sheet lists. So sheets say only that they have a flat (`by_number`), and its stack is worked out over the whole
register.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from socialgraph.arrays.types import Bools
from socialgraph.schema.addresses import SEPARATOR, stated_floor
from socialgraph.schema.constants import BY_NUMBER, STACK_SOURCES
from socialgraph.town.whole_register.places import stacks_by_number
from socialgraph.town.whole_register.shops import shops_by_trade

_NEEDED = {"flat", "stack", "stack_source", "sources"}
_RANK = {source: place for place, source in enumerate(STACK_SOURCES)}
_DERIVED, _UNKNOWN = _RANK["derived"], _RANK["unknown"]


def with_stacks(records: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The rows of the register that count, the stacks of those `by_number` filled in: `derived`, or `unknown`.

    What one and the same file says of a flat stays as it says it.

    Parameters
    ----------
    records : tables of text by name, every address as the register has it.

    Returns
    -------
    DataFrame
        Of `flats`, fewer rows; none is `by_number` any more. As given where columns are missing.
    """
    flats = records.get("flats", pd.DataFrame())
    if flats.empty or not set(flats) >= _NEEDED:
        return flats
    flats = _with_facts(flats)
    flats = flats[~_beaten(flats)].reset_index(drop=True)
    by_number = (flats["stack_source"] == BY_NUMBER).to_numpy(bool)
    if by_number.any():
        register = flats.drop_duplicates("flat").reset_index(drop=True)
        stack, fits = stacks_by_number(register)
        row = pd.Index(register["flat"]).get_indexer(pd.Index(flats["flat"]))
        stack, fits = stack[row], fits[row]
        building = (flats["compound"] + SEPARATOR + flats["building"] + SEPARATOR).to_numpy(object)
        flats = flats.assign(
            stack=flats["stack"].mask(by_number, stack),
            stack_source=flats["stack_source"].mask(by_number, np.where(fits, "derived", "unknown")),
            stack_key=flats["stack_key"].mask(by_number, np.where(fits, building + stack + SEPARATOR, "")),
        )
    return _with_shops(flats, records.get("dossiers", pd.DataFrame()))


def _with_facts(flats: pd.DataFrame) -> pd.DataFrame:
    """Floor and kind of a flat are the same in all its rows: one sheet says what is there, others only its number."""
    several = flats.duplicated("flat", keep=False)
    if not several.any() or not {"room", "floor", "kind"} <= set(flats):
        return flats
    facts = flats.loc[several, ["flat", "room", "floor", "kind"]].drop_duplicates()
    facts = facts[facts.duplicated("flat", keep=False)]
    if facts.empty:
        return flats
    kind = facts.groupby("flat")["kind"].max()  # in order of code points a shop is the last
    floor = facts.groupby("flat")[["room", "floor"]].agg(list)
    floors = {
        flat: stated_floor(rooms[0], [int(text) for text in texts if text])
        for flat, rooms, texts in floor.itertuples(name=None)
    }
    stated = flats["flat"].map({flat: "" if floor is None else str(floor) for flat, floor in floors.items()})
    return flats.assign(floor=stated.fillna(flats["floor"]), kind=flats["flat"].map(kind).fillna(flats["kind"]))


def _with_shops(flats: pd.DataFrame, dossiers: pd.DataFrame) -> pd.DataFrame:
    if not {"household", "occupancy"} <= set(dossiers) or not {"kind", "floor"} <= set(flats):
        return flats
    is_shop = shops_by_trade(flats, dossiers.loc[dossiers["occupancy"] == "commercial", "household"])
    return flats.assign(kind=flats["kind"].mask(is_shop, "shop")) if is_shop.any() else flats


def _beaten(flats: pd.DataFrame) -> Bools:
    """Rows that give way to what another file says of the flat.

    Any stack of a map beats one that was derived, and any stack none at all; of two maps the better source for one
    pipe kind, and a better one for a single pipe a word on all of them.
    """
    beaten = np.zeros(len(flats), bool)
    several = flats.duplicated("flat", keep=False).to_numpy(bool)
    if not several.any():
        return beaten
    rank = flats["stack_source"].map(_RANK).fillna(_UNKNOWN)
    has_none = (flats["stack"] == "").to_numpy(bool)
    rows = flats[["flat", "sources"]].assign(
        row=np.arange(len(flats)),
        pipe=flats.get("pipe_kind", ""),
        rank=rank,
        none=np.where(has_none, 1 + (flats["stack_source"] != BY_NUMBER), 0),
    )[several]
    pairs = rows.merge(rows, on="flat", suffixes=("", "_other"))
    pairs = pairs[pairs["row"] != pairs["row_other"]]
    by_none = pairs["none"] > pairs["none_other"]
    both = (pairs["none"] == 0) & (pairs["none_other"] == 0)
    yields = both & (pairs["rank"] == _DERIVED) & (pairs["rank_other"] < _DERIVED)
    worse = (pairs["rank"] > pairs["rank_other"]) & (pairs["rank_other"] < _DERIVED)
    single = (pairs["pipe"] == "") | (pairs["pipe"] == pairs["pipe_other"])
    yields |= both & worse & single
    lost = pairs[(pairs["sources"] != pairs["sources_other"]) & (by_none | yields)]
    beaten[lost["row"].to_numpy(np.int64)] = True
    return beaten

"""Doors and the trust between them, counted: what a picture of the network may show without showing anybody."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from socialgraph.schema.addresses import SEPARATOR
from socialgraph.schema.constants import LEAST_HOUSEHOLDS
from socialgraph.trust.network import TrustNetwork

DOOR_COLUMNS = ["door", "building", "households", "ties", "strength"]
BETWEEN_COLUMNS = ["first", "second", "ties", "strength"]


@dataclass(frozen=True)
class DoorTies:
    """Counts by door and pair of doors.

    Attributes
    ----------
    doors : door (`5-2`), building, households, ties within the door and the sum of their strengths; natural order.
    between : first and second door, ties both ways and the sum of their strengths; in the order of `doors`.
    left_out : doors and pairs with a figure that fewer than five households stand behind.
    """

    doors: pd.DataFrame
    between: pd.DataFrame
    left_out: int


def door_ties(network: TrustNetwork) -> DoorTies:
    """The open trust ties of a town by door, both directions together.

    A tie counts for the doors of its two people's households; a closed pair has none. A door of fewer than five
    households is left out with all its ties; a figure of ties behind which fewer than five households stand, or which
    are fewer than five, is 0 (within a door) or left out (between two).

    Parameters
    ----------
    network : the trust network at a date.

    Returns
    -------
    DoorTies
        Figures behind which fewer than five households stand are not in it, only counted in `left_out`; both tables are
        empty where no door has enough. `strength` is a sum of tie strengths, each in (0, 1].
    """
    town, ties = network.town, network.ties
    home = town.persons.household
    door = np.append(town.households.door, -1)
    ego, alter = ties.egos, ties.alters
    known = (home[ego] >= 0) & (home[alter] >= 0) & (home[ego] != home[alter])
    known &= (door[home[ego]] >= 0) & (door[home[alter]] >= 0)
    ego, alter, strength = home[ego[known]], home[alter[known]], ties.strength[known]
    low, high = np.minimum(door[ego], door[alter]), np.maximum(door[ego], door[alter])
    rows = pd.DataFrame({"low": low, "high": high, "ego": ego, "alter": alter, "strength": strength})
    counted = rows.groupby(["low", "high"], as_index=False).agg(ties=("strength", "size"), strength=("strength", "sum"))
    people = rows.melt(id_vars=["low", "high"], value_vars=["ego", "alter"], value_name="household")
    counted["homes"] = people.groupby(["low", "high"])["household"].nunique().to_numpy()
    n_homes = np.bincount(door[:-1][door[:-1] >= 0], minlength=len(town.doors.key))
    shown = n_homes >= LEAST_HOUSEHOLDS
    enough = (counted["ties"] >= LEAST_HOUSEHOLDS) & (counted["homes"] >= LEAST_HOUSEHOLDS)
    enough &= shown[counted["low"]] & shown[counted["high"]]
    published = counted[enough]
    names = np.array([_label(key) for key in town.doors.key.texts], object)
    buildings = np.array([key.rpartition(SEPARATOR)[0] for key in town.doors.key.texts], object)
    within = published[published["low"] == published["high"]].set_index("low")
    order = np.flatnonzero(shown)
    doors = pd.DataFrame(
        {
            "door": names[order],
            "building": buildings[order],
            "households": n_homes[order],
            "ties": within["ties"].reindex(order, fill_value=0).to_numpy(),
            "strength": within["strength"].reindex(order, fill_value=0.0).to_numpy(),
        }
    )
    between = published[published["low"] != published["high"]]
    pairs = pd.DataFrame(
        {
            "first": names[between["low"]],
            "second": names[between["high"]],
            "ties": between["ties"].to_numpy(),
            "strength": between["strength"].to_numpy(),
        }
    )
    return DoorTies(doors[DOOR_COLUMNS], pairs[BETWEEN_COLUMNS], int((~shown[n_homes > 0]).sum() + (~enough).sum()))


def _label(key: str) -> str:
    """`5-2`, a tower without doors `7`; the compound in front where there is one would tell nobody more."""
    return "-".join(part for part in key.split(SEPARATOR)[1:] if part)

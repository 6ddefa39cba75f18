"""Features of stacks from the trust network: how the missing are reached, how the neighbours are tied."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.types import Bools, Floats, Ints
from socialgraph.capital.groups import LINKING_ROLES
from socialgraph.capital.structural_holes import structural_holes
from socialgraph.trust.constants import constants
from socialgraph.trust.network import TrustNetwork


def share(part: NDArray[np.number], whole: NDArray[np.number]) -> Floats:
    """part ÷ whole, NaN where there is nothing.

    Parameters
    ----------
    part : counts.
    whole : counts.

    Returns
    -------
    float64, of the shape of `part`
        In [0, 1] where the part is one of the whole; NaN where the whole is 0.

    Examples
    --------
    >>> share(np.array([1, 0]), np.array([4, 0])).tolist()
    [0.25, nan]
    """
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)


def network_features(
    network: TrustNetwork, stack: Ints, household: Ints, missing: Bools, finished: Bools
) -> dict[str, Floats]:
    """(stacks,) each; `stack`, `household` are all pairs of a stack and a household of it, once each.

    Parameters
    ----------
    network : the trust network of what was known that day.
    stack, household : (pairs,) every pair of a stack and a household of it, once each.
    missing : (pairs,) the household's key is missing there.
    finished : (stacks,) finished already.

    Returns
    -------
    dict of str to (stacks,) float64
        Name of a feature → its value for each stack of the town; NaN where a stack has nobody to measure it by.
    """
    n = network.town.n_stacks
    return {
        **_reach(network, stack[missing], household[missing], n),
        **_ties_inside(network, stack, household, n),
        **_neighbours(network, stack, household, missing, finished),
    }


def _reach(network: TrustNetwork, stack: Ints, household: Ints, n: int) -> dict[str, Floats]:
    asked = np.unique(household)
    reach = np.zeros(network.town.n_households)
    reach[asked], _ = network.paths.reach_of(asked.astype(np.int64))
    count = np.bincount(stack, minlength=n).astype(float)
    least = np.full(n, np.inf)
    np.minimum.at(least, stack, reach[household])
    isolated = (reach[household] < constants()["weak_reach"]).astype(float)
    return {
        "reach_min": np.where(np.isfinite(least), least, np.nan),
        "reach_mean": share(np.bincount(stack, reach[household], n), count),
        "isolated_missing": np.bincount(stack, isolated, n).astype(float),
    }


def _ties_inside(network: TrustNetwork, stack: Ints, household: Ints, n: int) -> dict[str, Floats]:
    """Density within the stack and the door, reciprocity, linking to captains and party members, brokerage."""
    town, ties = network.town, network.ties
    home = town.persons.household
    ego_home, alter_home = home[ties.egos], home[ties.alters]
    between = (ego_home >= 0) & (alter_home >= 0) & (ego_home != alter_home)
    a, b = ego_home[between].astype(np.int64), alter_home[between].astype(np.int64)
    width = max(town.n_households, 1)
    pairs = np.unique(a * width + b)
    a, b = pairs // width, pairs % width
    returned = np.isin(b * width + a, pairs)
    size = np.bincount(stack, minlength=n).astype(float)
    position, tie_stack = _stacks_of(stack, household, a, town.n_households)
    inside = np.isin(tie_stack * width + b[position], stack * width + household)
    inner, inner_tie = tie_stack[inside], position[inside]
    same_door = town.households.door[a] == town.households.door[b]
    door_ties = np.bincount(a[same_door], minlength=town.n_households).astype(float)
    in_door = np.bincount(town.households.door, minlength=len(town.doors.key)).astype(float)
    per_household = share(door_ties, np.maximum(in_door[town.households.door] - 1.0, 0.0))
    linked = np.zeros(town.n_households, bool)
    layer = _in_layer(network)
    linked[a[np.isin(b, np.unique(home[layer][home[layer] >= 0]))]] = True
    holes = structural_holes(town.n_households, a, b, np.ones(len(a)))
    constraint = np.asarray(holes.constraint, float)
    return {
        "tie_density_stack": share(np.bincount(inner, minlength=n).astype(float), size * (size - 1.0)),
        "tie_density_door": _mean(stack, per_household[household], n),
        "reciprocity": share(np.bincount(inner, returned[inner_tie], n), np.bincount(inner, minlength=n).astype(float)),
        "linking_share": share(np.bincount(stack, linked[household], n), size),
        "brokerage": 1.0 - _mean(stack, constraint[household], n),
    }


def _neighbours(
    network: TrustNetwork, stack: Ints, household: Ints, missing: Bools, finished: Bools
) -> dict[str, Floats]:
    """Whom the missing trust: the share that consents, and the finished share of the stacks they are tied to."""
    town, ties, n = network.town, network.ties, network.town.n_stacks
    home = town.persons.household
    ego_home, alter_home = home[ties.egos], home[ties.alters]
    between = (ego_home >= 0) & (alter_home >= 0) & (ego_home != alter_home)
    a, b, strength = ego_home[between], alter_home[between], ties.strength[between]
    position, tie_stack = _stacks_of(stack[missing], household[missing], a, town.n_households)
    total = np.bincount(tie_stack, strength[position], n)
    consenting = np.bincount(tie_stack, strength[position] * network.readiness.consents[b[position]], n)
    has_finished = np.zeros(town.n_households)
    lives_in = np.bincount(household, minlength=town.n_households)
    has_finished += np.bincount(household, finished[stack], town.n_households) / np.maximum(lives_in, 1)
    elsewhere = ~np.isin(tie_stack * town.n_households + b[position], stack * town.n_households + household)
    other, other_stack = position[elsewhere], tie_stack[elsewhere]
    return {
        "trusted_consent_share": share(consenting, total),
        "neighbours_completion": share(
            np.bincount(other_stack, strength[other] * has_finished[b[other]], n),
            np.bincount(other_stack, strength[other], n),
        ),
    }


def _stacks_of(stack: Ints, household: Ints, of: NDArray[np.integer], n_households: int) -> tuple[Ints, Ints]:
    """(position in `of`, stack) of every stack in which each of these households lives."""
    order = np.argsort(household, kind="stable")
    starts = np.searchsorted(household[order], np.arange(n_households + 1))
    counts = np.diff(starts)[of]
    position = np.repeat(np.arange(len(of)), counts)
    offset = np.arange(len(position)) - np.repeat(np.cumsum(counts) - counts, counts)
    return position, stack[order][np.repeat(starts[:-1][of], counts) + offset]


def _mean(stack: Ints, values: Floats, n: int) -> Floats:
    known = np.isfinite(values)
    return share(np.bincount(stack[known], values[known], n), np.bincount(stack[known], minlength=n).astype(float))


def _in_layer(network: TrustNetwork) -> Bools:
    people = network.town.tables["people"]
    roles = people["roles"].astype(str)
    listed = roles.map({text: bool(LINKING_ROLES & set(text.split("|"))) for text in roles.unique()})
    in_layer = np.zeros(network.town.n_persons, bool)
    in_layer[people["person"].to_numpy(np.int64)[listed.to_numpy(bool)]] = True
    return in_layer

"""Introductions: a household meets a neighbour who has offered to help and whom nobody of it knows of yet.

A what-if and no list: it says where getting acquainted (a meeting of the door, somebody whom both know) would help a
stack that nobody can move now. The tie supposed is the weakest of the registry, told today.
"""

from __future__ import annotations

import numpy as np

from socialgraph.arrays.csr import Csr
from socialgraph.arrays.types import Bools, Ints
from socialgraph.assignment.optimum.pairs import Pairs
from socialgraph.assignment.plan import Assignment
from socialgraph.assignment.setting import refused_pairs
from socialgraph.reach.scoring import Candidates, Scorer
from socialgraph.trust.constants import constants
from socialgraph.trust.evidence import registered_kinds

INTRODUCED = "acquaintance"  # what the two are to each other afterwards


def introductions(plan: Assignment, households: Ints) -> Pairs:
    """The one neighbour to whom each of these households could best be introduced, and the q of a talk then.

    Only households that may be talked with and that nobody can talk with now; only people of the same building who are
    eligible and have a place, between whom and nobody of the household an inadmissible kind is recorded. Whoever the
    plan leaves a place comes before the others, then the larger q, then natural order.

    Parameters
    ----------
    plan : who talks with whom.
    households : (rows,) household indices.

    Returns
    -------
    Pairs
        At most one a household, ascending; none with q below `least_q`.
    """
    setting, town = plan.setting, plan.town
    served = np.zeros(town.n_households, np.bool_)
    served[setting.pairs.household] = True
    homes = np.unique(households[setting.steps.may_talk[households] & ~served[households]])
    left = setting.places.copy()
    np.subtract.at(left, np.array(list(plan.primary.values()), np.int64), 1)
    met = _neighbours(plan, homes)
    pairs = Candidates(met.household, met.person, np.full(len(met.household), _strength()))
    q = 1.0 / (1.0 + np.exp(-Scorer(setting.network, setting.concerns).sure(pairs)))
    met = Pairs(met.household, met.person, q)
    met = met.rows((q >= constants()["least_q"]) & ~refused_pairs(setting, met))
    met = met.rows(np.lexsort((met.person, -met.q, left[met.person] <= 0, met.household)))
    return met.rows(np.unique(met.household, return_index=True)[1])


def _strength() -> float:
    kinds = registered_kinds()
    return float(kinds.weight[kinds.names.index(INTRODUCED)])


def _neighbours(plan: Assignment, homes: Ints) -> Pairs:
    """Every household of `homes` with every eligible person of its building, open pairs alone; q is not known yet."""
    network, town = plan.setting.network, plan.town
    able = np.flatnonzero(network.eligible & (plan.setting.places > 0) & (town.persons.household >= 0))
    building = town.households.building[town.persons.household[able]]
    of_building = Csr.of_pairs(building, able, len(town.buildings.key))
    counts = of_building.counts[town.households.building[homes]]
    household = np.repeat(homes, counts)
    people = [of_building[int(b)] for b in town.households.building[homes]]
    person = np.concatenate([*people, np.zeros(0, np.int64)]).astype(np.int64)
    open_ = ~_closed(plan, household, person)
    return Pairs(household[open_], person[open_], np.zeros(int(open_.sum())))


def _closed(plan: Assignment, household: Ints, person: Ints) -> Bools:
    """(pairs,) an inadmissible kind is recorded between the person and somebody of the household."""
    closed, home = plan.setting.network.ties.closed, plan.town.persons.household
    other = np.repeat(np.arange(len(closed.offsets) - 1), np.diff(closed.offsets))
    n = plan.town.n_households
    keys = other * n + home[closed.people]
    return np.isin(person * n + household, keys[home[closed.people] >= 0])

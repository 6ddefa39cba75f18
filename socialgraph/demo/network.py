"""Who trusts whom, who looks after which door, who is willing: hubs, clusters, the isolated, closed ties.

Each household's resident names Poisson(`ties_per_household`) others: neighbours behind the same door, mates of an
activity group, the captain of the door (the hub), former colleagues, anybody of the compound; one tie in twelve is
of a kind that carries no request (kin, an employer, money, benefits, a conflict). The isolated name nobody, or kin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socialgraph.arrays.types import Bools, Ints
from socialgraph.demo.layout import Layout
from socialgraph.demo.residents import ENCLAVE_PLACES, Residents

_NEAR, _GROUP, _CAPTAIN, _ANYBODY, _CLOSED = range(5)
_PLACES = np.array([0.42, 0.17, 0.20, 0.13, 0.08])
_KINDS: dict[int, tuple[tuple[str, ...], tuple[float, ...]]] = {
    _NEAR: (("acquaintance", "help_exchange", "key_holding", "confidant"), (0.4, 0.34, 0.15, 0.11)),
    _GROUP: (("activity_mate",), (1.0,)),
    _CAPTAIN: (("nominated", "help_exchange", "acquaintance"), (0.4, 0.3, 0.3)),
    _ANYBODY: (("former_colleague", "acquaintance", "party_link"), (0.55, 0.3, 0.15)),
    _CLOSED: (
        ("kin", "conflict", "employer_superior", "creditor_commercial", "benefits"),
        (0.6, 0.22, 0.08, 0.06, 0.04),
    ),
}
_GROUP_SIZE = 20
_DRAWN_AGAIN = 1.6  # some draws hit the same neighbour twice, and the isolated name hardly anybody
_IN_GROUP_SHARE = 0.35
TIE_KINDS = tuple(sorted({kind for kinds, _ in _KINDS.values() for kind in kinds}))


@dataclass(frozen=True)
class Network:
    """Ties between residents (flat numbers), and the people who may be asked."""

    ego: Ints
    alter: Ints
    kind: Ints  # index into TIE_KINDS
    closeness: Ints  # 0 where it was not stated, else 1 to 3
    days_ago: Ints
    known: Ints  # 1 yes, 0 no, -1 not asked
    captain: Ints  # flat number of the captain of each flat's door, -1 where there is none
    is_captain: Bools
    is_building_captain: Bools
    is_volunteer: Bools
    is_party_member: Bools
    willing: Ints  # 1 yes, 0 no, -1 not asked
    willing_days_ago: Ints
    capacity: Ints
    group: Ints  # activity group of each resident, -1 for none


def befriend(layout: Layout, residents: Residents, rng: np.random.Generator, ties_per_household: float) -> Network:
    """Draw ties and roles."""
    n = layout.n
    captain = _captains(layout, residents, rng)
    group = np.where(rng.random(n) < _IN_GROUP_SHARE, _groups(layout, rng), -1)
    group[residents.isolated | layout.is_shop] = -1
    ego, alter, place = _endpoints(layout, residents, captain, group, rng, ties_per_household)
    kind = np.empty(ego.size, dtype=np.int64)
    for where, (kinds, shares) in _KINDS.items():
        chosen = place == where
        codes = np.array([TIE_KINDS.index(kind) for kind in kinds])
        kind[chosen] = codes[rng.choice(len(kinds), size=int(chosen.sum()), p=shares)]
    ego, alter, kind = _unique_ties(ego, alter, kind, n)
    close = np.isin(kind, [TIE_KINDS.index(k) for k in ("nominated", "key_holding", "confidant", "kin")])
    closeness = np.where(close, rng.integers(2, 4, ego.size), rng.integers(1, 4, ego.size))
    closeness[rng.random(ego.size) < 0.1] = 0
    is_captain, is_volunteer, is_party_member = _roles(n, captain, residents, rng)
    asked = is_captain | is_volunteer
    answer = rng.choice(np.array([1, 0, -1]), n, p=(0.7, 0.15, 0.15))
    return Network(
        ego=ego,
        alter=alter,
        kind=kind,
        closeness=closeness,
        days_ago=rng.integers(5, 500, ego.size),
        known=rng.choice(np.array([1, 0, -1]), ego.size, p=(0.6, 0.02, 0.38)),
        captain=captain,
        group=group,
        is_captain=is_captain,
        is_building_captain=is_captain & (rng.random(n) < 0.2),
        is_volunteer=is_volunteer,
        is_party_member=is_party_member,
        willing=np.where(asked, answer, -1),
        willing_days_ago=rng.integers(5, 230, n),
        capacity=rng.integers(1, 5, n),
    )


def _captains(layout: Layout, residents: Residents, rng: np.random.Generator) -> Ints:
    """One resident a door (nine doors in ten): the least likely to refuse of three drawn."""
    starts, first = np.unique(layout.near, return_index=True)
    size = layout.near_size[first]
    drawn = first[:, None] + (rng.random((starts.size, 3)) * size[:, None]).astype(np.int64)
    best = drawn[np.arange(starts.size), np.argmin(residents.p_refuse[drawn] + residents.isolated[drawn], axis=1)]
    best[(rng.random(starts.size) < 0.1) | layout.is_shop[first]] = -1
    return np.asarray(best[layout.near])


def _groups(layout: Layout, rng: np.random.Generator) -> Ints:
    """Activity groups draw from a compound; numbers are local to it."""
    per_compound = max(1, round(min(layout.n, 2000) * _IN_GROUP_SHARE / _GROUP_SIZE))
    return layout.compound_no * per_compound + rng.integers(per_compound, size=layout.n)


def _endpoints(
    layout: Layout, residents: Residents, captain: Ints, group: Ints, rng: np.random.Generator, mean: float
) -> tuple[Ints, Ints, Ints]:
    n = layout.n
    count = rng.poisson(mean * _DRAWN_AGAIN, n)
    count[residents.isolated] = rng.integers(0, 2, int(residents.isolated.sum()))
    ego = np.repeat(np.arange(n), count)
    place = rng.choice(_PLACES.size, size=ego.size, p=_PLACES)
    place[residents.isolated[ego]] = _CLOSED
    place[(place == _GROUP) & (group[ego] < 0)] = _NEAR
    place[(place == _CAPTAIN) & (captain[ego] < 0)] = _NEAR
    draw = rng.random(ego.size)
    alter = layout.near_start[ego] + (draw * layout.near_size[ego]).astype(np.int64)
    far = (place == _ANYBODY) | (place == _CLOSED)
    start, size = _ranges(layout.compound_no)
    alter[far] = start[ego[far]] + (draw[far] * size[ego[far]]).astype(np.int64)
    in_group = place == _GROUP
    order = np.argsort(group, kind="stable")
    group_start, group_size = _ranges(group[order])
    rank = np.empty(n, dtype=np.int64)
    rank[order] = np.arange(n)
    at = rank[ego[in_group]]
    alter[in_group] = order[group_start[at] + (draw[in_group] * group_size[at]).astype(np.int64)]
    to_captain = place == _CAPTAIN
    alter[to_captain] = captain[ego[to_captain]]
    inward = residents.enclave[ego]
    places = np.array(ENCLAVE_PLACES)[(draw[inward] * len(ENCLAVE_PLACES)).astype(np.int64)]
    alter[inward] = np.minimum(layout.near_start[ego[inward]] + places, n - 1)
    place[inward] = _NEAR
    keep = (alter != ego) & ~layout.is_shop[alter]
    return ego[keep], alter[keep], place[keep]


def _ranges(sorted_codes: Ints) -> tuple[Ints, Ints]:
    """For each place of a sorted array: where its run starts, and how long it is."""
    _, start, count = np.unique(sorted_codes, return_index=True, return_counts=True)
    return np.repeat(start, count), np.repeat(count, count)


def _unique_ties(ego: Ints, alter: Ints, kind: Ints, n: int) -> tuple[Ints, Ints, Ints]:
    """A pair is written down once, by its first kind; a closed pair by the kind that closes it alone."""
    _, first = np.unique(ego * n + alter, return_index=True)
    first.sort()
    return ego[first], alter[first], kind[first]


def _roles(n: int, captain: Ints, residents: Residents, rng: np.random.Generator) -> tuple[Bools, Bools, Bools]:
    """Captains, volunteers and party members; the latter two own the home they live in."""
    is_captain = np.zeros(n, dtype=bool)
    is_captain[captain[captain >= 0]] = True
    at_home = ~residents.rented & ~np.isin(residents.occupancy, ("commercial", "vacant", "absentee"))
    is_volunteer = (rng.random(n) < 0.035) & at_home & ~residents.isolated
    return is_captain, is_volunteer, (rng.random(n) < 0.08) & at_home

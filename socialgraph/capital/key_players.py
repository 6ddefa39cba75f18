"""Borgatti's key players: the few people through whom most others are reached, or whose loss breaks a network most.

Both are for small networks (a building, a compound): distances between all pairs are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EXACT_SETS = 20_000  # up to so many candidate sets every one is tried
KEY_PLAYERS = 3  # how many a building's reach is figured with


@dataclass(frozen=True)
class KeyPlayers:
    """A set of people, its value in [0, 1], and an upper bound no set can pass (equal to the value when exact)."""

    people: tuple[int, ...]
    value: float
    bound: float
    is_exact: bool


def distances(n: int, ego: Ints, alter: Ints) -> Floats:
    """(n, n) number of undirected ties between each two people; inf where there is no way."""
    adjacency = np.zeros((n, n), dtype=bool)
    adjacency[ego, alter] = True
    adjacency |= adjacency.T
    np.fill_diagonal(adjacency, False)
    distance = np.full((n, n), np.inf)
    np.fill_diagonal(distance, 0.0)
    reached = np.eye(n, dtype=bool)
    frontier, steps = reached, 0
    while frontier.any():
        steps += 1
        frontier = (frontier.astype(np.float32) @ adjacency.astype(np.float32) > 0) & ~reached
        distance[frontier] = steps
        reached = reached | frontier
    return distance


def _closeness(distance: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        close = 1.0 / distance
    close[~np.isfinite(close)] = 0.0
    return close


def reach_of(distance: Floats, people: Sequence[int]) -> float:
    """R^D = Σ_j 1/d(K, j) ÷ n, members of K counting 1: how near everybody is to the set K.

    0 for an empty set; not defined (NaN) without people.
    Source: Borgatti (2006), Comput. Math. Organ. Theory 12, 21-34, eq. 14.
    """
    n = len(distance)
    if n == 0:
        return float("nan")
    if not len(people):
        return 0.0
    nearest = distance[list(people)].min(axis=0)
    with np.errstate(divide="ignore"):
        return float(np.where(nearest == 0, 1.0, 1.0 / np.maximum(nearest, 1)).sum() / n)


def fragmentation(distance: Floats) -> float:
    """F^D = 1 − Σ_{i≠j} 1/d_ij ÷ (n (n − 1)): 0 = all tied to all, 1 = nobody tied to anybody.

    Not defined (NaN) with fewer than two people. Source: Borgatti (2006), eq. 9.
    """
    n = len(distance)
    return float(1.0 - _closeness(distance).sum() / (n * (n - 1))) if n > 1 else float("nan")


def fragmentation_without(n: int, ego: Ints, alter: Ints, people: Sequence[int]) -> float:
    """Distance-weighted fragmentation of the network that is left when `people` go."""
    stays = np.ones(n, dtype=bool)
    stays[list(people)] = False
    place = np.cumsum(stays) - 1
    keep = stays[ego] & stays[alter]
    return fragmentation(distances(int(stays.sum()), place[ego[keep]], place[alter[keep]]))


def best_reach(near: Floats, size: int) -> float:
    """R^D of the best `size` of the candidates, `near` (candidates, people) being 1/d of each to everybody.

    Exact up to EXACT_SETS sets, else greedy with exchange. 0 without candidates.
    """
    size = min(size, len(near))
    if size == 0:
        return 0.0
    people = near.shape[1]
    if size == 1:
        return float(near.sum(axis=1).max() / people)
    if comb(len(near), size) <= EXACT_SETS:
        sets = np.array(list(combinations(range(len(near)), size)))
        return float(near[sets].max(axis=1).sum(axis=1).max() / people)
    return _greedy_then_exchange(range(len(near)), size, lambda c: float(near[list(c)].max(axis=0).sum() / people))[1]


def _greedy_then_exchange(
    candidates: Sequence[int], size: int, value: Callable[[Sequence[int]], float]
) -> tuple[tuple[int, ...], float]:
    """The best set that adding one by one and then swapping single members finds; ties go to the lower index."""
    chosen: list[int] = []
    for _ in range(size):
        best = max((c for c in candidates if c not in chosen), key=lambda c: (value([*chosen, c]), -c))
        chosen.append(best)
    current, improved = value(chosen), True
    while improved:
        improved = False
        for place in range(size):
            for other in candidates:
                if other in chosen:
                    continue
                swapped = [*chosen[:place], other, *chosen[place + 1 :]]
                gained = value(swapped)
                if gained > current + 1e-12:
                    chosen, current, improved = swapped, gained, True
    return tuple(sorted(chosen)), current


def _search(candidates: Sequence[int], size: int, value: Callable[[Sequence[int]], float], bound: float) -> KeyPlayers:
    if comb(len(candidates), size) <= EXACT_SETS:
        best = max(combinations(candidates, size), key=lambda people: (value(people), [-p for p in people]))
        return KeyPlayers(best, value(best), value(best), True)
    people, found = _greedy_then_exchange(candidates, size, value)
    return KeyPlayers(people, found, max(bound, found), False)


def key_players_reach(n: int, ego: Ints, alter: Ints, size: int, candidates: Sequence[int]) -> KeyPlayers:
    """KPP-Pos: the `size` of the `candidates` from whom everybody is nearest.

    Exact up to EXACT_SETS sets. Else greedy with exchange; reach being submodular, no set passes
    greedy ÷ (1 − 1/e) (Nemhauser, Wolsey & Fisher 1978), and that is the bound given.
    """
    size = min(size, len(candidates))
    distance = distances(n, ego, alter)
    greedy = _greedy_then_exchange(candidates, size, lambda people: reach_of(distance, people))[1] if size else 0.0
    bound = min(1.0, greedy / (1.0 - np.exp(-1.0)))
    return _search(candidates, size, lambda people: reach_of(distance, people), bound)


def key_players_fragmentation(n: int, ego: Ints, alter: Ints, size: int) -> KeyPlayers:
    """KPP-Neg: the `size` people without whom the rest is most fragmented; used as a figure, never to name people."""
    size = min(size, n)
    return _search(range(n), size, lambda people: fragmentation_without(n, ego, alter, people), 1.0)

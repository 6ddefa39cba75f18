"""Borgatti's key players: the few people through whom most others are reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import comb

import numpy as np

from socialgraph.arrays.types import Floats

EXACT_SETS = 20_000  # up to so many candidate sets every one is tried
KEY_PLAYERS = 3  # how many a building's reach is figured with


def best_reach(near: Floats, size: int) -> float:
    r"""How near everybody is to the best set of candidates.

    :math:`R^D(K) = \frac{1}{n} \sum_j \max_{k \in K} \frac{1}{d_{kj}}`, members of K counting 1; its maximum over
    sets K of `size` candidates: exact up to EXACT_SETS sets, else greedy with exchange.

    Parameters
    ----------
    near : (candidates, people) float64
        1/d of each candidate to everybody, 0 where there is no way, 1 to themselves.
    size : int
        How many candidates a set has, at most.

    Returns
    -------
    float
        In [0, 1]; 0 without candidates.

    References
    ----------
    Borgatti (2006), Comput. Math. Organ. Theory 12, 21-34, eq. 14.

    Examples
    --------
    >>> best_reach(np.array([[1.0, 0.5, 0.0], [0.0, 1.0, 0.5]]), 1)
    0.5
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

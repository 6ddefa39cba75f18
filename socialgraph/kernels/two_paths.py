"""The loop that asks whether two open paths of a household share no tie; `capital` says what for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from socialgraph.kernels._jit import njit
from socialgraph.kernels.paths import is_closed

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Nodes = NDArray[np.int32]


@njit
def shares_no_tie(ties: Ints, a: int, b: int) -> bool:
    """Whether paths a and b, rows of (n, 3) tie places with -1 beyond their end, have no tie in common."""
    for i in range(3):
        if ties[a, i] >= 0:
            for j in range(3):
                if ties[a, i] == ties[b, j]:
                    return False
    return True


@njit
def have_two_paths(
    households: Ints,
    people_starts: Ints,
    people: Nodes,
    home: Nodes,
    starts: Ints,
    alters: Nodes,
    target_of: Nodes,
    closed_starts: Ints,
    closed_with: Nodes,
) -> Bools:
    """Whether each household has two open paths of at most three ties to targets that share no tie.

    Open paths are met one by one and each is held against all met before; the walk ends at the first fitting two.
    """
    answer = np.zeros(len(households), np.bool_)
    blocked_for = np.full(len(home), -1, np.int64)
    met = np.full((1024, 3), -1, np.int64)
    for k in range(len(households)):
        h = households[k]
        n_met, n_first = 0, 0
        for at in range(people_starts[h], people_starts[h + 1]):
            p = people[at]
            n_first += starts[p + 1] - starts[p]
            for c in range(closed_starts[p], closed_starts[p + 1]):
                blocked_for[closed_with[c]] = k
        if n_first < 2:
            continue
        for at in range(people_starts[h], people_starts[h + 1]):
            d = people[at]
            for e in range(starts[d], starts[d + 1]):
                a = alters[e]
                if home[a] == h or answer[k]:
                    continue
                # the path d -> a, then d -> a -> b, then d -> a -> b -> i: three lengths, one list
                for f in range(starts[a] - 1, starts[a + 1]):
                    if answer[k]:
                        break
                    if f < starts[a]:
                        b, last = -1, a
                    else:
                        b = alters[f]
                        last = b
                        if home[b] == h or b == d or is_closed(closed_starts, closed_with, d, b):
                            continue
                    high = starts[b + 1] if b >= 0 else 0
                    low = starts[b] - 1 if b >= 0 else -1
                    for g in range(low, high):
                        third = g if b >= 0 and g >= starts[b] else -1
                        i = alters[third] if third >= 0 else last
                        if target_of[i] < 0 or blocked_for[i] == k:
                            continue
                        if third >= 0 and (home[i] == h or i == a or is_closed(closed_starts, closed_with, a, i)):
                            continue
                        if n_met == len(met):
                            more = np.full((2 * n_met, 3), -1, np.int64)
                            for other in range(n_met):
                                for step in range(3):
                                    more[other, step] = met[other, step]
                            met = more
                        met[n_met, 0], met[n_met, 1], met[n_met, 2] = e, f if b >= 0 else -1, third
                        for other in range(n_met):
                            if shares_no_tie(met, n_met, other):
                                answer[k] = True
                                break
                        n_met += 1
                        if answer[k]:
                            break
    return answer

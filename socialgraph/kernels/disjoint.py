"""The best pair of paths that share no tie, among all open paths of one household and one target."""

from __future__ import annotations

from socialgraph.arrays.types import Floats, Nodes
from socialgraph.kernels.jit import njit

# products of the same strengths in another order differ by less than this share
EQUAL_SHARE = 1e-12


@njit
def disjoint_pair(strength: Floats, routes: Nodes, n_found: int) -> tuple[int, int]:
    """Places of a strongest path and of the strongest path sharing no tie with it, the latter -1 if there is none.

    Among equally strong first paths the one that leaves the best second one; then the first in order. All paths end
    at the same target and leave the household with their first tie, so two of them share a tie exactly when they
    share the first one or the last one: a shared middle tie a -> b is followed by the same last tie b -> i.

    Parameters
    ----------
    strength : (size,) strengths of the paths found.
    routes : (size, 3) their people before the target, -1 beyond their end.
    n_found : how many there are, at least one.

    Returns
    -------
    first, second : int
        Places in `strength`; the first is within EQUAL_SHARE of the strongest. The second is -1 where all paths share
        their first or their last tie, so that no two are apart; both are -1 without a path.
    """
    top = 0.0
    for p in range(n_found):
        top = max(top, strength[p])
    floor = top * (1.0 - EQUAL_SHARE)
    one, two, best = -1, -1, 0.0
    same_first, same_last = True, True
    for p in range(n_found):
        if one < 0 and strength[p] >= floor:
            one = p
        same_first = same_first and routes[p, 0] == routes[0, 0] and routes[p, 1] == routes[0, 1]
        same_last = same_last and last_but_one(routes, p) == last_but_one(routes, 0)
    if same_first or same_last:
        return one, -1
    for p in range(n_found):
        if strength[p] <= best:
            continue
        last = last_but_one(routes, p)
        for q in range(n_found):
            if strength[q] < floor or (routes[q, 0] == routes[p, 0] and routes[q, 1] == routes[p, 1]):
                continue
            if last_but_one(routes, q) != last:
                one, two, best = q, p, strength[p]
                break
    return one, two


@njit
def last_but_one(routes: Nodes, p: int) -> int:
    """The person before the target on path p.

    Parameters
    ----------
    routes : (size, 3) people of the paths.
    p : which path.

    Returns
    -------
    int
        A person index.
    """
    if routes[p, 2] >= 0:
        return int(routes[p, 2])
    if routes[p, 1] >= 0:
        return int(routes[p, 1])
    return int(routes[p, 0])

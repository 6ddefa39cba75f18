"""The inner loop of the strongest path and the strongest second one that shares no tie with it, pair by pair."""

from __future__ import annotations

import numpy as np

from socialgraph.arrays.types import Floats, Ints, Nodes
from socialgraph.kernels.disjoint import disjoint_pair
from socialgraph.kernels.jit import njit
from socialgraph.kernels.pairs import find_in_row, is_closed
from socialgraph.kernels.records import ClosedAlters, Homes, Ties


@njit
def paths_between(
    pair_households: Ints,
    pair_targets: Ints,
    homes: Homes,
    ties: Ties,
    by_alter: Ties,
    into: Ties,
    person_of_target: Nodes,
    closed: ClosedAlters,
) -> tuple[Floats, Floats, Nodes]:
    """Strongest open path and strongest second one of each (household, target) pair; pairs of a target adjacent.

    Parameters
    ----------
    pair_households, pair_targets : (pairs,) int64, households and target numbers.
    homes, ties, closed : the network.
    by_alter : the same ties, each ego's by ascending alter.
    into : ties into each target: `alters` are here the egos.
    person_of_target : (targets,) int32.

    Returns
    -------
    (pairs,) first and (pairs,) second strength, 0 where there is no path, and (pairs, 6) int32, the people d, a, b of
    the first and of the second path, -1 where it is shorter.
    """
    # a compiled record counts references each time a part is taken out of it: once, not in the loops
    home_offsets, people, home = homes.offsets, homes.people, homes.of_person
    offsets, alters, tie_strength = ties.offsets, ties.alters, ties.strength
    sorted_alters, sorted_strength = by_alter.alters, by_alter.strength
    into_offsets, into_egos, into_strength = into.offsets, into.alters, into.strength
    closed_offsets, closed_people = closed.offsets, closed.people
    n_pairs = len(pair_households)
    first, second = np.zeros(n_pairs, np.float64), np.zeros(n_pairs, np.float64)
    route = np.full((n_pairs, 6), -1, np.int32)
    tie_into = np.zeros(len(home), np.float64)  # strength of b -> the present target
    strength, routes = np.zeros(256, np.float64), np.zeros((256, 3), np.int32)
    marked = -1
    for pair in range(n_pairs):
        h, target = pair_households[pair], pair_targets[pair]
        i = person_of_target[target]
        if target != marked:
            mark_ties_into(into_offsets, into_egos, into_strength, marked, target, tie_into)
            marked = target
        n_into = into_offsets[target + 1] - into_offsets[target]
        if home[i] == h or is_closed_to_home(closed_offsets, closed_people, home_offsets, people, h, i):
            continue
        n_found = 0
        for at in range(home_offsets[h], home_offsets[h + 1]):
            d = people[at]
            for e in range(offsets[d], offsets[d + 1]):
                a, s1 = alters[e], tie_strength[e]
                if home[a] == h:
                    continue
                n_after = offsets[a + 1] - offsets[a]
                n_more = 2 + min(n_after, n_into)
                if n_found + n_more > len(strength):
                    strength, routes = with_room_for_paths(strength, routes, n_found, n_more)
                if a == i:  # i stands at the end of a path only
                    n_found = put(strength, routes, n_found, s1, d, -1, -1)
                    continue
                if tie_into[a] > 0.0:
                    n_found = put(strength, routes, n_found, s1 * tie_into[a], d, a, -1)
                if is_closed(closed_offsets, closed_people, a, i):
                    continue
                if n_after <= n_into:
                    for f in range(offsets[a], offsets[a + 1]):
                        b = alters[f]
                        if tie_into[b] == 0.0 or home[b] == h or is_closed(closed_offsets, closed_people, d, b):
                            continue
                        n_found = put(strength, routes, n_found, s1 * tie_strength[f] * tie_into[b], d, a, b)
                    continue
                for g in range(into_offsets[target], into_offsets[target + 1]):  # a is a hub: walk backwards
                    b = into_egos[g]
                    if home[b] == h or b == a:
                        continue
                    f = find_in_row(offsets, sorted_alters, a, b)
                    if f >= 0 and not is_closed(closed_offsets, closed_people, d, b):
                        n_found = put(strength, routes, n_found, s1 * sorted_strength[f] * into_strength[g], d, a, b)
        if n_found > 0:
            one, two = disjoint_pair(strength, routes, n_found)
            for p in range(n_found):
                first[pair] = max(first[pair], strength[p])
            if two >= 0:
                second[pair] = strength[two]
            for step in range(3):
                route[pair, step] = routes[one, step]
                if two >= 0:
                    route[pair, 3 + step] = routes[two, step]
    return first, second, route


@njit
def mark_ties_into(offsets: Ints, egos: Nodes, strength: Floats, before: int, target: int, tie_into: Floats) -> None:
    """Write the strength of each tie into a target at its ego; those into the target before are taken back.

    Parameters
    ----------
    offsets, egos, strength : ties into each target, as compressed rows.
    before, target : target numbers; `before` is -1 where none was marked.
    tie_into : (people,) float64, written to.
    """
    if before >= 0:
        for g in range(offsets[before], offsets[before + 1]):
            tie_into[egos[g]] = 0.0
    for g in range(offsets[target], offsets[target + 1]):
        tie_into[egos[g]] = strength[g]


@njit
def is_closed_to_home(
    closed_offsets: Ints, closed_people: Nodes, home_offsets: Ints, people: Nodes, household: int, person: int
) -> bool:
    """Whether an inadmissible kind stands between a person and anybody of a household.

    Parameters
    ----------
    closed_offsets, closed_people : the closed pairs, both ways, as compressed rows.
    home_offsets, people : the people of each household, as compressed rows.
    household, person : whom.

    Returns
    -------
    bool
        False for a household in which nobody is known.
    """
    for at in range(home_offsets[household], home_offsets[household + 1]):
        if is_closed(closed_offsets, closed_people, people[at], person):
            return True
    return False


@njit
def put(strength: Floats, routes: Nodes, n: int, s: float, d: int, a: int, b: int) -> int:
    """Note one path.

    Parameters
    ----------
    strength, routes, n : (size,) strengths and (size, 3) people of the n paths noted, written to.
    s, d, a, b : of this one; a, b -1 where it is shorter.

    Returns
    -------
    int
        How many are noted now.
    """
    strength[n] = s
    routes[n, 0], routes[n, 1], routes[n, 2] = d, a, b
    return n + 1


@njit
def with_room_for_paths(strength: Floats, routes: Nodes, n: int, n_more: int) -> tuple[Floats, Nodes]:
    """The arrays of `put`, with room for n_more paths.

    Parameters
    ----------
    strength, routes : (size,) and (size, 3), holding n paths.
    n, n_more : how many paths they hold, and how many are to come.

    Returns
    -------
    strength : (size,) float64
        The same array where there is room, else a copy at least twice as long, 0 beyond n.
    routes : (size, 3) int32
        As `strength`.
    """
    if n + n_more <= len(strength):
        return strength, routes
    size = max(2 * len(strength), n + n_more)
    more_strength, more_routes = np.zeros(size, np.float64), np.zeros((size, 3), np.int32)
    for p in range(n):
        more_strength[p] = strength[p]
        more_routes[p, 0], more_routes[p, 1], more_routes[p, 2] = routes[p, 0], routes[p, 1], routes[p, 2]
    return more_strength, more_routes

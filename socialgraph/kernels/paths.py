"""The inner loops of strongest open paths; `open_paths` says what is computed and why the prunings are exact.

A path is d -> a -> b -> i of one to three ties from a person d of an ego household to a target i. `alters` and
`strength` hold only ties into people who may carry a request; `target_*` hold, of these, the ties into targets, by
target number. -1 stands for "none" throughout.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from socialgraph.kernels._jit import njit
from socialgraph.kernels.csr import Floats, Ints, Nodes
from socialgraph.kernels.disjoint import disjoint_pair

# 1 - x rounds to 1 below 2^-54; the product kept along the way drifts by far less than the other 2^-6
SATURATED = 2.0**-60


@njit
def is_closed(closed_starts: Ints, closed_with: Nodes, a: int, b: int) -> bool:
    """Whether an inadmissible kind stands between a and b (either direction), by bisection."""
    low, high = closed_starts[a], closed_starts[a + 1]
    while low < high:
        middle = (low + high) // 2
        if closed_with[middle] < b:
            low = middle + 1
        else:
            high = middle
    return bool(low < closed_starts[a + 1] and closed_with[low] == b)


@njit
def strongest_paths(
    households: Ints,
    people_starts: Ints,
    people: Nodes,
    home: Nodes,
    starts: Ints,
    alters: Nodes,
    strength: Floats,
    target_starts: Ints,
    target_alters: Nodes,
    target_strength: Floats,
    target_of: Nodes,
    person_of: Nodes,
    closed_starts: Ints,
    closed_with: Nodes,
    wants_list: bool,
) -> tuple[Floats, Ints, Ints, Nodes, Floats]:
    """Reach of each household; with `wants_list` also its targets and their strongest open paths.

    Returns reach, number of targets (a floor where reach is 1 and no list was wanted), then starts, targets and
    strengths of the list (the two last may be longer than the list is).
    """
    n_targets = len(person_of)
    n_people = len(home)
    best = np.zeros(n_targets, np.float64)
    blocked = np.full(n_targets, -1, np.int32)  # number of the household that may not be asked by this target
    expanded = np.zeros(n_people, np.float64)  # strongest prefix after which no later one to this person can matter
    expanded_for = np.full(n_people, -1, np.int32)
    touched = np.zeros(max(n_targets, 1), np.int32)
    reach = np.zeros(len(households), np.float64)
    counts = np.zeros(len(households), np.int64)
    list_starts = np.zeros(len(households) + 1, np.int64)
    list_targets = np.zeros(1024, np.int32)
    list_strength = np.zeros(1024, np.float64)
    n_listed = 0
    for k in range(len(households)):
        h = households[k]
        for at in range(people_starts[h], people_starts[h + 1]):
            p = people[at]
            for c in range(closed_starts[p], closed_starts[p + 1]):
                if target_of[closed_with[c]] >= 0:
                    blocked[target_of[closed_with[c]]] = k
        n_touched = 0
        unreached_share = 1.0
        for at in range(people_starts[h], people_starts[h + 1]):
            d = people[at]
            d_has_closed = closed_starts[d + 1] > closed_starts[d]
            for e in range(starts[d], starts[d + 1]):
                if not wants_list and unreached_share < SATURATED:
                    break
                a, s1 = alters[e], strength[e]
                if home[a] == h:
                    continue
                i = target_of[a]
                if i >= 0 and blocked[i] != k and s1 > best[i]:
                    if best[i] == 0.0:
                        touched[n_touched] = i
                        n_touched += 1
                    unreached_share *= (1.0 - s1) / (1.0 - best[i])
                    best[i] = s1
                a_has_closed = closed_starts[a + 1] > closed_starts[a]
                for f in range(starts[a], starts[a + 1]):
                    if not wants_list and unreached_share < SATURATED:
                        break
                    b = alters[f]
                    s2 = s1 * strength[f]
                    if home[b] == h or (d_has_closed and is_closed(closed_starts, closed_with, d, b)):
                        continue
                    i = target_of[b]
                    if i >= 0 and blocked[i] != k and s2 > best[i]:
                        if best[i] == 0.0:
                            touched[n_touched] = i
                            n_touched += 1
                        unreached_share *= (1.0 - s2) / (1.0 - best[i])
                        best[i] = s2
                    if target_starts[b] == target_starts[b + 1]:
                        continue
                    if expanded_for[b] == k and s2 <= expanded[b]:
                        continue
                    was_closed = False
                    for g in range(target_starts[b], target_starts[b + 1]):
                        i = target_alters[g]
                        s3 = s2 * target_strength[g]
                        if s3 <= best[i] or blocked[i] == k:
                            continue
                        c_person = person_of[i]
                        if home[c_person] == h or c_person == a:
                            continue
                        if a_has_closed and is_closed(closed_starts, closed_with, a, c_person):
                            was_closed = True
                            continue
                        if best[i] == 0.0:
                            touched[n_touched] = i
                            n_touched += 1
                        unreached_share *= (1.0 - s3) / (1.0 - best[i])
                        best[i] = s3
                    if not was_closed:
                        expanded[b] = s2
                        expanded_for[b] = k
        counts[k] = n_touched
        if not wants_list and unreached_share < SATURATED:
            reach[k] = 1.0
        else:
            product = 1.0
            for t in range(n_touched):
                product *= 1.0 - best[touched[t]]
            reach[k] = 1.0 - product
        if wants_list:
            if n_listed + n_touched > len(list_targets):
                size = 2 * (n_listed + n_touched)
                more_targets = np.zeros(size, np.int32)
                more_strength = np.zeros(size, np.float64)
                for t in range(n_listed):  # a loop compiles ten times as fast as a slice
                    more_targets[t], more_strength[t] = list_targets[t], list_strength[t]
                list_targets, list_strength = more_targets, more_strength
            for t in range(n_touched):
                list_targets[n_listed + t] = touched[t]
                list_strength[n_listed + t] = best[touched[t]]
            n_listed += n_touched
        list_starts[k + 1] = n_listed
        for t in range(n_touched):
            best[touched[t]] = 0.0
    return reach, counts, list_starts, list_targets, list_strength


@njit
def tie_between(sorted_starts: Ints, sorted_alters: Nodes, a: int, b: int) -> int:
    """The place of the tie a -> b among ties sorted by alter, -1 if there is none."""
    low, high = sorted_starts[a], sorted_starts[a + 1]
    while low < high:
        middle = (low + high) // 2
        if sorted_alters[middle] < b:
            low = middle + 1
        else:
            high = middle
    if low < sorted_starts[a + 1] and sorted_alters[low] == b:
        return int(low)
    return -1


@njit
def paths_between(
    pair_households: Ints,
    pair_targets: Ints,
    people_starts: Ints,
    people: Nodes,
    home: Nodes,
    starts: Ints,
    alters: Nodes,
    strength: Floats,
    sorted_alters: Nodes,
    sorted_strength: Floats,
    into_starts: Ints,
    into_egos: Nodes,
    into_strength: Floats,
    person_of: Nodes,
    closed_starts: Ints,
    closed_with: Nodes,
) -> tuple[Floats, Floats, NDArray[np.int32]]:
    """Strongest open path and strongest second one of each (household, target) pair; pairs of a target adjacent.

    Returns first and second strength, and (pairs, 6) the people d, a, b of the first and of the second path.
    """
    n_pairs = len(pair_households)
    n_people = len(home)
    first = np.zeros(n_pairs, np.float64)
    second = np.zeros(n_pairs, np.float64)
    route = np.full((n_pairs, 6), -1, np.int32)
    tie_into = np.zeros(n_people, np.float64)  # strength of b -> the present target
    size = 256
    found_strength = np.zeros(size, np.float64)
    found = np.zeros((size, 3), np.int32)
    marked = -1
    for pair in range(n_pairs):
        h, target = pair_households[pair], pair_targets[pair]
        i = person_of[target]
        if target != marked:
            if marked >= 0:
                for g in range(into_starts[marked], into_starts[marked + 1]):
                    tie_into[into_egos[g]] = 0.0
            for g in range(into_starts[target], into_starts[target + 1]):
                tie_into[into_egos[g]] = into_strength[g]
            marked = target
        n_into = into_starts[target + 1] - into_starts[target]
        n_found = 0
        is_blocked = home[i] == h
        for at in range(people_starts[h], people_starts[h + 1]):
            is_blocked = is_blocked or is_closed(closed_starts, closed_with, people[at], i)
        if is_blocked:
            continue
        for at in range(people_starts[h], people_starts[h + 1]):
            d = people[at]
            for e in range(starts[d], starts[d + 1]):
                a, s1 = alters[e], strength[e]
                if home[a] == h:
                    continue
                # room for the two shorter paths and all three-tie paths over a
                room = n_found + 2 + min(starts[a + 1] - starts[a], n_into)
                if room > size:
                    more = max(2 * size, room)
                    more_strength = np.zeros(more, np.float64)
                    more_found = np.zeros((more, 3), np.int32)
                    for p in range(n_found):
                        more_strength[p] = found_strength[p]
                        more_found[p, 0], more_found[p, 1], more_found[p, 2] = found[p, 0], found[p, 1], found[p, 2]
                    found_strength, found, size = more_strength, more_found, more
                if a == i:
                    found_strength[n_found] = s1
                    found[n_found, 0], found[n_found, 1], found[n_found, 2] = d, -1, -1
                    n_found += 1
                    continue  # i stands at the end of a path only
                if tie_into[a] > 0.0:
                    found_strength[n_found] = s1 * tie_into[a]
                    found[n_found, 0], found[n_found, 1], found[n_found, 2] = d, a, -1
                    n_found += 1
                if is_closed(closed_starts, closed_with, a, i):
                    continue
                if starts[a + 1] - starts[a] <= n_into:
                    for f in range(starts[a], starts[a + 1]):
                        b = alters[f]
                        if tie_into[b] == 0.0 or home[b] == h or is_closed(closed_starts, closed_with, d, b):
                            continue
                        found_strength[n_found] = s1 * strength[f] * tie_into[b]
                        found[n_found, 0], found[n_found, 1], found[n_found, 2] = d, a, b
                        n_found += 1
                else:  # a is a hub: walk backwards from the target instead
                    for g in range(into_starts[target], into_starts[target + 1]):
                        b = into_egos[g]
                        if home[b] == h or b == a:
                            continue
                        f = tie_between(starts, sorted_alters, a, b)
                        if f < 0 or is_closed(closed_starts, closed_with, d, b):
                            continue
                        found_strength[n_found] = s1 * sorted_strength[f] * into_strength[g]
                        found[n_found, 0], found[n_found, 1], found[n_found, 2] = d, a, b
                        n_found += 1
        if n_found > 0:
            one, two = disjoint_pair(found_strength, found, n_found)
            for p in range(n_found):
                first[pair] = max(first[pair], found_strength[p])
            if two >= 0:
                second[pair] = found_strength[two]
            for step in range(3):
                route[pair, step] = found[one, step]
                if two >= 0:
                    route[pair, 3 + step] = found[two, step]
    return first, second, route

"""The inner loop of reach: strongest open paths; `trust.open_paths` says what is computed and why prunings are exact.

A path is d -> a -> b -> i of one to three ties from a person d of an ego household to a target i. `ties` hold only ties
into people who may carry a request; `last_ties` hold, of these, the ties into targets, by target number.
"""

from __future__ import annotations

import numpy as np

from socialgraph.arrays.types import Floats, Ints, Nodes
from socialgraph.kernels.jit import njit
from socialgraph.kernels.pairs import is_closed, mark_closed_to
from socialgraph.kernels.records import ClosedAlters, Homes, Targets, Ties

# 1 - x rounds to 1 below 2^-54; the product kept along the way drifts by far less than the other 2^-6
SATURATED = 2.0**-60


@njit
def strongest_paths(
    households: Ints,
    homes: Homes,
    ties: Ties,
    last_ties: Ties,
    targets: Targets,
    closed: ClosedAlters,
    wants_list: bool,
) -> tuple[Floats, Ints, Ints, Nodes, Floats]:
    """Reach of each household; with `wants_list` also its targets and their strongest open paths.

    Parameters
    ----------
    households : (rows,) int64, whose reach.
    homes, ties, last_ties, targets, closed : the network; `last_ties.alters` are target numbers.
    wants_list : whether the targets themselves are wanted.

    Returns
    -------
    (rows,) reach in [0, 1], and (rows,) number of targets (a floor where reach is 1 and no list was wanted); then
    (rows + 1,) offsets, targets and strengths of the list (the two last may be longer than the list is).
    """
    # a compiled record counts references each time a part is taken out of it: once, not in the loops
    home_offsets, people, home = homes.offsets, homes.people, homes.of_person
    offsets, alters, strength = ties.offsets, ties.alters, ties.strength
    last_offsets, last_alters, last_strength = last_ties.offsets, last_ties.alters, last_ties.strength
    number_of_person, person_of = targets.number_of_person, targets.person
    closed_offsets, closed_people = closed.offsets, closed.people
    best = np.zeros(len(person_of), np.float64)
    blocked_for = np.full(len(home), -1, np.int64)  # the row whose household may not be asked by this person
    expanded = np.zeros(len(home), np.float64)  # strongest prefix after which no later one to this person can matter
    expanded_for = np.full(len(home), -1, np.int32)
    touched = np.zeros(max(len(person_of), 1), np.int32)
    reach = np.zeros(len(households), np.float64)
    counts = np.zeros(len(households), np.int64)
    list_offsets = np.zeros(len(households) + 1, np.int64)
    list_targets = np.zeros(1024, np.int32)
    list_strength = np.zeros(1024, np.float64)
    n_listed = 0
    for k in range(len(households)):
        h = households[k]
        mark_closed_to(closed_offsets, closed_people, home_offsets, people, h, blocked_for, k)
        n_touched, missed = 0, 1.0
        for at in range(home_offsets[h], home_offsets[h + 1]):
            d = people[at]
            d_has_closed = closed_offsets[d + 1] > closed_offsets[d]
            for e in range(offsets[d], offsets[d + 1]):
                if not wants_list and missed < SATURATED:
                    break
                a, s1 = alters[e], strength[e]
                if home[a] == h:
                    continue
                i = number_of_person[a]
                if i >= 0 and blocked_for[a] != k and s1 > best[i]:
                    n_touched, missed = keep_stronger(best, touched, n_touched, missed, i, s1)
                a_has_closed = closed_offsets[a + 1] > closed_offsets[a]
                for f in range(offsets[a], offsets[a + 1]):
                    if not wants_list and missed < SATURATED:
                        break
                    b, s2 = alters[f], s1 * strength[f]
                    if home[b] == h or (d_has_closed and is_closed(closed_offsets, closed_people, d, b)):
                        continue
                    i = number_of_person[b]
                    if i >= 0 and blocked_for[b] != k and s2 > best[i]:
                        n_touched, missed = keep_stronger(best, touched, n_touched, missed, i, s2)
                    if last_offsets[b] == last_offsets[b + 1] or (expanded_for[b] == k and s2 <= expanded[b]):
                        continue
                    met_closed = False
                    for g in range(last_offsets[b], last_offsets[b + 1]):
                        i, s3 = last_alters[g], s2 * last_strength[g]
                        if s3 <= best[i]:  # nearly always: before anything else of the target is looked up
                            continue
                        c = person_of[i]
                        if blocked_for[c] == k or home[c] == h or c == a:
                            continue
                        if a_has_closed and is_closed(closed_offsets, closed_people, a, c):
                            met_closed = True
                            continue
                        n_touched, missed = keep_stronger(best, touched, n_touched, missed, i, s3)
                    if not met_closed:
                        expanded[b] = s2
                        expanded_for[b] = k
        counts[k] = n_touched
        reach[k] = 1.0 if not wants_list and missed < SATURATED else reached_by_any(best, touched, n_touched)
        if wants_list:
            list_targets, list_strength = with_room(list_targets, list_strength, n_listed, n_touched)
            for t in range(n_touched):
                list_targets[n_listed + t] = touched[t]
                list_strength[n_listed + t] = best[touched[t]]
            n_listed += n_touched
        list_offsets[k + 1] = n_listed
        for t in range(n_touched):
            best[touched[t]] = 0.0
    return reach, counts, list_offsets, list_targets, list_strength


@njit
def keep_stronger(
    best: Floats, touched: Nodes, n_touched: int, missed: float, target: int, strength: float
) -> tuple[int, float]:
    """Keep a path to a target that is stronger than its best one.

    Parameters
    ----------
    best : (targets,) strongest paths so far, written to.
    touched, n_touched : the targets met so far, written to, and how many.
    missed : share that no target reaches so far.
    target, strength : of the new path.

    Returns
    -------
    n_touched : int
        One more where the target was new.
    missed : float
        Π (1 - t) over the targets so far, in [0, 1].
    """
    if best[target] == 0.0:
        touched[n_touched] = target
        n_touched += 1
    missed *= (1.0 - strength) / (1.0 - best[target])
    best[target] = strength
    return n_touched, missed


@njit
def reached_by_any(best: Floats, touched: Nodes, n_touched: int) -> float:
    """1 - Π (1 - t) over the targets met.

    Parameters
    ----------
    best : (targets,) strongest path to each.
    touched, n_touched : the targets met, and how many.

    Returns
    -------
    float
        In [0, 1]; 0 where none was met.
    """
    product = 1.0
    for t in range(n_touched):
        product *= 1.0 - best[touched[t]]
    return 1.0 - product


@njit
def with_room(items: Nodes, strength: Floats, n: int, n_more: int) -> tuple[Nodes, Floats]:
    """Two arrays that hold n items and have room for n_more.

    Parameters
    ----------
    items, strength : the arrays, of one length.
    n, n_more : how many items they hold, and how many are to come.

    Returns
    -------
    items : (size,) int32
        The same array where there is room, else a longer copy, 0 beyond n.
    strength : (size,) float64
        As `items`.
    """
    if n + n_more <= len(items):
        return items, strength
    size = 2 * (n + n_more)
    more_items, more_strength = np.zeros(size, np.int32), np.zeros(size, np.float64)
    for t in range(n):  # a loop compiles ten times as fast as a slice
        more_items[t], more_strength[t] = items[t], strength[t]
    return more_items, more_strength

"""The loop that asks whether two open paths of a household share no tie; `capital.groups` says what for."""

from __future__ import annotations

import numpy as np

from socialgraph.arrays.types import Bools, Ints, Nodes
from socialgraph.kernels.jit import njit
from socialgraph.kernels.pairs import is_closed, mark_closed_to
from socialgraph.kernels.records import ClosedAlters, Homes, Targets, Ties


@njit
def have_two_paths(households: Ints, homes: Homes, ties: Ties, targets: Targets, closed: ClosedAlters) -> Bools:
    """Whether each household has two open paths of at most three ties to targets that share no tie.

    Open paths are met one by one and each is held against all met before; the walk ends at the first fitting two.

    Parameters
    ----------
    households : (rows,) int64.
    homes, ties, targets, closed : the network; strengths are not looked at.

    Returns
    -------
    (rows,) bool
        In the order of `households`. False where fewer than two paths are open, as for a household that fewer than two
        ties leave.
    """
    # a compiled record counts references each time a part is taken out of it: once, not in the loops
    home_offsets, people, home = homes.offsets, homes.people, homes.of_person
    offsets, alters = ties.offsets, ties.alters
    number_of_person, closed_offsets, closed_people = targets.number_of_person, closed.offsets, closed.people
    answer = np.zeros(len(households), np.bool_)
    blocked_for = np.full(len(home), -1, np.int64)
    met = np.full((1024, 3), -1, np.int64)
    for k in range(len(households)):
        h = households[k]
        if ties_from_home(home_offsets, people, offsets, h) < 2:
            continue
        mark_closed_to(closed_offsets, closed_people, home_offsets, people, h, blocked_for, k)
        n_met = 0
        for at in range(home_offsets[h], home_offsets[h + 1]):
            d = people[at]
            for e in range(offsets[d], offsets[d + 1]):
                a = alters[e]
                if home[a] == h or answer[k]:
                    continue
                # the path d -> a, then d -> a -> b, then d -> a -> b -> i: three lengths, one list
                for f in range(offsets[a] - 1, offsets[a + 1]):
                    if answer[k]:
                        break
                    b = alters[f] if f >= offsets[a] else -1
                    if b >= 0 and (home[b] == h or b == d or is_closed(closed_offsets, closed_people, d, b)):
                        continue
                    high = offsets[b + 1] if b >= 0 else 0
                    low = offsets[b] - 1 if b >= 0 else -1
                    for g in range(low, high):
                        third = g if b >= 0 and g >= offsets[b] else -1
                        i = alters[third] if third >= 0 else b if b >= 0 else a
                        if number_of_person[i] < 0 or blocked_for[i] == k:
                            continue
                        if third >= 0 and (home[i] == h or i == a or is_closed(closed_offsets, closed_people, a, i)):
                            continue
                        met = with_room_for_ties(met, n_met)
                        met[n_met, 0], met[n_met, 1], met[n_met, 2] = e, f if b >= 0 else -1, third
                        answer[k] = shares_no_tie_with_any(met, n_met)
                        n_met += 1
                        if answer[k]:
                            break
    return answer


@njit
def ties_from_home(home_offsets: Ints, people: Nodes, offsets: Ints, household: int) -> int:
    """How many ties leave the people of a household.

    Parameters
    ----------
    home_offsets, people : the people of each household, as compressed rows.
    offsets : of the ties.
    household : whose.

    Returns
    -------
    int
        Those to people of the same household included; 0 for a household in which nobody is known.
    """
    n = 0
    for at in range(home_offsets[household], home_offsets[household + 1]):
        n += offsets[people[at] + 1] - offsets[people[at]]
    return n


@njit
def shares_no_tie_with_any(met: Ints, n: int) -> bool:
    """Whether path n has no tie in common with one of the paths before it.

    Parameters
    ----------
    met : (size, 3) places of each path's ties, -1 beyond its end.
    n : which path.

    Returns
    -------
    bool
        False where no path came before: `n` = 0.

    Examples
    --------
    >>> shares_no_tie_with_any(np.array([[4, 7, -1], [4, 9, -1], [5, 9, -1]]), 1)
    False
    >>> shares_no_tie_with_any(np.array([[4, 7, -1], [4, 9, -1], [5, 9, -1]]), 2)
    True
    """
    for other in range(n):
        shares = False
        for i in range(3):
            if met[n, i] >= 0:
                for j in range(3):
                    shares = shares or met[n, i] == met[other, j]
        if not shares:
            return True
    return False


@njit
def with_room_for_ties(met: Ints, n: int) -> Ints:
    """`met` with room for path n.

    Parameters
    ----------
    met : (size, 3), holding n paths.
    n : how many paths it holds.

    Returns
    -------
    (size, 3) int64
        The same array where there is room, else a copy twice as long, -1 beyond n.
    """
    if n < len(met):
        return met
    more = np.full((2 * n, 3), -1, np.int64)
    for other in range(n):
        for step in range(3):
            more[other, step] = met[other, step]
    return more

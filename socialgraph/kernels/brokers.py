"""The inner loop of brokerage roles; the definition stands in `brokerage`."""

from __future__ import annotations

import numpy as np

from socialgraph.arrays.types import Ints, Nodes
from socialgraph.kernels.jit import njit

COORDINATOR, ITINERANT, GATEKEEPER, REPRESENTATIVE, LIAISON = range(5)


@njit
def count_roles(
    people: Ints, out_starts: Ints, out_alters: Nodes, in_starts: Ints, in_egos: Nodes, group: Ints
) -> Ints:
    """(people, 5) counts of open a -> b -> c by role of b, for each b of `people`.

    For each b and each a before it, the alters of a and of b are walked together (both ascending), so that a -> c
    is found without a matrix.

    Parameters
    ----------
    people : (rows,) whose roles.
    out_starts, out_alters : ties from each person, alters ascending.
    in_starts, in_egos : ties to each person, egos ascending.
    group : (people,) int64.

    Returns
    -------
    (rows, 5) int64
        In the order of the five roles.
    """
    counts = np.zeros((len(people), 5), np.int64)
    for at in range(len(people)):
        b = people[at]
        for i in range(in_starts[b], in_starts[b + 1]):
            a = in_egos[i]
            position, end = out_starts[a], out_starts[a + 1]
            for k in range(out_starts[b], out_starts[b + 1]):
                c = out_alters[k]
                if c == a:
                    continue
                while position < end and out_alters[position] < c:
                    position += 1
                if position < end and out_alters[position] == c:
                    continue
                if group[a] == group[c]:
                    role = COORDINATOR if group[a] == group[b] else ITINERANT
                elif group[b] == group[c]:
                    role = GATEKEEPER
                elif group[a] == group[b]:
                    role = REPRESENTATIVE
                else:
                    role = LIAISON
                counts[at, role] += 1
    return counts

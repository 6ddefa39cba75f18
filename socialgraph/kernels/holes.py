"""The inner loops of Burt's measures, over CSR arrays; the definitions stand in `structural_holes`."""

from __future__ import annotations

import numpy as np

from socialgraph.arrays.types import Floats, Ints, Nodes
from socialgraph.kernels.jit import njit


@njit
def burt(people: Ints, starts: Ints, contacts: Nodes, share: Floats, marginal: Floats) -> tuple[Floats, Floats, Floats]:
    """Constraint, redundancy Σ_j Σ_q p_iq m_jq, and Σ_j r_j ln r_j for each of `people`.

    For each i the two-step investments Σ_q p_iq p_qj are gathered only on i's own contacts: the cost is
    Σ_i Σ_q degree(q), so a hub is paid for once by each of its contacts.

    Parameters
    ----------
    people : (rows,) whose measures.
    starts, contacts : the undirected network, as compressed rows, contacts ascending.
    share : (pairs,) p_ij, each row summing to 1.
    marginal : (pairs,) m_ij, each row's largest being 1.

    Returns
    -------
    Three (rows,) float64
        0 for people without contacts.
    """
    n = len(people)
    constraint, redundancy, concentration = np.zeros(n), np.zeros(n), np.zeros(n)
    slot = np.full(len(starts) - 1, -1, np.int32)
    for at in range(n):
        i = people[at]
        low, high = starts[i], starts[i + 1]
        size = high - low
        if size == 0:
            continue
        indirect = np.zeros(size)
        for k in range(low, high):
            slot[contacts[k]] = k - low
        overlap = 0.0
        for k in range(low, high):
            q = contacts[k]
            for m in range(starts[q], starts[q + 1]):
                j = slot[contacts[m]]
                if j >= 0:
                    indirect[j] += share[k] * share[m]
                    # marginal[m] is m_qj with q in the role of j: the sum runs over all ordered pairs
                    overlap += share[low + j] * marginal[m]
        redundancy[at] = overlap
        total = 0.0
        for j in range(size):
            indirect[j] = (share[low + j] + indirect[j]) ** 2
            total += indirect[j]
        constraint[at] = total
        spread = 0.0
        for j in range(size):
            r = indirect[j] / (total / size)
            if r > 0.0:
                spread += r * np.log(r)
        concentration[at] = spread
        for k in range(low, high):
            slot[contacts[k]] = -1
    return constraint, redundancy, concentration

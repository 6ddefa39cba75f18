"""Gould-Fernandez brokerage roles: who stands between whom, seen by door or building.

b brokers between a and c when a -> b and b -> c are ties, a and c are different people, and a -> c is no tie.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from socialgraph.arrays.csr import unique_sorted
from socialgraph.arrays.types import Ints, Nodes

ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")


def simple_csr(n: int, ego: Ints, alter: Ints) -> tuple[Ints, Nodes]:
    """CSR (starts, alters) of the directed ties, each pair once, without self-loops, alters ascending.

    Parameters
    ----------
    n : number of people.
    ego, alter : (ties,) person indices.

    Returns
    -------
    starts : (n + 1,) int64
        Person i's alters are `alters[starts[i]:starts[i + 1]]`; equal where there are none.
    alters : (pairs,) int32
        Person indices.
    """
    keep = ego != alter
    pairs = unique_sorted(np.asarray(ego, np.int64)[keep] * n + np.asarray(alter, np.int64)[keep])
    starts = np.zeros(n + 1, dtype=np.int64)
    if n:
        np.cumsum(np.bincount(pairs // n, minlength=n), out=starts[1:])
    return starts, (pairs % n if n else pairs).astype(np.int32)


def brokerage(n: int, ego: Ints, alter: Ints, group: Ints) -> pd.DataFrame:
    """How often each person brokers, by role.

    Parameters
    ----------
    n : number of people. ego, alter : (ties,) int64. group : (n,) int64, the door or building of each person.

    Returns
    -------
    DataFrame of n rows with the columns of ROLES, counts of ordered pairs (a, c):
    coordinator a, b, c in one group; itinerant a and c in one, b in another; gatekeeper b and c in one, a outside;
    representative a and b in one, c outside; liaison all three in different groups.

    References
    ----------
    Gould & Fernandez (1989), Sociological Methodology 19, 89-126.

    Examples
    --------
    >>> brokerage(3, np.array([0, 1]), np.array([1, 2]), np.array([0, 0, 1])).loc[1].to_dict()
    {'coordinator': 0, 'itinerant': 0, 'gatekeeper': 0, 'representative': 1, 'liaison': 0}
    """
    from socialgraph.kernels.brokers import count_roles
    from socialgraph.kernels.jit import in_blocks

    out_starts, out_alters = simple_csr(n, ego, alter)
    in_starts, in_egos = simple_csr(n, alter, ego)
    n_steps = int((np.diff(in_starts) * np.diff(out_starts)).sum())
    arrays = (out_starts, out_alters, in_starts, in_egos, np.asarray(group, np.int64))
    blocks = in_blocks(count_roles, n_steps, (np.arange(n),), arrays)
    return pd.DataFrame(np.concatenate([np.zeros((0, len(ROLES)), np.int64), *blocks]), columns=list(ROLES))

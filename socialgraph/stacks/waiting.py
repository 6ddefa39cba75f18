"""For how many households the stacks of each household still wait."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.csr import Csr
from socialgraph.arrays.types import Nodes


def fewest_waiting(missing: Csr, judged: NDArray[np.bool_], n_households: int) -> tuple[Nodes, NDArray[np.int64]]:
    """For each household the stack that waits for the fewest, the first of equal ones, and for how many it does.

    -1 and a large number for a household that no stack in scope waits for.

    Parameters
    ----------
    missing : stacks → households with a missing key.
    judged : (stacks,) whether its source is known.
    n_households : how many households.

    Returns
    -------
    stack : (n_households,) int32
        -1 for a household that no judged stack waits for.
    fewest : (n_households,) int64
        How many households that stack waits for, at least 1; the largest int64 where there is no stack.
    """
    rows, members = missing.rows, missing.items
    keep = judged[rows]
    rows, members = rows[keep], members[keep]
    counts = missing.counts[rows]
    order = np.lexsort((rows, counts, members))
    home, first = np.unique(members[order], return_index=True)
    stack = np.full(n_households, -1, np.int32)
    fewest = np.full(n_households, np.iinfo(np.int64).max)
    stack[home], fewest[home] = rows[order][first], counts[order][first]
    return stack, fewest

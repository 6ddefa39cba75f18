"""The expected number of completed stacks of a plan, all or nothing, stack by stack: the sum of their chances.

The expectation of a sum is the sum of expectations, whether or not stacks share households; stacks that are complete or
ready already count 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.csr import Csr


def stack_chances(missing: Csr, success: NDArray[np.float64]) -> NDArray[np.float64]:
    r"""(s,) P(stack completes) = :math:`\prod_{h \in \text{missing}} q_h`; 1 where nothing is missing.

    Conversations count as independent; a household talked to once serves all its stacks.

    Parameters
    ----------
    missing : stacks → households whose keys are missing in it.
    success : (n,) q of the conversation planned with each household, 0 where nobody talks to it (or a stop stands).

    Returns
    -------
    (stacks,) float64
        Probabilities in [0, 1], for q in [0, 1]; never NaN.

    Examples
    --------
    >>> stack_chances(Csr.of_pairs(np.array([0, 1, 1]), np.array([0, 1, 2]), 3), np.array([0.6, 0.5, 0.4])).tolist()
    [0.6, 0.2, 1.0]
    """
    chances = np.ones(len(missing))
    np.multiply.at(chances, missing.rows, success[missing.items])
    return chances

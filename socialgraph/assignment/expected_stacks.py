"""The expected number of completed stacks of a plan: all or nothing, stack by stack."""

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


def expected_stacks(missing: Csr, success: NDArray[np.float64]) -> float:
    """The sum of `stack_chances`: stacks complete or ready already count 1.

    The expectation of a sum is the sum of expectations, whether or not stacks share households.

    Parameters
    ----------
    missing : stacks → households with a missing key.
    success : (households,) chance that the key comes.

    Returns
    -------
    float
        In stacks, from 0 to their number; 0 without stacks.

    Examples
    --------
    >>> expected_stacks(Csr.of_pairs(np.array([0, 1, 1]), np.array([0, 1, 2]), 3), np.array([0.6, 0.5, 0.4]))
    1.8
    """
    return float(stack_chances(missing, success).sum())

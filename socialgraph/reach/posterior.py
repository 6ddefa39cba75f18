"""How conversations with a person went so far: the Beta posterior of being heard and met, in log-odds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.types import Floats


def posterior_log_odds(
    n_agreed: NDArray[np.integer] | Floats,
    n_visits: NDArray[np.integer] | Floats,
    *,
    prior_agreed: float,
    prior_other: float,
) -> Floats:
    r"""Log-odds of the posterior mean share of good conversations.

    With a Beta(α, β) prior and k good ones of n, the posterior is Beta(α + k, β + n − k), its mean
    (α + k)/(α + β + n), and the log-odds of that mean ln((α + k)/(β + n − k)).

    Parameters
    ----------
    n_agreed, n_visits : counts k and n, 0 ≤ k ≤ n.
    prior_agreed, prior_other : α, β > 0; the defaults of the score are 2 and 2 (`data/score.csv`, assumed).

    Returns
    -------
    float64, of the shape of the counts
        In log-odds. Finite, as both priors are above 0: ln(α/β) without any conversation, which is 0 where they are
        equal.

    References
    ----------
    Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., section 2.4: the beta posterior of a share.

    Examples
    --------
    >>> posterior_log_odds(np.array([0, 2, 1]), np.array([0, 2, 4]), prior_agreed=2, prior_other=2).round(3)
    array([ 0.   ,  0.693, -0.511])
    """
    good = np.asarray(n_agreed, np.float64)
    other = np.asarray(n_visits, np.float64) - good
    return np.log((prior_agreed + good) / (prior_other + other))

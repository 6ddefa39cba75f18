"""The office's own chance of a step, once enough of its results are on record."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.stats import beta

ENOUGH_RESULTS = 50
PRIOR_RESULTS = 10.0  # the assumed chance weighs as much as so many results
INTERVAL = 0.95


@dataclass(frozen=True)
class FittedChance:
    """The chance to use, its 95 % interval, and whether it is the office's own or still the assumed one."""

    chance: float
    low: float
    high: float
    is_fitted: bool


def fitted_chance(assumed: float, keys_given: int, results: int) -> FittedChance:
    r"""Posterior of a step's chance: Beta(:math:`10 c + k`, :math:`10 (1 - c) + n - k`).

    Parameters
    ----------
    assumed : c of `data/steps.csv`, in (0, 1).
    keys_given, results : k keys that came in n results of the step.

    Returns
    -------
    FittedChance
        With fewer than 50 results the assumed chance, and the interval of the posterior all the same.

    Examples
    --------
    >>> fitted = fitted_chance(0.03, keys_given=6, results=60)
    >>> round(fitted.chance, 3), round(fitted.low, 2), round(fitted.high, 2), fitted.is_fitted
    (0.09, 0.04, 0.17, True)
    >>> fitted_chance(0.03, keys_given=3, results=20).chance
    0.03
    """
    a, b = PRIOR_RESULTS * assumed + keys_given, PRIOR_RESULTS * (1 - assumed) + results - keys_given
    low, high = (float(edge) for edge in beta.interval(INTERVAL, a, b))
    is_fitted = results >= ENOUGH_RESULTS
    return FittedChance(a / (a + b) if is_fitted else assumed, low, high, is_fitted)

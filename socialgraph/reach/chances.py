"""The office's own chance of a step, once enough of its results are on record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from scipy.stats import beta

from socialgraph.arrays.types import Bools
from socialgraph.schema.list_states import FELL_THROUGH, OPEN, TOOK_PLACE, is_open
from socialgraph.town.snapshot import Town

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


def step_results(town: Town, step: str, has_missing_key: Bools, *, today: dt.date) -> tuple[int, int]:
    """How many households a step of past lists went to, and how many of them miss no key now.

    Only surveys and appointments stand in lists under their own name. A row counts once its list has come back or
    expired; void ones never, a household once.

    Parameters
    ----------
    town : the snapshot.
    step : of `data/steps.csv`.
    has_missing_key : (households,) at the day of the analysis.
    today : lists that expired before it are over.

    Returns
    -------
    k : int
        Of these households, those without a missing key now.
    n : int
        Different households of rows that are over; k ≤ n, and both 0 where no list held the step.
    """
    lists = town.tables["assignments"]
    is_over = lists["state"].astype(str).isin((OPEN, TOOK_PLACE, FELL_THROUGH)).to_numpy() & ~is_open(lists, today)
    homes = np.unique(lists["household"].to_numpy(np.int64)[is_over & (lists["role"].astype(str) == step).to_numpy()])
    homes = homes[homes >= 0]
    return int((~has_missing_key[homes]).sum()), len(homes)


def step_chance(town: Town, step: str, assumed: float, has_missing_key: Bools, *, today: dt.date) -> float:
    """The c of a step: the office's own once 50 results are on record, else the assumed one.

    Parameters
    ----------
    town, step, has_missing_key, today : as in `step_results`.
    assumed : c of `data/steps.csv`.

    Returns
    -------
    float
        A probability. An assumed 0 or 1 is no estimate (the step gives no key, or is the key) and stays whatever is on
        record; in between it is strictly inside (0, 1).
    """
    keys_given, results = step_results(town, step, has_missing_key, today=today)
    return fitted_chance(assumed, keys_given, results).chance if 0 < assumed < 1 else assumed

"""Training cases: every stack not finished at the beginning of a window, and whether it was by its end.

Windows of one length follow each other without overlap, back from the cut-off: a stack stands in every window at whose
beginning it was not finished yet. It is never called a failure, only "not yet by that day" (discrete-time survival).

References
----------
Singer & Willett (1993), J. Educ. Stat. 18(2), 155-195.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from socialgraph.arrays.string_index import StringIndex
from socialgraph.models.completion.features import FEATURES, stack_features
from socialgraph.models.completion.history import History
from socialgraph.models.completion.outcomes import StackStates, states_on
from socialgraph.models.learning.sample import Sample
from socialgraph.schema.policy import Policy

MOST_WINDOWS = 4
HORIZON_DAYS = 90
LEAST_FINISHED = 30  # finished stacks under which nothing but baselines is fitted


@dataclass(frozen=True)
class StackCases:
    """Cases of a town's stacks.

    Attributes
    ----------
    sample : the cases; groups are `compound:building`, times the windows, 0 the earliest.
    stack : (cases,) keys of the stacks.
    windows : (begin, end) of each window.
    n_finished, n_complete, n_judged : stacks finished, with works done, and looked at, by the cut-off.
    n_without_outcome : stacks left out because no key is dated and no work done.
    """

    sample: Sample
    stack: np.ndarray
    windows: tuple[tuple[dt.date, dt.date], ...]
    n_finished: int
    n_complete: int
    n_judged: int
    n_without_outcome: int


def stack_cases(
    history: History,
    *,
    cut_off: dt.date,
    policy: Policy,
    horizon_days: int = HORIZON_DAYS,
    most_windows: int = MOST_WINDOWS,
) -> StackCases:
    """The cases of all windows that begin after the first dated word.

    Parameters
    ----------
    history : dated records with the days on which they were known.
    cut_off : the last day that counts.
    policy : the choices of the project.
    horizon_days : how many days ahead.
    most_windows : how many cut-off days at the most.

    Returns
    -------
    StackCases
        At most `most_windows` windows, none overlapping, the last ending on the cut-off; without cases where nothing is
        dated or the first dated word is less than a horizon old.
    """
    stacks = history.known_on(cut_off).stacks.key
    last = states_on(history, stacks, cut_off, policy)
    first = history.first_day()
    windows: list[tuple[dt.date, dt.date]] = []
    end = cut_off
    while first is not None and len(windows) < most_windows and end - dt.timedelta(horizon_days) >= first:
        windows.append((end - dt.timedelta(horizon_days), end))
        end = windows[-1][0]
    windows.reverse()
    parts = [_window(history, stacks, begin, end, policy) for begin, end in windows]
    frames = [features for features, _ in parts]
    features = pd.concat(frames) if frames else pd.DataFrame(columns=list(FEATURES), dtype=float)
    keys = features.index.to_numpy(object)
    return StackCases(
        sample=Sample(
            features.reset_index(drop=True),
            {name: block for name, (block, _) in FEATURES.items()},
            np.concatenate([y for _, y in parts]) if parts else np.zeros(0, np.int64),
            building_of(keys),
            np.repeat(np.arange(len(parts)), [len(y) for _, y in parts]).astype(np.int64),
        ),
        stack=keys,
        windows=tuple(windows),
        n_finished=int((last.is_finished & last.has_outcome).sum()),
        n_complete=int(last.is_complete.sum()),
        n_judged=int(last.is_judged.sum()),
        n_without_outcome=int((last.is_finished & ~last.has_outcome).sum()),
    )


def building_of(stack_keys: np.ndarray) -> np.ndarray:
    """`compound:building` of each `compound:building:code:pipe_kind`.

    Parameters
    ----------
    stack_keys : (rows,) keys of stacks.

    Returns
    -------
    (n,) object
        A str each, in the order of the keys.

    Examples
    --------
    >>> building_of(np.array(["a:1:S1:supply"], object)).tolist()
    ['a:1']
    """
    return np.array([":".join(key.split(":")[:2]) for key in stack_keys], object)


def _window(
    history: History, stacks: StringIndex, begin: dt.date, end: dt.date, policy: Policy
) -> tuple[pd.DataFrame, np.ndarray]:
    before, after = states_on(history, stacks, begin, policy), states_on(history, stacks, end, policy)
    at_risk = open_stacks(before) & (after.has_outcome | ~after.is_finished)
    features = stack_features(history, stacks, begin, policy)
    return features[at_risk], after.is_finished[at_risk].astype(np.int64)


def open_stacks(states: StackStates) -> np.ndarray:
    """(stacks,) judged and not finished.

    Parameters
    ----------
    states : of the stacks on a day.

    Returns
    -------
    (stacks,) bool
        Those that a forecast is made for; false for a stack of unknown source or state, which is not judged.
    """
    return np.asarray(states.is_judged & ~states.is_finished)

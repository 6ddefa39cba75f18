"""Which flats a stack waits for: all of them, or fewer, as the project's stack policy says.

`diagnose`, `isolated`, `suggest` and `assign` take it from here, through `readiness`, so that they can't disagree.
"""

from __future__ import annotations

import numpy as np

from socialgraph.arrays.types import Bools, Ints
from socialgraph.schema.constants import NO_FLOOR
from socialgraph.schema.policy import StackPolicy

BYPASS, CONTIGUOUS = "bypass", "contiguous_from_bottom"


def target_flats(policy: StackPolicy, stack: Ints, floor: Ints, counts: Bools, stopped: Bools, n_stacks: int) -> Bools:
    """Whether each flat of a stack is in the stack's target.

    `strict`: all flats. `bypass`: all but those of stopped households. `contiguous_from_bottom`: the unbroken run from
    the lowest known floor up to below the first flat of a stopped household; a flat of unknown floor only where no
    household of the stack is stopped.

    Parameters
    ----------
    stack, floor : (e,) of every flat and stack that serves it; NO_FLOOR where the floor is unknown.
    counts : (e,) the flat is in the stack's denominator.
    stopped : (e,) some household of the flat lacks a key there and asked to be left alone.
    n_stacks : how many stacks there are.

    Returns
    -------
    (e,) bool
        In the order of `stack`; false where the flat does not count, whatever the policy.

    Examples
    --------
    >>> import numpy as np
    >>> stack, floor, all_of = np.zeros(4, np.int64), np.array([1, 2, 3, 4]), np.ones(4, bool)
    >>> target_flats("contiguous_from_bottom", stack, floor, all_of, floor == 3, 1).tolist()
    [True, True, False, False]
    >>> target_flats("bypass", stack, floor, all_of, floor == 3, 1).tolist()
    [True, True, False, True]
    """
    if policy == BYPASS:
        return counts & ~stopped
    if policy == CONTIGUOUS:
        known = floor != NO_FLOOR
        first_stopped = np.full(n_stacks, np.iinfo(np.int64).max)
        np.minimum.at(first_stopped, stack[stopped], np.where(known, floor, np.iinfo(np.int64).min)[stopped])
        nobody = first_stopped == np.iinfo(np.int64).max
        return counts & np.where(known, floor < first_stopped[stack], nobody[stack])
    return counts

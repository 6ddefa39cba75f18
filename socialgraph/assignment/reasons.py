"""Why an unresolved household has no conversation, in one word that means one thing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from socialgraph.assignment.setting import Setting
from socialgraph.reach.intermediaries import NO_PLACES_LEFT, barred_households, reasons_without
from socialgraph.reach.steps import BOOK_ACCESS, step_names

STACK_WAITS = "stack_waits"


def reasons_of(setting: Setting, primary: dict[int, int], chance: NDArray[np.float64]) -> NDArray[np.object_]:
    """(households,) the first reason that holds; "" for a household with a conversation or without a missing key.

    Beside those of `suggest`: `no_places_left` (everybody suitable is asked enough by this plan), `stack_waits` (in
    each of its stacks some other household has chance 0 in the maximised figure), and `book_access`: what is missing
    is an appointment, and no talk.

    Parameters
    ----------
    setting : the town on its day, with the pairs, chances and limits of the plan.
    primary : household → person, the conversations of the plan.
    chance : (households,) of each under the plan, in the maximised figure.

    Returns
    -------
    (households,) object
        A str each, in the order of the town; what every name means, `docs/reasons.md` says.
    """
    network, town, pairs = setting.network, setting.town, setting.pairs
    reasons = np.full(town.n_households, "", object)
    waiting = network.readiness.unresolved.copy()
    waiting[list(primary)] = False
    booked = waiting & (setting.steps.other == step_names().index(BOOK_ACCESS))
    suited = np.zeros(town.n_households, np.bool_)
    suited[pairs.household] = True
    homes = np.flatnonzero(waiting & ~suited & ~booked).astype(np.int64)
    barred = barred_households(network, setting.policy, setting.budget.used_up)
    reasons[homes] = reasons_without(network, setting.concerns, barred, homes)
    reasons[booked] = BOOK_ACCESS
    left = setting.places.copy()
    np.subtract.at(left, np.array(list(primary.values()), np.int64), 1)
    has_place = np.zeros(town.n_households, np.bool_)
    has_place[pairs.household[left[pairs.person] > 0]] = True
    reasons[waiting & suited] = np.where(has_place, STACK_WAITS, NO_PLACES_LEFT)[waiting & suited]
    return reasons

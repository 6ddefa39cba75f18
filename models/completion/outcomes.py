"""Outcomes of stacks: which were finished by a day, and on which day each became so.

The outcome is *ready*: the first day from which a stack stayed ready up to the cut-off; or the day on which its works
were done, where that was earlier or no key of it is dated. A stack whose keys are undated and whose works are not done
has no outcome. A stack that is not ready yet is censored, no failure.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from socialgraph.arrays.string_index import StringIndex
from socialgraph.arrays.types import Bools
from socialgraph.models.completion.history import History
from socialgraph.schema.policy import Policy
from socialgraph.stacks.readiness import Readiness, households, works_are
from socialgraph.town.snapshot import Town


@dataclass(frozen=True)
class StackStates:
    """Stacks on a day, in the order of `keys`.

    Attributes
    ----------
    is_judged : of known source, with a flat.
    is_finished : ready, or works done.
    is_complete : works done.
    has_outcome : false where it is ready by undated words alone and its works are not done.
    """

    is_judged: Bools
    is_finished: Bools
    is_complete: Bools
    has_outcome: Bools


def states_on(history: History, stacks: StringIndex, on: dt.date, policy: Policy) -> StackStates:
    """The state of each of these stacks on a day, by what was known then.

    Parameters
    ----------
    history : dated records with the days on which they were known.
    stacks : keys of the stacks that are asked for.
    on : the day.
    policy : the choices of the project.

    Returns
    -------
    StackStates
        In the order of `stacks`; all false for a stack that the town of that day does not have.
    """
    town = history.known_on(on)
    return states_of(town, households(town, as_of=on, policy=policy), stacks, on)


def states_of(town: Town, keys: Readiness, stacks: StringIndex, on: dt.date) -> StackStates:
    """The same from a town and its readiness.

    Parameters
    ----------
    town : the snapshot.
    keys : the two keys of every household.
    stacks : keys of the stacks that are asked for.
    on : the day.

    Returns
    -------
    StackStates
        In the order of `stacks`; all false for a stack that `town` does not have.
    """
    n = town.n_stacks
    missing = np.bincount(keys.edge_stack[keys.edge_missing_consent | keys.edge_missing_access], minlength=n)
    flats = np.bincount(keys.edge_stack, minlength=n)
    complete = np.asarray(works_are(town, "done", as_of=on))
    dated = ~np.isnat(town.stances.on)
    has_dated = np.zeros(town.n_households, bool)
    has_dated[town.stances.household[dated]] = True
    is_known = np.zeros(n, bool)
    is_known[keys.edge_stack[keys.pair_edge][has_dated[keys.pair_household]]] = True
    judged = keys.stack_in_scope & (flats > 0)
    done_dated = complete & ~np.isnat(town.stacks.done_on)
    of_town = StackStates(judged, judged & ((missing == 0) | complete), judged & complete, is_known | done_dated)
    place = StringIndex.of(town.stacks.key.texts).codes(np.array(stacks.texts, object))
    return StackStates(
        *(np.where(place >= 0, getattr(of_town, name)[place], False) for name in of_town.__dataclass_fields__)
    )

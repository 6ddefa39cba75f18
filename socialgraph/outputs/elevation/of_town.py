"""A building's face straight from a Town: what a data scientist draws."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from socialgraph.errors import InputError
from socialgraph.outputs.elevation.svg import Drawing, draw_elevation
from socialgraph.reach.steps import BOOK_ACCESS, LEAVE_ALONE, WAIT_UNTIL
from socialgraph.stacks.flat_states import flat_states, stack_members
from socialgraph.town.views import building_labels

if TYPE_CHECKING:
    from socialgraph.assignment.plan import Assignment
    from socialgraph.messages import Lang
    from socialgraph.schema.policy import Policy
    from socialgraph.town.snapshot import Town


def elevation(
    town: Town,
    building: str,
    *,
    as_of: dt.date,
    policy: Policy,
    plan: Assignment | None = None,
    lang: Lang = "zh",
) -> Drawing:
    """The elevation of one building; with a plan, its conversations and appointments are outlined.

    Parameters
    ----------
    town : the snapshot.
    building : its label, with the compound in front where there are several.
    as_of : the day as it is known then.
    policy : what counts as consent.
    plan : of `assign`, of the same town.
    lang : zh or en.

    Returns
    -------
    Drawing
        An `<svg>`; it names nobody, but shows single flats: not for posting.

    Raises
    ------
    InputError
        If there is no such building.
    """
    labels = building_labels(town)
    indices = np.flatnonzero(labels == building)
    if len(indices) == 0:
        raise InputError("place.no_scope", scope=building, nearest=", ".join(map(str, labels[:3])))
    planned, alone = None, None
    if plan is not None:
        planned = (plan.q > 0) | (plan.step == BOOK_ACCESS)
        alone = np.isin(plan.step, (LEAVE_ALONE, WAIT_UNTIL)) & ~planned
    flats = flat_states(town, as_of=as_of, policy=policy, planned=planned, left_alone=alone)
    members = stack_members(town, as_of=as_of, policy=policy)
    return draw_elevation(
        flats[flats["building"] == indices[0]],
        members[members["building"] == indices[0]],
        title=building,
        as_of=as_of,
        lang=lang,
    )

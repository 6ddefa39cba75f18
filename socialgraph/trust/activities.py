"""Shared activities: sign-in sheets (people × events) become ties of kind `activity_mate`, both ways."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.types import Days, Ints, Nodes
from socialgraph.trust.evidence import ACTIVITY_KIND, LARGEST_EVENT, UNKNOWN, Evidence, TieKinds, registered_kinds


def activity_evidence(
    person: NDArray[np.integer],
    event: NDArray[np.integer],
    held_on: Days,
    *,
    as_of: date,
    kinds: TieKinds | None = None,
) -> Evidence:
    """Evidence from sign-ins: closeness c = min(1, Σ over shared events 1 / (participants − 1)).

    Parameters
    ----------
    person, event : (sign-ins,) integers; the same sign-in twice counts once. An event is an activity on a day.
    held_on : (sign-ins,) datetime64[D], NaT where undated; the same for all sign-ins of an event.

    Returns
    -------
    Evidence, a row an ordered pair, dated by the last shared event (undated only if all are). Events later than
    `as_of`, of one person, and of more than 50 people give none.

    References
    ----------
    Newman (2001), Phys. Rev. E 64, 016132.
    """
    kinds = kinds or registered_kinds()
    in_time = np.isnat(held_on) | (held_on <= np.datetime64(as_of, "D"))
    person, event, held_on = person[in_time], event[in_time], held_on[in_time].astype("datetime64[D]")
    order = np.lexsort((person, event))
    person, event, held_on = person[order], event[order], held_on[order]
    fresh = np.ones(len(person), np.bool_)
    fresh[1:] = (person[1:] != person[:-1]) | (event[1:] != event[:-1])
    person, event, held_on = person[fresh], event[fresh], held_on[fresh]
    ego, alter, share, day = _ordered_pairs(person.astype(np.int32), event.astype(np.int64), held_on.astype(np.int64))

    order = np.lexsort((alter, ego))
    ego, alter, share, day = ego[order], alter[order], share[order], day[order]
    first = np.ones(len(ego), np.bool_)
    first[1:] = (ego[1:] != ego[:-1]) | (alter[1:] != alter[:-1])
    places = np.flatnonzero(first)
    if len(places):
        # NaT is the smallest int64, so that any date is later
        share, day = np.add.reduceat(share, places), np.maximum.reduceat(day, places)
    code = kinds.names.index(ACTIVITY_KIND)
    return Evidence(
        ego[places],
        alter[places],
        np.full(len(places), code, np.int8),
        np.minimum(share, 1.0),
        day.astype("datetime64[D]"),
        np.full(len(places), UNKNOWN, np.int8),
    )


def _ordered_pairs(person: Nodes, event: Ints, day: Ints) -> tuple[Nodes, Nodes, NDArray[np.float64], Ints]:
    """Every ordered pair of each event of 2 to 50 people, with 1 / (participants − 1) and the day.

    Events of one size are expanded together, so that the work is whole arrays. Within a pair, events come in
    ascending order of size and then of event, which fixes the order of the sum.
    """
    starts = np.flatnonzero(np.r_[True, event[1:] != event[:-1]]) if len(event) else np.zeros(0, np.int64)
    sizes = np.diff(np.r_[starts, len(event)])
    parts: list[tuple[Nodes, Nodes, NDArray[np.float64], Ints]] = []
    for size in range(2, LARGEST_EVENT + 1):
        begins = starts[sizes == size]
        if len(begins) == 0:
            continue
        people = person[begins[:, None] + np.arange(size)]
        left, right = np.nonzero(~np.eye(size, dtype=np.bool_))
        ego, alter = people[:, left].ravel(), people[:, right].ravel()
        parts.append((ego, alter, np.full(len(ego), 1 / (size - 1)), np.repeat(day[begins], len(left))))
    if not parts:
        empty = np.zeros(0, np.int32)
        return empty, empty, np.zeros(0), np.zeros(0, np.int64)
    ego, alter, share, days = (np.concatenate(column) for column in zip(*parts, strict=True))
    return ego, alter, share, days

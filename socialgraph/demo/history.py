"""What happened since the first survey: visits, who was persuaded by whom, and which risers were renewed.

Whoever did not consent, or was not reached, is visited up to four times, two in five times by the captain of the door,
else by the office. A visit makes the household consent with probability 0.35 if the captain comes and the household
has a tie to them, 0.20 if the captain comes without one, 0.10 if the office comes. Of ready stacks 70 % are renewed in
the buildings that were begun first, 40 % elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.types import Bools, Ints, Texts
from socialgraph.demo.layout import FIRST_RENEWED, Layout
from socialgraph.demo.names import STAFF
from socialgraph.demo.network import Network
from socialgraph.demo.residents import Residents

BY_FRIEND, BY_CAPTAIN, BY_OFFICE = 0.35, 0.20, 0.10
MOST_VISITS = 4
CONSENTS = ("signed", "verbal")
_FAILED = ("softened", "unchanged", "hardened", "no_contact", "asked_to_stop")
_FAILED_SHARES = (0.25, 0.45, 0.08, 0.20, 0.02)


@dataclass(frozen=True)
class InventedHistory:
    """Visits in order; and where each household and stack stands today."""

    visited: Ints
    days_ago: Ints
    visitor: Ints  # flat number of a captain; below 0 the office's person -1 - k
    mode: Texts
    result: Texts
    persuaded_by: Ints  # flat number of the captain, -1 the office, -2 nobody
    persuaded_days_ago: Ints
    stopped: Bools
    ready: Bools
    stack_ready: Bools  # by stack number
    stack_status: Texts  # done, in_progress, not_started or empty (not in the works sheet)
    stack_done_days_ago: Ints


def live_through(layout: Layout, residents: Residents, network: Network, rng: np.random.Generator) -> InventedHistory:
    """Draw visits, then the state that follows from them."""
    n = layout.n
    open_ = ~np.isin(residents.first_word, (*CONSENTS, "respected_refusal")) & ~residents.do_not_contact
    has_tie = np.zeros(n, dtype=bool)
    has_tie[network.ego[network.captain[network.ego] == network.alter]] = True
    own_door = network.captain == np.arange(n)
    persuaded_by, persuaded_days_ago = np.full(n, -2), np.zeros(n, dtype=np.int64)
    stopped = residents.do_not_contact.copy()
    when = residents.surveyed_days_ago.copy()
    parts: list[tuple[Ints, Ints, Ints, NDArray[np.object_]]] = []
    for _ in range(MOST_VISITS):
        when = when - rng.integers(10, 40, n)
        now = np.flatnonzero(open_ & (when > 1) & (rng.random(n) < 0.65))
        captain_comes = (network.captain[now] >= 0) & ~own_door[now] & (rng.random(now.size) < 0.4)
        chance = np.where(captain_comes, np.where(has_tie[now], BY_FRIEND, BY_CAPTAIN), BY_OFFICE)
        heard = rng.random(now.size) < chance
        visitor = np.where(captain_comes, network.captain[now], -1 - rng.integers(len(STAFF), size=now.size))
        failed = np.array(_FAILED, dtype=object)[rng.choice(len(_FAILED), size=now.size, p=_FAILED_SHARES)]
        result = np.where(heard, "agreed", failed).astype(object)
        parts.append((now, when[now], visitor, result))
        persuaded_by[now[heard]] = np.maximum(visitor[heard], -1)
        persuaded_days_ago[now[heard]] = when[now[heard]]
        stopped[now[result == "asked_to_stop"]] = True
        open_[now[heard | (result == "asked_to_stop")]] = False
    visited, days_ago, visitor, result = (np.concatenate(column) for column in zip(*parts, strict=True))
    consents = np.isin(residents.first_word, CONSENTS) | (persuaded_by > -2)
    access = np.where(residents.rented, residents.occupant_word == "verbal", True)
    ready = consents & access
    stack_ready = np.ones(int(layout.stack.max()) + 1, dtype=bool)
    np.logical_and.at(stack_ready, layout.stack, ready)
    last_word = np.where(persuaded_by > -2, persuaded_days_ago, residents.surveyed_days_ago)
    status, done_days_ago = _works(layout, stack_ready, last_word, rng)
    return InventedHistory(
        visited=visited,
        days_ago=days_ago,
        visitor=visitor,
        mode=np.array(("home", "phone", "wechat", "meeting"), dtype=object)[
            rng.choice(4, visited.size, p=(0.7, 0.15, 0.1, 0.05))
        ],
        result=result,
        persuaded_by=persuaded_by,
        persuaded_days_ago=persuaded_days_ago,
        stopped=stopped,
        ready=ready,
        stack_ready=stack_ready,
        stack_status=status,
        stack_done_days_ago=done_days_ago,
    )


def _works(layout: Layout, stack_ready: Bools, last_word: Ints, rng: np.random.Generator) -> tuple[Texts, Ints]:
    form = np.zeros(stack_ready.size, dtype=np.int64)
    form[layout.stack] = layout.form
    early = form == FIRST_RENEWED
    draw = rng.random(stack_ready.size)
    done = stack_ready & (draw < np.where(early, 0.7, 0.4))
    begun = stack_ready & ~done & (draw < np.where(early, 0.85, 0.5))
    status = np.where(done, "done", np.where(begun, "in_progress", np.where(early, "not_started", "")))
    latest = np.full(stack_ready.size, 10_000)
    np.minimum.at(latest, layout.stack, last_word)  # nothing is done before the last household has agreed
    return status.astype(object), 1 + (rng.random(stack_ready.size) * np.maximum(latest - 1, 0)).astype(np.int64)

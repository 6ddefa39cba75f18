"""The door captain who may bring an appointment or a survey to a household, where there is one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.types import Ints
from socialgraph.schema.addresses import SEPARATOR
from socialgraph.trust.network import TrustNetwork

DOOR_CAPTAIN = "door_captain"


def door_captain_of(network: TrustNetwork, households: Ints) -> Ints:
    """(len(households),) the person, -1 where the property office does it.

    A captain of the household's door by the scope on the roster (without one: of the own door), who has not said no
    to helping, whose own household has no missing key and no stop, and with whom nobody of the household has an
    inadmissible tie. Of several the first by pseudonym.

    Parameters
    ----------
    network : who trusts whom on the day that counts.
    households : (rows,) household indices.

    Returns
    -------
    (rows,) int64
        Person index for each of `households`, in their order; -1 where no captain of the door fits, so that the
        property office does it.
    """
    town = network.town
    door, person = _captains(network)
    order = np.lexsort((person, door))
    door, person = door[order], person[order]
    chosen = np.full(len(households), -1, np.int64)
    home = town.households.door[households].astype(np.int64)
    low, high = np.searchsorted(door, home), np.searchsorted(door, home, side="right")
    for turn in range(int((high - low).max(initial=0))):  # a door has one captain, seldom two
        waiting = np.flatnonzero((chosen < 0) & (low + turn < high))
        captain = person[low[waiting] + turn]
        fits = ~_is_closed(network, households[waiting], captain)
        fits &= town.persons.household[captain] != households[waiting]
        chosen[waiting[fits]] = captain[fits]
    return chosen


def _captains(network: TrustNetwork) -> tuple[Ints, Ints]:
    """Pairs of a door and a captain who looks after it."""
    town = network.town
    people = town.tables["people"]
    roles, scopes = people["roles"].cat, people["scope"].cat
    is_captain = np.array([DOOR_CAPTAIN in str(role).split("|") for role in roles.categories] + [False], np.bool_)
    named = [[part for part in str(scope).split("|") if "/" in part] for scope in scopes.categories] + [[]]
    has_scope = np.array([len(parts) > 0 for parts in named], np.bool_)
    person, scope = people["person"].to_numpy(np.int64), scopes.codes.to_numpy().astype(np.int64)
    home = town.persons.household[person].astype(np.int64)
    shut = (home >= 0) & (network.readiness.has_missing_key | network.readiness.stopped)[home]
    looks = is_captain[roles.codes.to_numpy()] & (people["willing"].to_numpy() != 0) & ~shut
    # a scope names doors of the captain's own compound, or of the only one
    scoped = looks & has_scope[scope] & ((home >= 0) | (len(town.compounds.texts) == 1))
    keys: list[str] = []
    persons: list[int] = []
    homes = town.households.key[home[scoped]].tolist()
    for who, code, at in zip(person[scoped].tolist(), scope[scoped].tolist(), homes, strict=True):
        compound = at.split(SEPARATOR)[0] if at else town.compounds.texts[0]
        keys += [SEPARATOR.join((compound, *part.split("/", 1))) for part in named[code]]
        persons += [who] * len(named[code])
    own = looks & ~scoped & (home >= 0)
    doors = np.concatenate([_doors_of(network, keys), town.households.door[home[own]].astype(np.int64)])
    known = doors >= 0
    return doors[known], np.concatenate([np.array(persons, np.int64), person[own]])[known]


def _doors_of(network: TrustNetwork, keys: list[str]) -> Ints:
    """The doors of these keys, -1 where there is none; no key is looked up without need."""
    if not keys:
        return np.zeros(0, np.int64)
    return network.town.doors.key.codes(np.array(keys, object)).astype(np.int64)


def _is_closed(network: TrustNetwork, households: Ints, person: Ints) -> NDArray[np.bool_]:
    """Whether an inadmissible kind is recorded between the person and anybody of the household."""
    closed, n = network.ties.closed, max(network.town.n_persons, 1)
    asked = np.zeros(n, np.bool_)
    asked[person] = True
    egos = np.repeat(np.arange(len(closed.offsets) - 1), np.diff(closed.offsets))
    theirs = asked[egos]  # a few thousand pairs of a million: the others are not sorted
    place, member = network.town.household_persons.expand(households)
    shut = np.isin(person[place] * n + member, egos[theirs] * n + closed.people[theirs])
    return np.bincount(place[shut], minlength=len(households)) > 0

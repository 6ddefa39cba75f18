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
    (len(households),) int64: index of a person, -1 where the property office does it.
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
    is_captain = people["roles"].astype(str).str.split("|").map(lambda roles: DOOR_CAPTAIN in roles).to_numpy(bool)
    listed = people[is_captain & (people["willing"].to_numpy() != 0)]
    keys: list[str] = []
    persons: list[int] = []
    for person, scope in zip(listed["person"].tolist(), listed["scope"].astype(str), strict=True):
        home = int(town.persons.household[person])
        if home >= 0 and (network.readiness.has_missing_key[home] or network.readiness.stopped[home]):
            continue
        compounds = [town.households.key[home].split(SEPARATOR)[0]] if home >= 0 else town.compounds.texts
        scopes = [part for part in scope.split("|") if "/" in part]
        looked_after = [SEPARATOR.join((compounds[0], *part.split("/", 1))) for part in scopes if len(compounds) == 1]
        if not looked_after and home >= 0 and town.households.door[home] >= 0:
            looked_after = [town.doors.key[int(town.households.door[home])]]
        keys += looked_after
        persons += [person] * len(looked_after)
    doors = town.doors.key.codes(np.array(keys, object)).astype(np.int64)
    known = doors >= 0
    return doors[known], np.array(persons, np.int64)[known]


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

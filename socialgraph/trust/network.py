"""The trust network of a town at a date: evidence, ties, who is eligible, and the paths between them.

Isolation, intermediaries and `explain` read one and the same network, so that they can't disagree.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from socialgraph.arrays.types import Bools, Ints
from socialgraph.kernels.records import Ties
from socialgraph.schema.policy import Policy
from socialgraph.schema.weights import FittedWeights
from socialgraph.stacks import readiness as ready
from socialgraph.town.snapshot import Town
from socialgraph.trust.activities import activity_evidence
from socialgraph.trust.capacity import open_conversations, places_left, stated_capacity
from socialgraph.trust.eligibility import has_opted_in, is_eligible, may_carry_requests
from socialgraph.trust.evidence import KNOWN, UNKNOWN, Evidence, TieKinds, kinds_of
from socialgraph.trust.open_paths import OpenPaths, carried_ties, ties_into
from socialgraph.trust.ties import TrustTies, trust_ties


@dataclass(frozen=True)
class TrustNetwork:
    """Who trusts whom at a date, and who may be asked.

    Attributes
    ----------
    today : the day by which open lists use up capacity and pauses end, whatever the date.
    readiness : `readiness.households` of the town at the date.
    evidence : the evidence, stated and from shared activities, as `town_evidence` gives it.
    ties : one tie a pair and direction, and the closed pairs.
    may_carry : (persons,) false for people of households with a missing key, stopped or not.
    eligible : (persons,) willing within 180 days, capacity left, not held, own household without missing key and
        without stop.
    opted_in : (persons,) willing within 180 days and not held.
    on_roster : (persons,) stands in the people table with a role.
    capacity, assigned : (persons,) households a person may be asked to talk with, and open rows of unexpired exports.
    kinds : the registry of tie kinds with the weights that the ties have.
    weights : the fitted weights of the score; None where they are the package's, assumed.
    """

    town: Town
    as_of: dt.date
    today: dt.date
    readiness: ready.Readiness
    evidence: tuple[Evidence, Evidence]
    ties: TrustTies
    may_carry: Bools
    eligible: Bools
    opted_in: Bools
    on_roster: Bools
    capacity: Ints
    assigned: Ints
    kinds: TieKinds
    weights: FittedWeights | None

    @property
    def places_left(self) -> Ints:
        """(persons,) households that each person may still be asked to talk with; 0 where more are asked than said."""
        return places_left(self.capacity, self.assigned)

    @cached_property
    def paths(self) -> OpenPaths:
        """Paths to the eligible."""
        return self.paths_to(self.eligible)

    @cached_property
    def paths_to_others(self) -> OpenPaths:
        """Paths to people of the roster who are not eligible now (not opted in, or without capacity left)."""
        return self.paths_to(self.on_roster & ~self.eligible & ~self._at_a_stop)

    @cached_property
    def paths_to_full(self) -> OpenPaths:
        """Paths to people who have opted in and have no place left."""
        return self.paths_to(self.opted_in & ~self.eligible & ~self._at_a_stop)

    @property
    def _at_a_stop(self) -> Bools:
        """(persons,) people of a household with a stop: nobody asks them for help."""
        home = self.town.persons.household
        return np.asarray((home >= 0) & self.readiness.stopped[home], np.bool_)

    def paths_to(self, targets: Bools) -> OpenPaths:
        """Paths to these people, of whom those who may not carry a request are none.

        Parameters
        ----------
        targets : (persons,) who is to be reached.

        Returns
        -------
        OpenPaths
            Prepared, nothing searched yet; one search without a target finds no path and gives 0 everywhere.
        """
        town = self.town
        ending = self._ending_at_roster if not np.any(targets & ~self.on_roster) else None
        own = (town.persons.household, town.n_households)
        return OpenPaths(
            self.ties, *own, self.may_carry, targets, self._carried, ending=ending, people=town.household_persons
        )

    @cached_property
    def _carried(self) -> Ties:
        """Ties to people who may carry a request."""
        return carried_ties(self.ties, self.may_carry)

    @cached_property
    def _ending_at_roster(self) -> Ties:
        """Of these the ties to people of the roster: a tenth, and all searches end there."""
        return ties_into(self._carried, self.on_roster)


def trust_network(town: Town, *, as_of: dt.date, policy: Policy, today: dt.date | None = None) -> TrustNetwork:
    """The network of `town` at `as_of`; complexity O(ties log ties).

    Parameters
    ----------
    town : the snapshot.
    as_of : ties and opt-ins as they stood that day.
    policy : what counts as a missing key, who has opted in, and which weights count.
    today : the day by which open lists use up capacity and pauses end; `as_of` where none is given.

    Returns
    -------
    TrustNetwork
        Arrays over the persons and households of `town`; a tie has strength in (0, 1], and what is 0 is no tie.
    """
    readiness = ready.households(town, as_of=as_of, policy=policy)
    evidence, kinds = town_evidence(town, as_of=as_of), kinds_of(policy.fitted)
    closed = (town.closed.first, town.closed.second)
    capacity, assigned = stated_capacity(town), open_conversations(town, today or as_of)
    opted_in = has_opted_in(town, as_of)
    on_roster = np.zeros(town.n_persons, np.bool_)
    on_roster[town.tables["people"]["person"].to_numpy(np.int64)] = True
    on_roster &= ~town.persons.on_hold
    return TrustNetwork(
        town=town,
        as_of=as_of,
        today=today or as_of,
        readiness=readiness,
        evidence=evidence,
        ties=trust_ties(evidence, town.n_persons, as_of=as_of, kinds=kinds, closed=closed),
        may_carry=may_carry_requests(town, readiness),
        eligible=is_eligible(town, readiness, opted_in, places_left(capacity, assigned)),
        opted_in=opted_in,
        on_roster=on_roster,
        capacity=capacity,
        assigned=assigned,
        kinds=kinds,
        weights=policy.fitted,
    )


def town_evidence(town: Town, *, as_of: dt.date) -> tuple[Evidence, Evidence]:
    """The town's evidence of trust: its tie rows (whatever their date), and shared activities until `as_of`.

    Parameters
    ----------
    town : the snapshot.
    as_of : sign-ins of activities up to that day become evidence.

    Returns
    -------
    tuple[Evidence, Evidence]
        Rows of `town.ties`, and those of shared activities.
    """
    stated = Evidence.of(
        town.ties.ego,
        town.ties.alter,
        town.ties.kind,
        town.ties.strength,
        town.ties.observed_on,
        np.where(town.ties.confirmed, np.int8(KNOWN), np.int8(UNKNOWN)),  # rows the alter does not know of are not kept
    )
    signins = town.tables["activities"]
    held_on = signins["date"].to_numpy("datetime64[D]")
    activity = pd.factorize(signins["activity"].astype(str), sort=True)[0].astype(np.int64)
    # an event is an activity on a day; NaT, the smallest number, becomes day 0
    event = activity * 2**32 + np.where(np.isnat(held_on), 0, held_on.astype(np.int64) + 2**31)
    shared = activity_evidence(signins["person"].to_numpy(np.int64), event, held_on, as_of=as_of)
    return stated, shared

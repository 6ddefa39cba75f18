"""What an assignment is made of: rules, candidates, places; worked out once and planned on in several ways."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from socialgraph.arrays.csr import Csr
from socialgraph.arrays.dates import day
from socialgraph.arrays.types import Bools, Ints
from socialgraph.assignment.optimum.groups import problem_of
from socialgraph.assignment.optimum.pairs import Pairs
from socialgraph.assignment.optimum.problem import Problem
from socialgraph.errors import InputError
from socialgraph.reach.concerns import Concerns, concerns
from socialgraph.reach.contacts import ContactBudget, contact_budget
from socialgraph.reach.intermediaries import ranked_pairs
from socialgraph.reach.scoring import Scorer
from socialgraph.reach.steps import Steps, next_steps
from socialgraph.schema.policy import Policy
from socialgraph.town.snapshot import Town
from socialgraph.trust.network import TrustNetwork, trust_network

HORIZON_WEEKS = 4  # as long as a list holds


@dataclass(frozen=True)
class Limits:
    """What a plan must keep to beside places and contact budgets.

    Attributes
    ----------
    per_week : at most so many households are talked with a week, over the weeks that a list holds; None: no limit.
    refusals : pairs of labels that will not work together: two intermediaries (never primary and backup of one
        household), or an intermediary and a household.
    promises : household label → intermediary agreed already; kept unless that is impossible.
    weeks : over how many weeks `per_week` counts.
    """

    per_week: int | None = None
    refusals: Collection[tuple[str, str]] = ()
    promises: Mapping[str, str] = field(default_factory=dict)
    weeks: int = HORIZON_WEEKS


@dataclass(frozen=True, eq=False)
class Setting:
    """A town on a day, ready to be planned.

    Attributes
    ----------
    pairs : who could talk with whom, by rank, with q of at least `least_q`, of the households that may be talked with.
    places : (persons,) conversations each may still be asked for.
    """

    network: TrustNetwork
    today: dt.date
    policy: Policy
    budget: ContactBudget
    concerns: Concerns
    steps: Steps
    pairs: Pairs
    places: Ints
    limits: Limits

    @property
    def town(self) -> Town:
        """The town."""
        return self.network.town

    @cached_property
    def missing(self) -> Csr:
        """Stacks → the households whose keys they wait for."""
        return self.network.readiness.missing_of_stacks(self.town.n_stacks)

    @cached_property
    def release(self) -> Ints:
        """(households,) weeks from today to the first permitted day."""
        days = (self.steps.not_before - day(self.today)).astype(np.int64)
        return np.maximum(days // 7, 0)

    def problem(self, *, with_steps: bool = True, pairs: Pairs | None = None, places: Ints | None = None) -> Problem:
        """The optimisation problem; without steps every c is 0.

        Parameters
        ----------
        with_steps : whether next steps count.
        pairs : households and people who could talk.
        places : (persons,) places left; the recorded ones where None.

        Returns
        -------
        Problem
            Of the unresolved households that may be talked with; without any group where nobody can change a stack.
        """
        idle = self.steps.chance if with_steps else np.zeros(self.town.n_households)
        weeks = None
        if self.limits.per_week is not None:
            weeks = self.limits.per_week * np.arange(self.limits.weeks, 0, -1)
        find = self.town.find_household
        promised = {find(flat): self.town.persons.key.find(who) for flat, who in self.limits.promises.items()}
        return problem_of(
            self.missing,
            idle,
            self.pairs if pairs is None else pairs,
            self.places if places is None else places,
            release=self.release,
            weeks=weeks,
            promised={household: person for household, person in promised.items() if household >= 0 and person >= 0},
        )


def setting_of(
    town: Town,
    *,
    as_of: dt.date,
    policy: Policy,
    today: dt.date,
    limits: Limits | None = None,
    network: TrustNetwork | None = None,
) -> Setting:
    """Trust, stances and opt-ins are those of `as_of`; stops, contact budget and days those of `today`.

    Parameters
    ----------
    town : the snapshot.
    as_of : the day as it is known then.
    policy : the choices of the project.
    today : the day on which it is planned.
    limits : what the user set: contacts a week, refusals, promises.
    network : who trusts whom today; built where None.

    Returns
    -------
    Setting
        Without pairs where nobody is eligible or no household may be talked with; refused pairs are left out.

    Raises
    ------
    InputError
        If a label of the refusals is nobody's.
    """
    limits = limits or Limits()
    network = network or trust_network(town, as_of=as_of, policy=policy, today=today)
    budget = contact_budget(town, today=today, policy=policy)
    known_concerns = concerns(town, as_of=as_of)
    steps = next_steps(network, budget=budget, policy=policy, known_concerns=known_concerns)
    ranked = ranked_pairs(Scorer(network, known_concerns), np.flatnonzero(steps.may_talk).astype(np.int64))
    pairs = Pairs(*(ranked[name].to_numpy(kind) for name, kind in _PAIR_COLUMNS))
    places = network.places_left
    setting = Setting(network, today, policy, budget, known_concerns, steps, pairs, places, limits)
    keep = ~refused_pairs(setting, pairs)
    if limits.per_week is not None:
        keep &= setting.release[pairs.household] < limits.weeks
    return Setting(network, today, policy, budget, known_concerns, steps, pairs.rows(keep), places, limits)


_PAIR_COLUMNS = (("household", np.int64), ("person", np.int64), ("q", np.float64))


def refused_pairs(setting: Setting, pairs: Pairs) -> Bools:
    """(m,) pairs of an intermediary and a household of whom one will not work with the other.

    Parameters
    ----------
    setting : the town on its day, with the pairs, chances and limits of the plan.
    pairs : households and people who could talk.

    Returns
    -------
    (pairs,) bool
        In the order of `pairs`; false everywhere where nobody refused.

    Raises
    ------
    InputError
        If one of the two that a refusal names is neither on the roster nor a flat of the register.
    """
    town, refused = setting.town, np.zeros(len(pairs.household), np.bool_)
    for one, other in setting.limits.refusals:
        for person_label, flat in ((one, other), (other, one)):
            person, household = town.persons.key.find(person_label), town.find_household(flat)
            if person >= 0 and household >= 0:
                refused |= (pairs.person == person) & (pairs.household == household)
        known = (town.persons.key.find(one) >= 0) + (town.persons.key.find(other) >= 0)
        if known + (town.find_household(one) >= 0) + (town.find_household(other) >= 0) < len((one, other)):
            raise InputError("plan.refusal", one=one, other=other)
    return refused

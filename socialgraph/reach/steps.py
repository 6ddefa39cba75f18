"""The next lawful step of every unresolved household, by the rules of `data/steps.csv`: the first that holds.

`conversation` is the step of exactly the households whose conversation is planned; which those are, the assignment
says. Every other rule depends on the records alone and is decided here, once, for every command.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.types import Bools, Days, Floats, Ints
from socialgraph.reach.chances import step_chance
from socialgraph.reach.concerns import Concerns, concerns, shareable_concerns
from socialgraph.reach.contacts import ContactBudget
from socialgraph.reach.door_captains import door_captain_of
from socialgraph.reach.invitations import may_be_invited
from socialgraph.reach.pauses import declined_until
from socialgraph.reach.quiet_hours import have_permitted_hours
from socialgraph.reach.surveys import NOT_ASKED, OUTCOMES, WANTS_NOBODY, survey_outcomes
from socialgraph.schema.policy import Policy
from socialgraph.shipped import shipped_table
from socialgraph.stacks.tones import Tones, tones
from socialgraph.trust.network import TrustNetwork
from socialgraph.trust.open_paths import OpenPaths

LEAVE_ALONE, WAIT_UNTIL, BOOK_ACCESS, CONVERSATION = "leave_alone", "wait_until", "book_access", "conversation"
FIND_OFFER, INVITE, ASK_SURVEY = "find_offer", "invite", "ask_survey"
EXPERT, OPEN_DAY, OPEN_MEETING = "expert", "open_day", "open_meeting"
PROPERTY_OFFICE, SECRETARY, NEUTRAL_EXPERT = "property_office", "secretary", "neutral_expert"


def step_names() -> tuple[str, ...]:
    """Every step, in the order in which its rule is tried.

    Returns
    -------
    tuple of str
        As `data/steps.csv` has them; an index into it is the code of a step.
    """
    return tuple(row["step"] for row in shipped_table("steps"))


@dataclass(frozen=True)
class Steps:
    """What comes next for each household, by index, apart from a conversation.

    Attributes
    ----------
    other : (n,) int8 index into `step_names()`: the first rule other than `conversation` that holds; -1 for a
        household that is not unresolved.
    chance : (n,) c, the chance that its keys come by that step, assumed until 50 results are on record; 0 for
        `leave_alone`, stops and holds.
    who : (n,) person who takes it (door captain, or whoever is to be invited), -1 where an office does or nobody.
    not_before : (n,) datetime64[D], the first permitted day, for `wait_until` the first day of another step.
    may_talk : (n,) a conversation is no worse a step: none of the rules before `conversation` holds, and there is an
        offer or nothing has been heard yet.
    invitable : (persons,) who may be invited.
    """

    network: TrustNetwork
    other: NDArray[np.int8]
    chance: Floats
    who: Ints
    not_before: Days
    may_talk: Bools
    invitable: Bools

    def decided(self, talked_to: Bools) -> NDArray[np.object_]:
        """(n,) the one next step of each household, given whose conversation is planned; "" where none is needed.

        Parameters
        ----------
        talked_to : (households,) whether a conversation is planned.

        Returns
        -------
        (households,) object
            The name of a step each, in the order of the town; "" where no step is needed or none may be taken.
        """
        code = np.where(talked_to & (self.other >= 0), step_names().index(CONVERSATION), self.other)
        return np.array([*step_names(), ""], object)[code]

    @cached_property
    def paths_to_invitable(self) -> OpenPaths:
        """Open paths to those who may be invited."""
        return self.network.paths_to(self.invitable)


def next_steps(
    network: TrustNetwork, *, budget: ContactBudget, policy: Policy, known_concerns: Concerns | None = None
) -> Steps:
    """The first rule other than `conversation` that holds, for every unresolved household.

    Parameters
    ----------
    budget : `contacts.contact_budget` of today.
    known_concerns : `concerns.concerns` of the same town and date, where they are known already.

    Returns
    -------
    Steps
        Arrays over the households; `other` is -1, `who` -1 and `chance` 0 for a household that is resolved already.
    """
    town, keys = network.town, network.readiness
    n = town.n_households
    known_concerns = known_concerns or concerns(town, as_of=network.as_of)
    survey, tone = survey_outcomes(town), tones(town, keys, as_of=network.as_of)
    invitable = may_be_invited(network, budget)
    who = np.full(n, -1, np.int64)
    declined = declined_until(town, as_of=network.today, policy=policy)
    other = np.full(n, -1, np.int8)

    def has_invitee() -> Bools:
        """Asked only of households for which no earlier rule holds."""
        if invitable.any():
            waiting = np.flatnonzero(keys.unresolved & (other < 0)).astype(np.int64)
            who[waiting] = _strongest(network.paths_to(invitable), waiting)
        return who >= 0

    holds: dict[str, Callable[[], Bools]] = {
        LEAVE_ALONE: lambda: survey == OUTCOMES.index(WANTS_NOBODY),
        WAIT_UNTIL: lambda: budget.used_up | ~np.isnat(declined),
        BOOK_ACCESS: lambda: _lacks_access_alone(network, tone),
        FIND_OFFER: lambda: known_concerns.has_concern & ~known_concerns.has_offer,
        INVITE: has_invitee,
        ASK_SURVEY: lambda: survey == OUTCOMES.index(NOT_ASKED),
        EXPERT: lambda: (known_concerns.shareable & _expert_concerns()) > 0,
        OPEN_DAY: lambda: _works_done_in_building(network),
        OPEN_MEETING: lambda: np.ones(n, np.bool_),
    }
    names = step_names()
    may_talk = np.zeros(n, np.bool_)
    for code, name in enumerate(names):
        if name == CONVERSATION:
            may_talk = keys.unresolved & (other < 0) & known_concerns.has_offer
            continue
        other[keys.unresolved & (other < 0) & holds[name]()] = code
    assumed = {row["step"]: float(row["chance"] or 0) for row in shipped_table("steps")}
    given = [step_chance(town, name, assumed[name], keys.has_missing_key, today=network.today) for name in names]
    visited = np.flatnonzero(_is_step(other, BOOK_ACCESS, ASK_SURVEY)).astype(np.int64)
    who[visited] = door_captain_of(network, visited)
    return Steps(
        network,
        other,
        np.array([*given, 0.0])[other],
        who,
        _first_days(network, budget, other, who, declined),
        may_talk,
        invitable,
    )


def _lacks_access_alone(network: TrustNetwork, tone: Tones) -> Bools:
    """Only the occupant's access is missing and the occupant has not refused."""
    keys = network.readiness
    return keys.missing_access & ~keys.missing_consent & ~tone.occupant_refused


def _expert_concerns() -> int:
    """Bits of the shareable concerns that an expert of neither side can answer."""
    answered = {row["concern"] for row in shipped_table("bridges") if row["bridge"] == NEUTRAL_EXPERT}
    return sum(1 << k for k, name in enumerate(shareable_concerns()) if name in answered)


def _works_done_in_building(network: TrustNetwork) -> Bools:
    """(n,) works are done in some stack of the household's building."""
    town = network.town
    seen = np.zeros(len(town.buildings.key) + 1, np.bool_)
    seen[town.stacks.building[network.readiness.stack_complete]] = True
    return seen[town.households.building]


def _is_step(codes: NDArray[np.int8], *steps: str) -> Bools:
    """(n,) the step is one of these."""
    names = step_names()
    return np.isin(codes, [names.index(step) for step in steps])


def _strongest(paths: OpenPaths, households: Ints) -> Ints:
    """The person with the strongest open path from each household; of equal ones the first; -1 without any."""
    best_people = []
    for block in paths.paths_of(households):
        best = np.full(len(block.households), -1, np.int64)
        has = np.flatnonzero(np.diff(block.offsets) > 0)
        begins, strength = block.offsets[:-1][has], np.round(block.strength, 12)
        if len(has):
            top = np.repeat(np.maximum.reduceat(strength, begins), np.diff(block.offsets)[has])
            listed = np.where(strength == top, block.targets.astype(np.int64), np.iinfo(np.int64).max)
            best[has] = np.minimum.reduceat(listed, begins)
        best_people.append(best)
    return np.concatenate(best_people or [np.zeros(0, np.int64)])


def _first_days(
    network: TrustNetwork, budget: ContactBudget, other: NDArray[np.int8], who: Ints, declined: Days
) -> Days:
    """(n,) when: after a pause, on the first access window outside the quiet hours, when the invited may be asked."""
    days = budget.not_before.copy()
    pause = np.fmax(budget.ends_on, declined)
    waits = _is_step(other, WAIT_UNTIL)
    days[waits] = np.maximum(days[waits], pause[waits])
    home = np.append(network.town.persons.household, -1)[who]  # -1 is nobody, and lives nowhere
    asked = _is_step(other, INVITE) & (home >= 0)
    days[asked] = budget.not_before[home[asked]]
    windows = network.town.tables["access_windows"]
    opens, household = windows["date"].to_numpy("datetime64[D]"), windows["household"].to_numpy(np.int64)
    hours = (windows[column].astype(str).tolist() for column in ("from", "to"))
    given = (household >= 0) & ~np.isnat(opens) & have_permitted_hours(*hours)
    opens, household = opens[given], household[given]
    fits = _is_step(other[household], BOOK_ACCESS) & (opens >= days[household])
    first = np.full(len(days), np.datetime64("9999-12-31", "D"))
    np.minimum.at(first, household[fits], opens[fits])
    has = first < np.datetime64("9999-12-31", "D")
    days[has] = first[has]
    return days

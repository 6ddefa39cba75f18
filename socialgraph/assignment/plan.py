"""Assignment: who is asked to talk with whom, so that as many stacks as possible are expected to complete."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.csr import Csr
from socialgraph.arrays.types import Nodes
from socialgraph.assignment.expected_stacks import stack_chances
from socialgraph.assignment.greedy import Bundle, Chances
from socialgraph.assignment.optimised import greedy_plan
from socialgraph.reach.contacts import ContactBudget, contact_budget
from socialgraph.reach.intermediaries import rank_intermediaries
from socialgraph.schema.policy import Policy
from socialgraph.stacks.readiness import Readiness
from socialgraph.town.snapshot import Town
from socialgraph.trust.network import trust_network

COLUMNS = [
    "flat",
    "intermediary",
    "role",
    "missing_key",
    "concern",
    "measure",
    "not_before",
    "reason",
    "expected_stacks",
    "expected_stacks_without",
]
PRIMARY, BACKUP = "primary", "backup"
NO_OPTED_IN, OUT_OF_REACH = "no_opted_in", "out_of_reach"


def assign(town: Town, *, as_of: dt.date, policy: Policy, today: dt.date) -> pd.DataFrame:
    """The conversations to propose; see `assign_from` for the rows.

    Trust, stances and opt-ins are those of `as_of`; stops, contact budget and the first permitted day are those of
    `today` with everything on record.
    """
    network = trust_network(town, as_of=as_of, policy=policy)
    budget = contact_budget(town, today=today, policy=policy)
    suggestions = rank_intermediaries(town, as_of=as_of, policy=policy, over_budget=budget.used_up, network=network)
    places = np.maximum(network.capacity - network.assigned, 0)
    return assign_from(town, suggestions, keys=network.readiness, budget=budget, places=places)


def assign_from(
    town: Town,
    suggestions: pd.DataFrame,
    *,
    keys: Readiness,
    budget: ContactBudget,
    places: NDArray[np.integer],
) -> pd.DataFrame:
    """The plan made of ranked suggestions: one row a conversation, in natural order of address, then a summary record.

    The plan is `assignment_plan.greedy_plan` on the true objective: the sum over stacks of known source of the
    product of q over the stack's missing households; nobody to talk to counts 0, a stack complete or ready counts 1.
    A household has at most one `primary` and one `backup`. The backup is the best ranked other intermediary with a
    place left when all primaries are set, given first where the primary's q is lowest; it steps in only when the
    primary declines, holds a place until then, and adds nothing to the expected number (how often a primary declines
    is not known).

    An unresolved household without a conversation has one row with an empty role and the first reason that holds:
    that of its suggestion (`no_measure, no_opted_in, no_path, stopped, budget, out_of_reach`); `out_of_reach` where
    in each of its stacks somebody else can't be reached; `no_opted_in` where everyone who could talk has no place
    left; `out_of_reach` where what is left would not finish any of its stacks.

    Parameters
    ----------
    suggestions : as `intermediaries.rank_intermediaries` gives them, with q, concern and measure.
    keys : readiness of the same town at the same date.
    budget : `not_before` stands in the rows; households in `used_up` have no ranked suggestion.
    places : (persons,) conversations each person may still be asked for.

    Returns
    -------
    DataFrame of COLUMNS. `missing_key` is `consent`, `access` or `consent|access`. The summary is the last record:
    `flat` is null, expected_stacks with the plan, expected_stacks_without: complete and ready ones.
    """
    household = town.households.label.codes(suggestions["flat"])
    ranked = suggestions["rank"].notna().to_numpy()
    person = town.persons.key.codes(suggestions["intermediary"].where(ranked, ""))
    chances = Chances.of_rows(
        household[ranked].tolist(), person[ranked].tolist(), suggestions["q"].to_numpy(np.float64)[ranked].tolist()
    )
    missing = keys.missing_of_stacks(town.n_stacks)
    primary = greedy_plan(chances, places.tolist(), [missing[stack].tolist() for stack in range(len(missing))])
    left = places.astype(np.int64)
    np.subtract.at(left, np.array(list(primary.values()), np.int64), 1)
    backup = _backups(chances, primary, left)
    success = np.zeros(town.n_households)
    for talked_to, by in primary.items():
        success[talked_to] = chances.of_household[talked_to][by]
    told = suggestions.assign(household=household).drop_duplicates("household").set_index("household")
    given = told["reason"].to_dict()
    waits = missing.inverse(town.n_households)
    reasons = {
        h: given.get(h) or _reason(h, chances, [missing[stack] for stack in waits[h]], left)
        for h in told.index.tolist()
        if h not in primary
    }
    rows = _rows(town, keys, budget, primary, backup, reasons, told)
    return _with_summary(rows, *_expected(missing, success, keys))


def _expected(missing: Csr, success: NDArray[np.float64], keys: Readiness) -> tuple[float, float]:
    """Expected stacks with the plan and without."""
    judged = keys.stack_in_scope
    nothing = np.zeros(len(success))
    return float(stack_chances(missing, success)[judged].sum()), float(stack_chances(missing, nothing)[judged].sum())


def _backups(chances: Chances, primary: Bundle, left: NDArray[np.int64]) -> Bundle:
    """The next intermediary of each household with a place left; takes the places from `left`."""
    found: Bundle = {}
    for household in sorted(primary, key=lambda h: (chances.of_household[h][primary[h]], h)):
        for person in chances.of_household[household]:
            if person != primary[household] and left[person] > 0:
                found[household] = person
                left[person] -= 1
                break
    return found


def _reason(household: int, chances: Chances, stacks: list[Nodes], left: NDArray[np.int64]) -> str:
    """Why a household that somebody could talk with is in no conversation; `stacks` are those that wait for it."""
    if all(any(other not in chances.of_household for other in stack.tolist()) for stack in stacks):
        return OUT_OF_REACH
    return OUT_OF_REACH if any(left[person] > 0 for person in chances.of_household[household]) else NO_OPTED_IN


def _rows(
    town: Town,
    keys: Readiness,
    budget: ContactBudget,
    primary: Bundle,
    backup: Bundle,
    reasons: dict[int, str],
    told: pd.DataFrame,
) -> list[dict[str, object]]:
    """One row a conversation, and one a household without."""
    rows: list[dict[str, object]] = []
    concern, measure = told["concern"].to_dict(), told["measure"].to_dict()
    for household in sorted({*primary, *reasons}):
        row: dict[str, object] = dict.fromkeys(COLUMNS[:8], "")
        row["flat"] = town.households.label[household]
        row["missing_key"] = "|".join(
            key
            for key, lacks in (("consent", keys.missing_consent), ("access", keys.missing_access))
            if lacks[household]
        )
        if household in reasons:
            rows.append(row | {"reason": reasons[household]})
            continue
        row |= {
            "concern": concern[household],
            "measure": measure[household],
            "not_before": str(budget.not_before[household]),
        }
        for role, plan in ((PRIMARY, primary), (BACKUP, backup)):
            if household in plan:
                rows.append(row | {"intermediary": town.persons.key[plan[household]], "role": role})
    return rows


def _with_summary(rows: list[dict[str, object]], expected: float, without: float) -> pd.DataFrame:
    """The rows as a table, the summary record last."""
    summary = {"expected_stacks": expected, "expected_stacks_without": without}
    table = pd.DataFrame([*rows, summary], columns=COLUMNS).astype(dict.fromkeys(COLUMNS[:8], object))
    return table.where(table.notna(), None).astype(dict.fromkeys(COLUMNS[8:], float))

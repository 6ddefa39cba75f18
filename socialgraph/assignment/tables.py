"""An assignment as tables: what `assign` and `plan` print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.types import Texts
from socialgraph.errors import InputError
from socialgraph.reach.concerns import shown_offers
from socialgraph.reach.offers import providers_of
from socialgraph.reach.steps import (
    ASK_SURVEY,
    BOOK_ACCESS,
    CONVERSATION,
    EXPERT,
    FIND_OFFER,
    INVITE,
    LEAVE_ALONE,
    NEUTRAL_EXPERT,
    PROPERTY_OFFICE,
    SECRETARY,
    WAIT_UNTIL,
)
from socialgraph.schema.list_states import BACKUP, PRIMARY
from socialgraph.shipped import shipped_table
from socialgraph.town.views import building_labels

if TYPE_CHECKING:
    from socialgraph.assignment.plan import Assignment
    from socialgraph.town.snapshot import Town

SUMMARY = [
    "expected_stacks",
    "expected_stacks_low",
    "expected_stacks_high",
    "expected_stacks_without",
    "expected_with_steps",
    "expected_with_steps_low",
    "expected_with_steps_high",
    "expected_strict_best",
    "bound",
    "gap",
    "cut_off",
]
COLUMNS = [
    *("flat", "intermediary", "role", "missing_key", "concern", "measure", "not_before", "step", "reason"),
    *SUMMARY,
]
PLAN_COLUMNS = ["flat", "step", "who", "not_before", "stacks", "opens", "worth", "reason"]
_N_TEXTS = len(COLUMNS) - len(SUMMARY)


def assignment_table(plan: Assignment) -> pd.DataFrame:
    """One row a conversation (`primary`, then its `backup`) or unresolved household, and a summary record last.

    Stacks that wait for the fewest households come first, then natural order of address. `intermediary` is the
    pseudonym, `missing_key` is `consent`, `access` or `consent|access`, `step` the household's one next step; a row
    without a conversation has an empty role and a `reason`. In the summary record `flat` is null, and
    `expected_stacks` (now), `expected_stacks_without`, `expected_with_steps`, `expected_strict_best`, `bound`, `gap`
    and `cut_off` are filled in; they are null elsewhere. `…_low` and `…_high` are the ends between which a figure moves
    with the assumed constants while the plan stays (`sensitivity`).

    Parameters
    ----------
    plan : who talks with whom.

    Returns
    -------
    DataFrame
        The columns COLUMNS; figures in expected stacks. None in texts and NaN in figures where a row says nothing; the
        summary alone where no household is unresolved.
    """
    town, homes = plan.town, plan.order
    keys = plan.setting.network.readiness
    primary = np.array([plan.primary.get(h, -1) for h in homes.tolist()], np.int64)
    backup = np.array([plan.backup.get(h, -1) for h in homes.tolist()], np.int64)
    place = np.repeat(np.arange(len(homes)), 1 + (backup >= 0))
    is_backup = np.r_[False, place[1:] == place[:-1]] if len(place) else np.zeros(0, np.bool_)
    home, talks = homes[place], primary[place] >= 0
    concern, measure = shown_offers(town, homes, plan.setting.concerns)
    missing = np.array(["", "consent", "access", "consent|access"], object)
    frame = pd.DataFrame(
        {
            "flat": town.households.label[home],
            "intermediary": town.persons.key[np.where(is_backup, backup[place], primary[place])],
            "role": np.where(talks, np.where(is_backup, BACKUP, PRIMARY), ""),
            "missing_key": missing[keys.missing_consent[home] + 2 * keys.missing_access[home]],
            "concern": np.where(talks, np.array(concern, object)[place], ""),
            "measure": np.where(talks, np.array(measure, object)[place], ""),
            "not_before": np.where(talks, plan.setting.steps.not_before[home].astype(str), ""),
            "step": plan.step[home],
            "reason": plan.reasons[home],
        },
        dtype=object,
    )
    waits = frame["step"] == WAIT_UNTIL
    frame.loc[waits, "not_before"] = plan.setting.steps.not_before[home[waits]].astype(str)
    table = pd.concat([frame, pd.DataFrame([plan.summary])], ignore_index=True).reindex(columns=COLUMNS)
    table = table.astype(dict.fromkeys(COLUMNS[:_N_TEXTS], object) | {"cut_off": object})
    return table.where(table.notna(), None).astype(dict.fromkeys(SUMMARY[:-1], float))


def plan_table(plan: Assignment, flats: Sequence[str] | None = None) -> pd.DataFrame:
    """Every unresolved household's one next step: who takes it, from when, and what it is worth.

    Columns: flat, step, who (pseudonym of the person, or `property_office`, `secretary`, `neutral_expert`, or the
    services that give the offers, joined by |), not_before (ISO; of `wait_until` the first day of another step),
    stacks (those that wait for the household, the one under which it is shown first), opens (what the step opens:
    `data/steps.csv`; for `find_offer` the offers to ask for), worth (what the figure with the next steps loses without
    it), reason (why no conversation). Stacks that wait for a single household come first.

    Parameters
    ----------
    plan : who talks with whom.
    flats : labels of households.

    Returns
    -------
    DataFrame
        The columns PLAN_COLUMNS, a row a household; worth in expected stacks, at least 0. Empty where nothing is left
        to do, or `flats` names only households without a missing key.

    Raises
    ------
    InputError
        If a label of `flats` is no household.
    """
    homes = plan.order
    if flats:
        wanted = [plan.town.find_household(flat) for flat in flats]
        for flat, household in zip(flats, wanted, strict=True):
            if household < 0:
                raise InputError("town.no_household", flat=flat)
        homes = homes[np.isin(homes, wanted)]
    step = plan.step[homes]
    offers, providers = providers_of(plan.town, homes[step == FIND_OFFER], plan.setting.network.as_of)
    opens = np.array([_opens()[name] for name in step], object)
    opens[step == FIND_OFFER] = [text or _opens()[FIND_OFFER] for text in offers]
    who = _who(plan, homes)
    who[step == FIND_OFFER] = providers
    days = plan.setting.steps.not_before[homes].astype(str).astype(object)
    days[step == LEAVE_ALONE] = ""
    stacks = np.empty(len(homes), object)
    stacks[:] = _stacks(plan, homes)
    columns = (
        plan.town.households.label[homes],
        *(step, who, days, stacks, opens),
        plan.figures.worth()[homes],
        plan.reasons[homes],
    )
    return pd.DataFrame(dict(zip(PLAN_COLUMNS, columns, strict=True)))


def stack_labels(town: Town) -> Texts:
    """(stacks,) building/code/pipe kind, without what is empty.

    Parameters
    ----------
    town : the snapshot.

    Returns
    -------
    (stacks,) object
        A text a stack, in the order of `town.stacks`.
    """
    building, pipe = building_labels(town)[town.stacks.building], np.array(town.codes.pipe_kinds, object)
    parts = zip(building, town.stacks.code.texts, pipe[town.stacks.pipe], strict=True)
    return np.array(["/".join(filter(None, part)) for part in parts], object)


def _opens() -> dict[str, str]:
    """Step → what it opens."""
    return {row["step"]: row["opens"] for row in shipped_table("steps")} | {"": ""}


def _who(plan: Assignment, homes: NDArray[np.int64]) -> Texts:
    """Who takes each step."""
    town, step = plan.town, plan.step[homes]
    person = plan.setting.steps.who[homes].copy()
    talks = step == CONVERSATION
    person[talks] = [plan.primary[h] for h in homes[talks].tolist()]
    offices = np.select(
        [np.isin(step, [LEAVE_ALONE, WAIT_UNTIL]), np.isin(step, [BOOK_ACCESS, ASK_SURVEY]), step == EXPERT],
        np.array(["", PROPERTY_OFFICE, NEUTRAL_EXPERT], object),
        SECRETARY,
    )
    named = (person >= 0) & np.isin(step, [CONVERSATION, INVITE, BOOK_ACCESS, ASK_SURVEY])
    return np.where(named, town.persons.key[person], offices)


def _stacks(plan: Assignment, homes: NDArray[np.int64]) -> list[list[str]]:
    """The stacks that wait for each household, its lead stack first."""
    labels, lead = stack_labels(plan.town), plan.lead[0]
    of_household = plan.setting.missing.inverse(plan.town.n_households)
    return [
        [str(labels[s]) for s in sorted(of_household[h].tolist(), key=lambda s: (s != lead[h], s))]
        for h in homes.tolist()
    ]

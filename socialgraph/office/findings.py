"""The result tables behind the internal page, cut to its scope. Used by `report`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.dates import day, known_by
from socialgraph.arrays.types import Bools
from socialgraph.assignment.expected_stacks import stack_chances
from socialgraph.assignment.plan import Assignment, assign
from socialgraph.assignment.sensitivity import ENDS, conversation_chances
from socialgraph.capital.groups import social_capital
from socialgraph.errors import InputError
from socialgraph.outputs.page.building_sections import building_order
from socialgraph.outputs.page.findings import Findings
from socialgraph.reach.concerns import SEPARATOR, is_offer
from socialgraph.reach.intermediaries import rank_intermediaries
from socialgraph.reach.isolation import classify_isolation
from socialgraph.reach.scoring import PARTS, Candidates, Scorer
from socialgraph.reach.steps import BOOK_ACCESS, LEAVE_ALONE, WAIT_UNTIL
from socialgraph.reach.surveys import NOT_ASKED, OUTCOMES, survey_outcomes
from socialgraph.schema.constants import LEAST_HOUSEHOLDS, NO_FLOOR, STALE_DAYS, UNSIGNED
from socialgraph.schema.list_states import PRIMARY, is_open
from socialgraph.schema.policy import Policy
from socialgraph.schema.tables import GIVERS
from socialgraph.stacks.completion import COMPLETE, READY
from socialgraph.stacks.flat_states import flat_states, stack_members
from socialgraph.stacks.public_counts import flat_counts, stack_counts
from socialgraph.stacks.readiness import Readiness, households
from socialgraph.stacks.suppression import hidden_parts, shown_rates
from socialgraph.town.snapshot import Town
from socialgraph.town.views import building_labels

TownOn = Callable[[dt.date], Town]

TREND_MONTHS = 12


def find_all(
    town: Town,
    *,
    as_of: dt.date,
    today: dt.date,
    policy: Policy,
    since: dt.date,
    scope: str = "",
    quarantined: int = 0,
    town_on: TownOn | None = None,
) -> Findings:
    """Everything the internal page says.

    Parameters
    ----------
    since : the day with which "what changed" compares.
    scope : a building (`5`) or a door (`5-2`); "" for everything.
    quarantined : rows set aside in the last load.
    town_on : the town as it was on record on another day, for the trend and what changed; without it as it is now.

    Raises
    ------
    InputError
        If no flat lies in the scope.
    """
    town_on = town_on or (lambda on: town)
    keys = households(town, as_of=as_of, policy=policy)
    plan = assign(town, as_of=as_of, policy=policy, today=today)
    pairs = _pairs(plan, today)
    planned = _planned(plan, pairs)
    alone = left_alone(plan) & ~planned
    flats = flat_states(town, as_of=as_of, policy=policy, planned=planned, left_alone=alone)
    flats = flats[_inside(town, flats, scope)]
    members = stack_members(town, as_of=as_of, policy=policy)
    members = members[members["flat"].isin(flats["flat"])]
    labels = building_labels(town)
    shown = set(labels[flats["building"].unique()].tolist())
    inside = np.zeros(town.n_households, bool)
    inside[flats["household"].to_numpy()] = True
    rates = shown_rates(town, as_of=as_of, policy=policy, by="building")
    capital = social_capital(town, as_of=as_of, policy=policy)
    stacks = stack_counts(town, as_of=as_of, policy=policy)
    return Findings(
        as_of=as_of,
        rates=shown_rates(town, as_of=as_of, policy=policy, by="compound").dropna(subset="consent_rate"),
        building_rates=rates[rates["building"].isin(shown)].dropna(subset="consent_rate"),
        trend=_trend(town, town_on, as_of, policy),
        stacks=stacks[stacks["building"].isin(shown)],
        flats=flats,
        members=members,
        buildings=_buildings(town, keys, planned, flats),
        isolation=_isolation(plan, as_of, policy, inside),
        concerns=_concerns(town, as_of, inside & keys.in_scope),
        expected=_expected(plan, pairs, as_of, policy),
        capital=capital[capital["building"].isin(shown)],
        changes=_changes(town_on, since, as_of, policy),
        since=since,
        quality=_quality(town, keys, as_of, quarantined),
        scores=_scores(plan, pairs, inside),
    )


def appointments(plan: Assignment) -> Bools:
    """(households,) the next step is an appointment for access."""
    return np.asarray(plan.step == BOOK_ACCESS, bool)


def left_alone(plan: Assignment) -> Bools:
    """(households,) nobody goes there now: a stop, a wish to be left alone, or a day that has not come yet."""
    return np.asarray(plan.town.households.stopped | np.isin(plan.step, (LEAVE_ALONE, WAIT_UNTIL)))


def _planned(plan: Assignment, pairs: dict[int, int]) -> Bools:
    """(households,) a conversation or an appointment is in the plan, or stands open on a list that has not expired."""
    planned = appointments(plan)
    planned[list(pairs)] = True
    planned[_open_rows(plan.town, plan.setting.today, BOOK_ACCESS)["household"].to_numpy(np.int64)] = True
    return planned & ~plan.town.households.stopped


def _open_rows(town: Town, today: dt.date, role: str = PRIMARY) -> pd.DataFrame:
    """Conversations (or appointments) that stand open on a list that has not expired."""
    lists = town.tables["assignments"]
    rows: pd.DataFrame = lists[is_open(lists, today) & lists["role"].astype(str).eq(role)]
    return rows


def _pairs(plan: Assignment, today: dt.date) -> dict[int, int]:
    """Household → who is to talk with it, of open lists and of the plan."""
    open_rows = _open_rows(plan.town, today)
    known = dict(zip(open_rows["household"].tolist(), open_rows["person"].tolist(), strict=True)) | plan.primary
    stopped = plan.town.households.stopped
    return {household: person for household, person in known.items() if not stopped[household]}


def _inside(town: Town, flats: pd.DataFrame, scope: str) -> NDArray[np.bool_]:
    if not scope:
        return np.ones(len(flats), bool)
    building, _, door = scope.partition("-")
    names = building_labels(town)[flats["building"]]
    inside = (names == building) & ((flats["door"].to_numpy() == door) | (not door))
    if not inside.any():
        raise InputError("town.nothing_in_scope", scope=scope)
    return np.asarray(inside, bool)


def _buildings(town: Town, keys: Readiness, planned: Bools, flats: pd.DataFrame) -> pd.DataFrame:
    """Buildings of the scope, the one where the plan could finish most stacks first."""
    missing = keys.missing_of_stacks(town.n_stacks)
    waits = missing.counts
    met = np.bincount(missing.rows, planned[missing.items], town.n_stacks)
    could = (waits > 0) & (met == waits)
    winnable = np.bincount(town.stacks.building[could], minlength=len(town.buildings.key))
    shown = flats.groupby("building")["planned"].sum()
    index = shown.index.to_numpy(np.int64)
    names = building_labels(town)[index]
    table = pd.DataFrame({"building": index, "name": names, "planned": shown.to_numpy(), "winnable": winnable[index]})
    return building_order(table)


def _trend(town: Town, town_on: TownOn, as_of: dt.date, policy: Policy) -> pd.DataFrame:
    """The rates at the ends of the last months on record, and on the day itself."""
    known = town.stances.on[~np.isnat(town.stances.on)]
    if not len(known):
        return pd.DataFrame(columns=["date", "compound"])
    first = known.min().astype(dt.date)
    ends = pd.date_range(max(first, as_of - dt.timedelta(days=31 * TREND_MONTHS)), as_of, freq="ME").date
    days = [*(end for end in ends if end < as_of), as_of]
    tables = [
        shown_rates(town_on(on), as_of=on, policy=policy, by="compound").assign(date=on.isoformat()) for on in days
    ]
    return pd.concat(tables, ignore_index=True)


def _isolation(plan: Assignment, as_of: dt.date, policy: Policy, inside: Bools) -> pd.DataFrame:
    classes = classify_isolation(plan.town, as_of=as_of, policy=policy, network=plan.setting.network)
    classes = classes[inside[plan.town.households.label.codes(classes["flat"])]]
    classes["step"] = plan.step_of(classes["flat"])
    return classes.groupby(["class", "step"]).size().reset_index(name="households")


def _concerns(town: Town, as_of: dt.date, inside: Bools) -> pd.DataFrame:
    """Households by concern, those with an offer for it, and those that accepted one; only counts of at least five."""
    is_known = known_by(town.stances.on, as_of)
    reasons = pd.DataFrame(
        {
            "household": town.stances.household[is_known],
            "concern": np.array(town.codes.reasons, object)[town.stances.reasons[is_known]],
        }
    )
    measures = town.tables["measures"]
    offers = measures.assign(concern=measures["concern"].astype(str), offered=is_offer(measures))
    offers["accepted"] = measures["accepted"] == 1
    rows = pd.concat([reasons, offers[["household", "concern", "offered", "accepted"]]], ignore_index=True)
    rows["concern"] = rows["concern"].str.split(SEPARATOR)
    rows = rows.explode("concern")
    rows = rows[~rows["concern"].isin(["", "no_reason"]) & inside[rows["household"].to_numpy(np.int64)]]
    counts = pd.DataFrame({"households": rows.groupby("concern")["household"].nunique()})
    for name in ("offered", "accepted"):
        counts[name] = rows[rows[name].eq(True)].groupby("concern")["household"].nunique()
    counts = counts.fillna(0.0)[counts["households"] >= LEAST_HOUSEHOLDS]
    for name in ("offered", "accepted"):
        counts[name] = counts[name].mask(hidden_parts(counts["households"], counts[name]))
    return counts.sort_values("households", ascending=False, kind="stable").reset_index()


def _expected(plan: Assignment, pairs: dict[int, int], as_of: dt.date, policy: Policy) -> pd.DataFrame:
    """Stacks that are ready or done, and those expected if every planned conversation comes off with its chance q.

    Conversations that stand open on a list are in no new plan: their q is looked up as if they were proposed today.
    """
    town = plan.town
    success = plan.q.copy()
    listed = [household for household in pairs if household not in plan.primary]
    if listed:
        labels = [town.households.label[household] for household in listed]
        ranked = rank_intermediaries(town, as_of=as_of, policy=policy, flats=labels, network=plan.setting.network)
        ranked = ranked[ranked["rank"].notna()]
        homes, people = town.households.label.codes(ranked["flat"]), town.persons.key.codes(ranked["intermediary"])
        for household, person, q in zip(homes.tolist(), people.tolist(), ranked["q"].tolist(), strict=True):
            if pairs[household] == person:
                success[household] = q
    asked = {household: person for household, person in pairs.items() if success[household] > 0}
    chances = [success, *(conversation_chances(plan.setting, asked, end) for end in ENDS)]
    judged = plan.setting.network.readiness.stack_in_scope
    now = float((plan.setting.missing.counts[judged] == 0).sum())
    planned = (float(stack_chances(plan.setting.missing, chance)[judged].sum()) for chance in chances)
    figures = [("now", now, now, now), ("plan", *planned)]
    return pd.DataFrame(figures, columns=["what", "value", "low", "high"])


def _scores(plan: Assignment, pairs: dict[int, int], inside: Bools) -> pd.DataFrame:
    """The parts of the score of every conversation that is planned or open on a list, in the order of the plan.

    Nobody is in it by name; whom trust no longer leads to is left out.
    """
    town, network = plan.town, plan.setting.network
    homes = [h for h in plan.order.tolist() if inside[h] and h in pairs and network.may_carry[pairs[h]]]
    people = [pairs[h] for h in homes]
    asked = np.zeros(town.n_persons, bool)
    asked[people] = True  # an open list may use up somebody's last place: no more eligible, but asked all the same
    scorer = Scorer(network, plan.setting.concerns, network.paths_to(asked))
    talks = Candidates(np.array(homes, np.int64), np.array(people, np.int64), np.zeros(len(homes)))
    scored = scorer.scored(talks).assign(flat=town.households.label[talks.household])
    return scored.loc[scored["path_strength"] > 0, ["flat", *PARTS, "q"]].reset_index(drop=True)


def _changes(town_on: TownOn, since: dt.date, as_of: dt.date, policy: Policy) -> pd.DataFrame:
    sides = [_counts_on(town_on(on), on, policy) for on in (since, as_of)]
    rows = [(what, sides[0][what], sides[1][what]) for what in sides[0]]
    return pd.DataFrame(rows, columns=["what", "before", "now"])


def _counts_on(town: Town, on: dt.date, policy: Policy) -> dict[str, int]:
    stacks = stack_counts(town, as_of=on, policy=policy).groupby("category")["stacks"].sum()
    flats = flat_counts(town, as_of=on, policy=policy)
    visits = town.tables["visits"]["date"].to_numpy("datetime64[D]")
    return {
        "complete": int(stacks.get(COMPLETE, 0)),
        "ready": int(stacks.get(READY, 0)),
        "consent": int(flats.loc[flats["rate"] == "consent_rate", "flats"].sum()),
        "words": int(known_by(town.stances.on, on).sum()),
        "visits": int(known_by(visits, on).sum()),
        "ties": int(known_by(town.ties.observed_on, on).sum()),
    }


def _quality(town: Town, keys: Readiness, as_of: dt.date, quarantined: int) -> pd.DataFrame:
    stances = town.stances
    unsigned = np.array([stance in UNSIGNED for stance in town.codes.stances], bool)[stances.stance]
    old = stances.on + np.timedelta64(STALE_DAYS, "D") < day(as_of)
    heard = np.zeros(town.n_households, bool)
    heard[stances.household[stances.giver == GIVERS.index("owner")]] = True
    not_asked = survey_outcomes(town) == OUTCOMES.index(NOT_ASKED)
    figures = {
        "stale": np.unique(stances.household[unsigned & old]).size,
        "undated": int(np.isnat(stances.on).sum()),
        "no_word": int((keys.in_scope & ~heard).sum()),
        "unknown_stacks": int((~keys.stack_in_scope).sum()),
        "no_floor": int((town.flats.floor == NO_FLOOR).sum()),
        "not_asked": int((keys.unresolved & not_asked).sum()),
        "quarantined": quarantined,
    }
    return pd.DataFrame(list(figures.items()), columns=["what", "n"])

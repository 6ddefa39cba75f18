"""Completion: which flats hold up which stacks, and how far buildings and compounds have come."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.errors import InputError
from socialgraph.schema.choices import GROUPINGS, Grouping
from socialgraph.schema.constants import NO_FLOOR
from socialgraph.schema.policy import Policy
from socialgraph.stacks.readiness import Readiness, households, owners_reached, works_are
from socialgraph.stacks.targets import CONTIGUOUS
from socialgraph.town.snapshot import Town
from socialgraph.town.views import building_labels

COMPLETE, READY, RESPECTED_NO, PARTIAL, BLOCKED, UNKNOWN = STATES = (
    "complete",
    "ready",
    "respected_no",
    "partial",
    "blocked",
    "unknown",
)
BYPASSED = "bypassed"


def diagnose(town: Town, *, as_of: dt.date, policy: Policy, by: Grouping | None = None) -> pd.DataFrame:
    """Every stack with its missing keys and state, or the rates of buildings or compounds.

    Without `by`, one row a stack in natural order: building, door ("" where flats of several doors share it), stack,
    pipe_kind ("" is all pipes), flats, ready, missing_consent, missing_access (register flats; not counted: a flat
    where every household's word is `not_applicable`), state, pivotal_flats (household labels: the one household
    whose keys alone are missing, unless a stop stands there).

    States, the first that holds: `complete` (works done), `ready` (every flat of the stack's target is, see
    `stacks.targets`; also where no flat is left to ask), `respected_no` (all missing keys are of households that asked
    to be left alone), `partial` (works bypassed), `blocked`.
    Stacks of unknown source are listed with state `unknown` and without figures.

    With `by`, one row a building or compound, over its stacks of known source; NaN where there is none:
    reach_rate (flats with an owner's word other than `unreached`), consent_rate (flats with no consent missing),
    ready_rate (stacks ready or complete), completion_rate (stacks complete), expected_completion (mean over stacks of
    p^flats, p the share of flats that are ready in all their stacks), clustering (ready_rate ÷ expected_completion,
    NaN where that is 0). Flats are those that count in some stack.

    Where more than one compound is loaded, it stands in front of the building.

    Parameters
    ----------
    town : the snapshot.
    as_of : words, works and access as they stood that day.
    policy : what counts as consent, and the stack policy.
    by : None for stacks, "building" or "compound" for rates.

    Returns
    -------
    DataFrame
        One row a stack or a group, in natural order; the columns are those above.

    Raises
    ------
    InputError
        If `by` is anything else: a door's rates would be those of a handful of flats.
    """
    if by not in (None, *GROUPINGS):
        raise InputError("town.rates_by")
    keys = households(town, as_of=as_of, policy=policy)
    if by is None:
        return _stacks(town, keys, stack_states(town, keys, as_of=as_of, policy=policy))
    return _rates(town, keys, owners_reached(town, as_of=as_of), by)


def stack_states(town: Town, keys: Readiness, *, as_of: dt.date, policy: Policy) -> NDArray[np.int8]:
    """(s,) the state of every stack, as an index into STATES.

    Parameters
    ----------
    town : the snapshot.
    keys : the two keys of its flats, of the same day and policy.
    as_of, policy : as for `diagnose`.

    Returns
    -------
    (s,) int8
        Index into STATES; every stack has one.
    """
    n = town.n_stacks
    stack_of_pair = keys.edge_stack[keys.pair_edge]

    def pairs(which: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(stack_of_pair[which], minlength=n)

    def flats(which: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(keys.edge_stack[which], minlength=n)

    open_keys = pairs(keys.pair_missing_consent | keys.pair_missing_access)
    lacking = pairs(keys.pair_lacks_key)
    said_no = pairs(keys.pair_lacks_key & town.households.said_no[keys.pair_household])
    has_target = (flats(keys.edge_in_target) > 0) | (flats(keys.edge_counts) == 0)
    if policy.stack == CONTIGUOUS:
        has_target &= flats(keys.edge_counts & (town.flats.floor[keys.edge_flat] != NO_FLOOR)) > 0
    choices = [
        (~keys.stack_in_scope, UNKNOWN),
        (keys.stack_complete, COMPLETE),
        ((open_keys == 0) & has_target, READY),
        ((lacking > 0) & (lacking == said_no), RESPECTED_NO),
        (works_are(town, BYPASSED, as_of=as_of), PARTIAL),
    ]
    codes = [STATES.index(state) for _, state in choices]
    return np.select([holds for holds, _ in choices], codes, STATES.index(BLOCKED)).astype(np.int8)


def _stacks(town: Town, keys: Readiness, state: NDArray[np.int8]) -> pd.DataFrame:
    n = town.n_stacks
    judged = keys.stack_in_scope

    def flats(which: NDArray[np.bool_]) -> pd.arrays.IntegerArray:
        return pd.arrays.IntegerArray(np.bincount(keys.edge_stack[which], minlength=n), ~judged)

    door = town.flats.door[keys.edge_flat]
    least, most = np.full(n, len(town.doors.key)), np.full(n, -1)
    np.minimum.at(least, keys.edge_stack, door)
    np.maximum.at(most, keys.edge_stack, door)
    doors = np.array([key.rpartition(":")[2] for key in town.doors.key], object)
    pivotal = np.empty(n, object)
    pivotal[:] = _pivotal(town, keys)
    return pd.DataFrame(
        {
            "building": building_labels(town)[town.stacks.building],
            "door": np.where(least == most, np.append(doors, "")[most], ""),
            "stack": town.stacks.code[np.arange(n)],
            "pipe_kind": np.array(town.codes.pipe_kinds, object)[town.stacks.pipe],
            "flats": flats(keys.edge_counts),
            "ready": flats(keys.edge_counts & ~keys.edge_lacks_key),
            "missing_consent": flats(keys.edge_missing_consent),
            "missing_access": flats(keys.edge_missing_access),
            "state": np.array(STATES, object)[state],
            "pivotal_flats": pivotal,
        }
    )


def _pivotal(town: Town, keys: Readiness) -> list[list[str]]:
    """For each stack its pivotal household, if there is one."""
    alone = keys.missing_of_stacks(town.n_stacks)
    pivotal: list[list[str]] = [[] for _ in range(town.n_stacks)]
    for stack in np.flatnonzero(alone.counts == 1).tolist():
        household = int(alone[stack][0])
        if not keys.stopped[household]:
            pivotal[stack] = [town.households.label[household]]
    return pivotal


def _rates(town: Town, keys: Readiness, reached: NDArray[np.bool_], by: str) -> pd.DataFrame:
    building = town.stacks.building
    group = building if by == "building" else town.buildings.compound[building]
    names = building_labels(town) if by == "building" else np.array(town.compounds.texts, object)
    n = len(names)
    judged = keys.edge_counts & keys.stack_in_scope[keys.edge_stack]
    lacks = {
        "consent": keys.edge_missing_consent & judged,
        "ready": (keys.edge_missing_consent | keys.edge_missing_access) & judged,
    }
    flat_group = np.full(town.n_flats, n)  # a flat's stacks are of its own building
    flat_group[keys.edge_flat[judged]] = group[keys.edge_stack[judged]]

    def flats(which: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(flat_group[which], minlength=n + 1)[:n]

    without = {key: np.ones(town.n_flats, bool) for key in lacks}
    for key, edges in lacks.items():
        without[key][keys.edge_flat[edges]] = False
    flat_reached = np.zeros(town.n_flats, bool)
    flat_reached[town.flats.households.rows[reached[town.flats.households.items]]] = True
    total = flats(np.ones(town.n_flats, bool))
    stacks = np.bincount(group[keys.stack_in_scope], minlength=n)
    open_stacks = np.zeros(town.n_stacks, bool)
    open_stacks[keys.edge_stack[lacks["ready"]]] = True
    ready = np.bincount(group[keys.stack_in_scope & ~open_stacks], minlength=n)
    complete = np.bincount(group[keys.stack_in_scope & keys.stack_complete], minlength=n)
    size = np.bincount(keys.edge_stack[keys.edge_counts], minlength=town.n_stacks)
    share = _ratio(flats(without["ready"]), total)
    chance = np.where(size == 0, 1.0, np.nan_to_num(share)[group] ** size)
    expected = _ratio(np.bincount(group, np.where(keys.stack_in_scope, chance, 0.0), n), stacks)
    ready_rate = _ratio(ready, stacks)
    return pd.DataFrame(
        {
            by: names,
            "reach_rate": _ratio(flats(flat_reached), total),
            "consent_rate": _ratio(flats(without["consent"]), total),
            "ready_rate": ready_rate,
            "completion_rate": _ratio(complete, stacks),
            "expected_completion": expected,
            "clustering": _ratio(ready_rate, expected),
        }
    )


def _ratio(part: NDArray[np.number], whole: NDArray[np.number]) -> NDArray[np.float64]:
    """part ÷ whole, NaN where the whole is 0 or NaN."""
    defined = whole > 0
    return np.where(defined, part / np.where(defined, whole, 1), np.nan)

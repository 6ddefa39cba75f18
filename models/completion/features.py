"""The features of a stack as of a day, from what was known that day: one table, declared in FEATURES.

No health, age or disability flag is among them: the column of flags is never read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.dates import day
from socialgraph.arrays.string_index import StringIndex
from socialgraph.arrays.types import Bools, Floats, Ints
from socialgraph.models.completion.history import History
from socialgraph.models.completion.network_features import network_features, share
from socialgraph.models.completion.outcomes import states_of
from socialgraph.schema.constants import NO_FLOOR, PUBLIC_OWNERSHIP, REFUSALS, STALE_DAYS
from socialgraph.schema.policy import Policy
from socialgraph.stacks.readiness import RENTED, standing
from socialgraph.town.snapshot import Town
from socialgraph.trust.network import TrustNetwork, trust_network

STACK, DOSSIER, PROCESS, NETWORK = BLOCKS = ("stack", "dossier", "process", "network")
# name -> (block, what it is); a change of meaning is a change of FEATURE_VERSION
FEATURES: dict[str, tuple[str, str]] = {
    "flats": (STACK, "register flats that count"),
    "missing_households": (STACK, "households whose key is missing"),
    "missing_share": (STACK, "missing households ÷ households"),
    "floors": (STACK, "different known floors"),
    "kitchen_pipe": (STACK, "1 where it is the kitchen's sewage riser"),
    "bathroom_pipe": (STACK, "1 where it is the bathroom's sewage riser"),
    "source_rank": (STACK, "how surely the stack is known: 0 verified on site, 1 drawing, 2 sheet, 3 derived"),
    "access_only": (STACK, "share of the missing who lack access and not consent"),
    "consent_share": (DOSSIER, "share of households whose owner has signed, or said yes within 90 days"),
    "refused_missing": (DOSSIER, "share of the missing whose newest owner's word is a refusal"),
    "open_missing": (DOSSIER, "share of the missing whose newest owner's word is hesitant or conditional"),
    "unheard_missing": (
        DOSSIER,
        "share of the missing without an owner's word that still counts",
    ),
    "stopped_missing": (DOSSIER, "share of the missing with a hard stop set by that day"),
    "reversals": (DOSSIER, "words that took a consent back, a household"),
    "rented_share": (DOSSIER, "share of households let"),
    "away_share": (DOSSIER, "share of households vacant or absent"),
    "public_share": (DOSSIER, "share of households in public ownership"),
    "fitout_share": (DOSSIER, "share of households newly fitted out"),
    "visits_per_missing": (PROCESS, "visits so far to the missing, each"),
    "good_visits_share": (PROCESS, "share of the stack's visits that ended agreed or softened"),
    "days_since_start": (PROCESS, "days since the building's first word or visit"),
    "days_since_word": (PROCESS, "days since the stack's newest word"),
    "offers_accepted": (PROCESS, "share of the missing who accepted an offer"),
    "building_finished_share": (PROCESS, "share of the building's other stacks that are finished"),
    "building_ready_households": (PROCESS, "share of the building's other households without a missing key"),
    "reach_min": (NETWORK, "least reach of a missing household"),
    "reach_mean": (NETWORK, "mean reach of the missing"),
    "isolated_missing": (NETWORK, "missing households that trusted people hardly reach"),
    "tie_density_stack": (NETWORK, "ties between the stack's households ÷ possible ones"),
    "tie_density_door": (NETWORK, "mean share of the door's others whom a household is tied to"),
    "reciprocity": (NETWORK, "share of the ties inside the stack that are returned"),
    "linking_share": (NETWORK, "share of households tied to a captain or party member"),
    "brokerage": (NETWORK, "1 − mean Burt constraint of the stack's households"),
    "trusted_consent_share": (
        NETWORK,
        "share, by strength, of the missing's trust that lies with consenting households",
    ),
    "neighbours_completion": (NETWORK, "finished share of the stacks that the missing are tied to, by strength"),
}
FEATURE_VERSION = "1"
_REFUSED, _OPEN = (*REFUSALS, "respected_refusal"), ("hesitant", "conditional", "no_objection")
_AWAY = ("vacant", "absentee")
_GOOD = ("agreed", "softened")


def stack_features(history: History, stacks: StringIndex, on: dt.date, policy: Policy) -> pd.DataFrame:
    """The features of these stacks on a day; a row a stack (its key), a column each of FEATURES.

    NaN where a feature is not defined (no missing household, nothing known of the dossiers by then …). O(ties log
    ties) for the network, linear in the rows for the rest.

    Parameters
    ----------
    history, stacks, on, policy : as in `outcomes.states_on`.

    Returns
    -------
    DataFrame
        A row each of `stacks`, in their order, indexed by stack key; float64. NaN where a feature is not defined, as a
        share of nobody, and everywhere for a stack that was not on record by then.
    """
    town = history.known_on(on)
    network = trust_network(town, as_of=on, policy=policy.assumed())  # other weights would be other features
    stack, household, missing = stack_households(network)
    finished = states_of(town, network.readiness, town.stacks.key, on).is_finished
    values = {
        **_stack_block(network, stack, household, missing),
        **_dossier_block(town, stack, household, missing, on),
        **_process_block(network, stack, household, missing, finished, on),
        **network_features(network, stack, household, missing, finished),
    }
    table = pd.DataFrame({name: values[name] for name in FEATURES}, index=pd.Index(town.stacks.key.texts), dtype=float)
    return table.reindex(pd.Index(stacks.texts))


def stack_households(network: TrustNetwork) -> tuple[Ints, Ints, Bools]:
    """All pairs of a stack and a household that counts in it, once each, and whether its key is missing.

    Parameters
    ----------
    network : who trusts whom on the day that counts.

    Returns
    -------
    stack, household : (pairs,) int64
        Indices, ascending by stack and then by household.
    missing : (pairs,) bool
        Consent or access is missing.
    """
    keys, town = network.readiness, network.town
    counted = keys.edge_counts[keys.pair_edge]
    stack = keys.edge_stack[keys.pair_edge][counted].astype(np.int64)
    household = keys.pair_household[counted].astype(np.int64)
    lacking = (keys.pair_missing_consent | keys.pair_missing_access)[counted]
    pairs, first = np.unique(stack * max(town.n_households, 1) + household, return_inverse=True)
    missing = np.bincount(first, lacking, len(pairs)) > 0
    return pairs // max(town.n_households, 1), pairs % max(town.n_households, 1), missing


def _count(stack: Ints, n: int, of: NDArray[np.generic] | None = None) -> Floats:
    return np.bincount(stack, None if of is None else of.astype(float), n).astype(float)


def _stack_block(network: TrustNetwork, stack: Ints, household: Ints, missing: Bools) -> dict[str, Floats]:
    town, keys, n = network.town, network.readiness, network.town.n_stacks
    floor = town.flats.floor[keys.edge_flat].astype(np.int64)
    known = floor != NO_FLOOR
    floors = np.unique(keys.edge_stack[known].astype(np.int64) * 2**17 + floor[known] + 2**16)
    pipe = np.array(town.codes.pipe_kinds, object)[town.stacks.pipe]
    no_consent = keys.missing_consent[household]
    n_missing = _count(stack[missing], n)
    return {
        "flats": _count(keys.edge_stack.astype(np.int64), n, keys.edge_counts),
        "missing_households": n_missing,
        "missing_share": share(n_missing, _count(stack, n)),
        "floors": _count(floors // 2**17, n),
        "kitchen_pipe": (pipe == "sewage_kitchen").astype(float),
        "bathroom_pipe": (pipe == "sewage_bath").astype(float),
        "source_rank": town.stacks.source.astype(float),
        "access_only": share(_count(stack[missing], n, ~no_consent[missing]), n_missing),
    }


def _dossier_block(town: Town, stack: Ints, household: Ints, missing: Bools, on: dt.date) -> dict[str, Floats]:
    n, size = town.n_stacks, _count(stack, town.n_stacks)
    word = _newest_owner_word(town, on)
    lacking, n_missing = (stack[missing], household[missing]), _count(stack[missing], n)

    def of_missing(flags: Bools) -> Floats:
        return share(_count(lacking[0], n, flags[lacking[1]]), n_missing)

    reversed_ = np.array([text == "reversed" for text in town.codes.stances], bool)[town.stances.stance]
    reversals = np.bincount(town.stances.household[reversed_], minlength=town.n_households)
    dossiers = town.tables["dossiers"]
    described = np.zeros(town.n_households, bool)
    described[dossiers["household"].to_numpy(np.int64)] = True

    def of_described(column: str, values: Collection[str]) -> Floats:
        flags = np.zeros(town.n_households, bool)
        flags[dossiers.loc[dossiers[column].isin(values), "household"].to_numpy(np.int64)] = True
        return share(_count(stack, n, flags[household]), _count(stack, n, described[household]))

    consents = np.isin(word, ("signed", "verbal"))
    return {
        "consent_share": share(_count(stack, n, consents[household]), size),
        "refused_missing": of_missing(np.isin(word, _REFUSED)),
        "open_missing": of_missing(np.isin(word, _OPEN)),
        "unheard_missing": of_missing(np.isin(word, ("", "unreached"))),
        "stopped_missing": of_missing(town.households.stopped),
        "reversals": share(_count(stack, n, reversals[household]), size),
        "rented_share": of_described("occupancy", RENTED),
        "away_share": of_described("occupancy", _AWAY),
        "public_share": of_described("ownership_type", PUBLIC_OWNERSHIP),
        "fitout_share": of_described("renovation_level", ("recent",)),
    }


def _newest_owner_word(town: Town, on: dt.date) -> NDArray[np.object_]:
    """(households,) the owner's newest word, whatever the pipe kind; "" where there is none.

    A word that was not signed and is older than 90 days, or undated, is not known any more.
    """
    stances = town.stances
    rows = np.flatnonzero(stances.giver == 0)
    order = rows[np.lexsort((stances.stance[rows], standing(stances)[rows]))]
    word = np.full(town.n_households, "", object)
    text = np.array(town.codes.stances, object)[stances.stance[order]]
    fresh = stances.on[order] >= day(on) - np.timedelta64(STALE_DAYS, "D")  # false where undated
    word[stances.household[order]] = np.where(fresh | (text == "signed"), text, "")  # the last one stays
    return word


def _process_block(
    network: TrustNetwork, stack: Ints, household: Ints, missing: Bools, finished: Bools, on: dt.date
) -> dict[str, Floats]:
    town, n = network.town, network.town.n_stacks
    visits = town.tables["visits"]
    visited = visits["household"].to_numpy(np.int64)
    n_visits = np.bincount(visited, minlength=town.n_households).astype(float)
    n_good = np.bincount(visited[visits["result"].astype(str).isin(_GOOD).to_numpy(bool)], minlength=town.n_households)
    measures = town.tables["measures"]
    accepted = np.zeros(town.n_households, bool)
    accepted[measures.loc[measures["accepted"] == 1, "household"].to_numpy(np.int64)] = True
    n_missing = _count(stack[missing], n)
    return {
        "visits_per_missing": share(_count(stack[missing], n, n_visits[household[missing]]), n_missing),
        "good_visits_share": share(_count(stack, n, n_good[household]), _count(stack, n, n_visits[household])),
        **_days(town, stack, household, on),
        # where no offer is known at all, nothing is known of their being accepted either
        "offers_accepted": share(
            _count(stack[missing], n, accepted[household[missing]]), n_missing * bool(len(measures))
        ),
        **_building_shares(network, stack, household, finished),
    }


def _days(town: Town, stack: Ints, household: Ints, on: dt.date) -> dict[str, Floats]:
    visits = town.tables["visits"]
    who = np.r_[town.stances.household, visits["household"].to_numpy(np.int64)].astype(np.int64)
    when = np.r_[town.stances.on, visits["date"].to_numpy("datetime64[D]")]
    who, age = who[~np.isnat(when)], (day(on) - when[~np.isnat(when)]).astype(np.int64).astype(float)
    oldest = np.full(len(town.buildings.key), -np.inf)
    np.maximum.at(oldest, town.households.building[who], age)
    is_word = ~np.isnat(town.stances.on)
    word_age = np.full(town.n_households, np.inf)
    np.minimum.at(
        word_age, town.stances.household[is_word], (day(on) - town.stances.on[is_word]).astype(np.int64).astype(float)
    )
    newest = np.full(town.n_stacks, np.inf)
    np.minimum.at(newest, stack, word_age[household])
    start = oldest[town.stacks.building]
    return {
        "days_since_start": np.where(np.isfinite(start), start, np.nan),
        "days_since_word": np.where(np.isfinite(newest), newest, np.nan),
    }


def _building_shares(network: TrustNetwork, stack: Ints, household: Ints, finished: Bools) -> dict[str, Floats]:
    """Of the building's other stacks and households: a stack's own state is in its other features."""
    town, keys = network.town, network.readiness
    building, n_buildings = town.stacks.building, len(town.buildings.key)
    judged = keys.stack_in_scope
    n_stacks = np.bincount(building[judged], minlength=n_buildings).astype(float)
    n_finished = np.bincount(building[judged & finished], minlength=n_buildings).astype(float)
    own = (judged & finished).astype(float)
    ready = keys.in_scope & ~keys.has_missing_key
    home = town.households.building
    n_homes = np.bincount(home[keys.in_scope], minlength=n_buildings).astype(float)
    n_ready = np.bincount(home[ready], minlength=n_buildings).astype(float)
    own_homes = _count(stack, town.n_stacks, keys.in_scope[household])
    own_ready = _count(stack, town.n_stacks, ready[household])
    return {
        "building_finished_share": share(n_finished[building] - own, n_stacks[building] - judged),
        "building_ready_households": share(n_ready[building] - own_ready, n_homes[building] - own_homes),
    }

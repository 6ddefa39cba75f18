"""Intermediaries: the eligible people whom each unresolved household trusts, ranked by a score that adds up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from socialgraph.arrays.csr import unique_sorted
from socialgraph.arrays.dates import day
from socialgraph.arrays.types import Bools, Ints, Texts
from socialgraph.errors import InputError
from socialgraph.reach.concerns import Concerns, concerns, shown_offers
from socialgraph.reach.scoring import PARTS, SCORE_DIGITS, Candidates, Scorer
from socialgraph.reach.surveys import OUTCOMES, WANTS_NOBODY, survey_outcomes
from socialgraph.schema.addresses import SEPARATOR
from socialgraph.schema.policy import Policy
from socialgraph.town.snapshot import Town
from socialgraph.trust.evidence import NOMINATED, registered_kinds, row_strength
from socialgraph.trust.network import TrustNetwork, trust_network

COLUMNS = ["flat", "rank", "intermediary", *PARTS, "score", "reason"]
EXTRA_COLUMNS = [
    *("q", "path_strength", "path_ties", "second_strength", "nominated"),
    *("role", "intermediary_flat", "door", "concern", "measure"),
]
REASONS = ("no_measure", "no_opted_in", "no_path", "stopped", "budget", "out_of_reach")
DECLINED_CONTACT = "declined_contact"


def rank_intermediaries(
    town: Town,
    *,
    as_of: dt.date,
    policy: Policy,
    flats: Sequence[str] | None = None,
    top: int | None = None,
    over_budget: Bools | None = None,
    network: TrustNetwork | None = None,
) -> pd.DataFrame:
    """Ranked intermediaries of every unresolved household, in natural order of address, best first.

    score = trust + second_path + experience + success + load, the log-odds that a request is heard and met
    (constants: `data/score.csv`, assumed until fitted):

    - trust = logit(t), t the strongest open path, clipped to .01 to .99;
    - second_path = .5 · s₂, s₂ the strongest open path sharing no tie with the strongest one;
    - experience = .4 where the intermediary's household had the same shareable concern and now consents, + .4 where
      works are done in its home;
    - success = logit((2 + k)/(4 + n)), n the person's visits by `as_of` with a result other than `no_contact`, k of
      them `agreed` or `softened`;
    - load = −.5 · assigned/capacity.

    q = 1/(1 + e^−score). Equal scores (to 9 digits): the intermediary's address in natural order, then pseudonym.

    Every unresolved household without a row gets one with an empty rank and a reason, the first that holds:
    `no_measure` (a concern is recorded and nothing that was not refused is offered for it), `no_opted_in` (who is
    trusted has not opted in or has no capacity left, or nobody in town has), `no_path`, `budget` (contacted enough by
    `over_budget`, or declined contact less than 90 days ago), `out_of_reach` (wants nobody, and is left alone).
    A household with a hard stop appears in no list; asked for by its label in `flats` it is answered with `stopped`.

    Parameters
    ----------
    flats : labels of households; None for all unresolved ones.
    top : at most so many intermediaries a household; the same rows as without, cut.
    over_budget : (households,) whose contact budget is used up today.
    network : `trust_network` of the same town, date and policy, where it was made already.

    Returns
    -------
    DataFrame of COLUMNS and then EXTRA_COLUMNS: path_strength and second_strength are t and s₂, path_ties the length
    of the strongest path, nominated whether the household itself named the person, role and door those of the
    intermediary, concern and measure what a list may say. `intermediary` is the pseudonym.

    Raises
    ------
    InputError
        If a label of `flats` is no household.
    """
    network = network or trust_network(town, as_of=as_of, policy=policy)
    wanted = _wanted(town, flats)
    unresolved = np.flatnonzero(network.readiness.unresolved & wanted).astype(np.int64)
    found = concerns(town, as_of=as_of)
    barred = barred_households(network, policy, over_budget)
    asked = unresolved[found.has_offer[unresolved] & (barred[unresolved] == "")]
    ranked = _ranked(Scorer(network, found), asked, top)
    without = np.setdiff1d(unresolved, ranked["household"].to_numpy(np.int64))
    reasons = _reasons(network, found, barred, without)
    if flats is not None:
        stopped = np.flatnonzero(network.readiness.stopped & network.readiness.has_missing_key & wanted)
        without, reasons = np.r_[without, stopped], np.r_[reasons, np.full(len(stopped), "stopped", object)]
    return _frame(network, found, ranked, without, reasons)


def barred_households(network: TrustNetwork, policy: Policy, over_budget: Bools | None = None) -> Texts:
    """(households,) why nobody is suggested whatever the trust: `budget`, `out_of_reach`, or "".

    A word of contact declined later than the as-of date bars too: pauses use everything on record.
    """
    town = network.town
    barred = np.full(town.n_households, "", object)
    barred[survey_outcomes(town) == OUTCOMES.index(WANTS_NOBODY)] = "out_of_reach"
    declined = np.array([stance == DECLINED_CONTACT for stance in town.codes.stances], np.bool_)[town.stances.stance]
    pause = np.timedelta64(policy.declined_pause_days, "D")
    declined = declined & (town.stances.on + pause > day(network.as_of))  # false where undated
    barred[town.stances.household[declined]] = "budget"
    if over_budget is not None:
        barred[over_budget] = "budget"
    return barred


def nominations(network: TrustNetwork) -> Ints:
    """Ascending keys household · persons + person: whom a household itself said it would hear.

    Parameters
    ----------
    town : the snapshot.

    Returns
    -------
    Csr
        Households → persons whom anybody of them named.
    """
    evidence, town, kinds = network.evidence, network.town, registered_kinds()
    named = evidence.rows(evidence.kind == kinds.names.index(NOMINATED))
    named = named.rows(row_strength(named, network.as_of, kinds) > 0)
    home = town.persons.household[named.ego].astype(np.int64)
    return unique_sorted(home[home >= 0] * max(town.n_persons, 1) + named.alter[home >= 0])


def _wanted(town: Town, flats: Sequence[str] | None) -> Bools:
    wanted = np.full(town.n_households, flats is None, np.bool_)
    for label in flats or ():
        household = town.find_household(label)
        if household < 0:
            raise InputError("town.no_household", flat=label)
        wanted[household] = True
    return wanted


def _ranked(scorer: Scorer, households: Ints, top: int | None) -> pd.DataFrame:
    """Scored and ranked candidates of all households, a block of households at a time."""
    blocks = []
    for block in scorer.network.paths.paths_of(households):
        pairs = scorer.candidates(block)
        if len(pairs.household):
            blocks.append(_rank(scorer.scored(pairs if top is None else scorer.best(pairs, top)), top))
    return pd.concat(blocks, ignore_index=True) if blocks else _rank(scorer.scored(Candidates.none()), top)


def _rank(rows: pd.DataFrame, top: int | None) -> pd.DataFrame:
    """Best first in each household; equal scores by address (household index) and pseudonym (person index)."""
    keys = (rows["person"], rows["home"], -np.round(rows["score"], SCORE_DIGITS), rows["household"])
    rows = rows.iloc[np.lexsort(keys)].reset_index(drop=True)
    rows["rank"] = rows.groupby("household").cumcount() + 1
    return rows if top is None else rows[rows["rank"] <= top]


def _reasons(network: TrustNetwork, found: Concerns, barred: Texts, households: Ints) -> Texts:
    """Why each of these has no row."""
    _, n_reached = network.paths.reach_of(households)
    _, n_others = network.paths_to_others.reach_of(households)
    nobody_opted_in = not network.eligible.any()
    return np.select(
        [~found.has_offer[households], n_reached > 0, (n_others > 0) | nobody_opted_in],
        [np.array("no_measure", object), barred[households], np.array("no_opted_in", object)],
        default="no_path",
    ).astype(object)


def _frame(network: TrustNetwork, found: Concerns, ranked: pd.DataFrame, without: Ints, reasons: Texts) -> pd.DataFrame:
    """The rows as they are printed: labels and pseudonyms for indices, households without a row among them."""
    town = network.town
    missing = pd.DataFrame({"household": without}).reindex(columns=[*ranked.columns, "reason"])
    missing = missing.assign(person=-1, home=-1, reason=reasons)
    parts = [part for part in (ranked.assign(reason=""), missing) if len(part)] or [missing]
    rows = pd.concat(parts, ignore_index=True).sort_values("household", kind="stable").reset_index(drop=True)
    household, person, home = (rows[name].to_numpy(np.int64) for name in ("household", "person", "home"))
    door = np.where(home >= 0, town.households.door[home], -1)
    key = household * max(town.n_persons, 1) + person
    of_household, place = np.unique(household, return_inverse=True)
    shown, offered = shown_offers(town, of_household, found)
    rows = rows.astype({"rank": "Int64", "path_ties": "Int64", "score": float})
    return rows.assign(
        flat=town.households.label[household],
        intermediary=town.persons.key[person],
        q=1.0 / (1.0 + np.exp(-rows["score"])),
        nominated=(person >= 0) & np.isin(key, nominations(network)),
        role=_roles(town)[person],
        intermediary_flat=town.households.label[home],
        door=_door_labels(town)[door],
        concern=np.array(shown, object)[place],
        measure=np.array(offered, object)[place],
    )[COLUMNS + EXTRA_COLUMNS]


def _door_labels(town: Town) -> Texts:
    """(doors + 1,) what people read: `5-2`, a tower without doors `7`; the last one, for nobody's home, is empty."""
    parts = [key.split(SEPARATOR)[1:] for key in town.doors.key]
    return np.array(["-".join(filter(None, part)) for part in parts] + [""], object)


def _roles(town: Town) -> Texts:
    """(persons + 1,) roles joined by |, "" for people of no roster (and for -1)."""
    people = town.tables["people"]
    roles = np.full(town.n_persons + 1, "", object)
    roles[people["person"].to_numpy(np.int64)] = people["roles"].astype(str).to_numpy(object)
    return roles

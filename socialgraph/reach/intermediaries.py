"""Intermediaries: the eligible people whom each unresolved household trusts, ranked by a score that adds up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from socialgraph.arrays.csr import unique_sorted
from socialgraph.arrays.types import Bools, Ints, Texts
from socialgraph.errors import InputError
from socialgraph.reach.concerns import Concerns, concerns, shown_offers
from socialgraph.reach.pauses import declined_until
from socialgraph.reach.scoring import PARTS, SCORE_DIGITS, Candidates, Scorer
from socialgraph.reach.surveys import OUTCOMES, WANTS_NOBODY, survey_outcomes
from socialgraph.schema.addresses import SEPARATOR
from socialgraph.schema.policy import Policy
from socialgraph.town.snapshot import Town
from socialgraph.trust.constants import constants
from socialgraph.trust.evidence import NOMINATED, Evidence, registered_kinds, row_strength
from socialgraph.trust.network import TrustNetwork, trust_network
from socialgraph.trust.open_paths import OpenPaths

COLUMNS = ["flat", "rank", "intermediary", *PARTS, "score", "reason"]
EXTRA_COLUMNS = [
    *("q", "path_strength", "path_ties", "second_strength", "nominated"),
    *("role", "intermediary_flat", "door", "concern", "measure"),
]
# why a household has no row, in the order in which they are tried; `stopped` answers who asks for its label
WANTS_NOBODY_REASON, BUDGET, NO_MEASURE, NO_PATH, NO_OPTED_IN, NO_PLACES_LEFT, UNLIKELY = REASONS = (
    *("wants_nobody", "budget", "no_measure", "no_path", "no_opted_in", "no_places_left", "unlikely"),
)
STOPPED = "stopped"


def rank_intermediaries(
    town: Town,
    *,
    as_of: dt.date,
    policy: Policy,
    flats: Sequence[str] | None = None,
    top: int | None = None,
    over_budget: Bools | None = None,
    network: TrustNetwork | None = None,
    unlikely_too: bool = False,
) -> pd.DataFrame:
    """Ranked intermediaries of every unresolved household, in natural order of address, best first.

    score = trust + second_path + experience + success + load + stance, the log-odds that a request is heard and met
    (constants: `data/score.csv`, assumed until fitted):

    - trust = logit(t), t the strongest open path, clipped to .01 to .99;
    - second_path = .5 · s₂, s₂ the strongest open path sharing no tie with the strongest one;
    - experience = .4 where the intermediary's household had the same shareable concern and now consents, + .4 where
      works are done in its home;
    - success = logit((2 + k)/(4 + n)), n the person's visits by `as_of` with a result other than `no_contact`, k of
      them `agreed` or `softened`;
    - load = −.5 · assigned/capacity;
    - stance = −.7 where a word that counts on a missing key refuses, else +.3 where one sets a condition: a property
      of the household, which orders nobody and makes q honest.

    q = 1/(1 + e^−score). Equal scores (to 9 digits): the intermediary's address in natural order, then pseudonym.
    A conversation whose q is below `least_q` is not proposed.

    Every unresolved household without a row gets one with an empty rank and a reason, the first that holds:
    `wants_nobody` (and is left alone), `budget` (contacted enough by `over_budget`, or declined contact less than 90
    days ago), `no_measure` (a concern is recorded and nothing that was not refused is offered for it), `no_path` (to
    anybody of the roster), `no_opted_in` (trusted people, none has offered to help), `no_places_left` (they have, and
    are asked enough already), `unlikely` (the best q is below `least_q`).
    A household with a hard stop appears in no list; asked for by its label in `flats` it is answered with `stopped`.

    Parameters
    ----------
    flats : labels of households; None for all unresolved ones.
    top : at most so many intermediaries a household; the same rows as without, cut.
    over_budget : (households,) whose contact budget is used up today.
    network : `trust_network` of the same town, date and policy, where it was made already.
    unlikely_too : rank also those below `least_q`, to explain them.

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
    known_concerns = concerns(town, as_of=as_of)
    barred = barred_households(network, policy, over_budget)
    asked = unresolved[known_concerns.has_offer[unresolved] & (barred[unresolved] == "")]
    ranked = ranked_pairs(Scorer(network, known_concerns), asked, top, unlikely_too=unlikely_too)
    without = np.setdiff1d(unresolved, ranked["household"].to_numpy(np.int64))
    reasons = reasons_without(network, known_concerns, barred, without)
    if flats is not None:
        stopped = np.flatnonzero(network.readiness.stopped & network.readiness.has_missing_key & wanted)
        without, reasons = np.r_[without, stopped], np.r_[reasons, np.full(len(stopped), STOPPED, object)]
    return _frame(network, known_concerns, ranked, without, reasons)


def barred_households(network: TrustNetwork, policy: Policy, over_budget: Bools | None = None) -> Texts:
    """(households,) why nobody is suggested whatever the trust: `wants_nobody`, `budget`, or "".

    A word of contact declined later than the as-of date bars too: pauses use everything on record.

    Parameters
    ----------
    network : who trusts whom on the day that counts.
    policy : the choices of the project.
    over_budget : (households,) who may not be contacted yet.

    Returns
    -------
    (households,) object
        A str each, in the order of the town; `wants_nobody` where `budget` holds too, "" where somebody may be
        suggested.
    """
    town = network.town
    barred = np.full(town.n_households, "", object)
    barred[~np.isnat(declined_until(town, as_of=network.today, policy=policy))] = BUDGET
    if over_budget is not None:
        barred[over_budget] = BUDGET
    barred[survey_outcomes(town) == OUTCOMES.index(WANTS_NOBODY)] = WANTS_NOBODY_REASON
    return barred


def nominations(network: TrustNetwork) -> Ints:
    """Ascending keys household · persons + person: whom a household itself said it would hear.

    Parameters
    ----------
    network : the trust network; evidence of that day counts.

    Returns
    -------
    (keys,) int64
        Ascending.
    """
    town, kinds = network.town, registered_kinds()
    nominated = kinds.names.index(NOMINATED)
    named = Evidence.join(*(part.rows(part.kind == nominated) for part in network.evidence))
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


def ranked_pairs(
    scorer: Scorer, households: Ints, top: int | None = None, *, unlikely_too: bool = False
) -> pd.DataFrame:
    """Scored and ranked candidates of all households, a block of households at a time: indices and numbers.

    Parameters
    ----------
    scorer : scores pairs of a network.
    households : (rows,) household indices.
    top : at most so many a household; all where None.
    unlikely_too : whether those below the least chance are kept.

    Returns
    -------
    DataFrame
        The columns of `Scorer.scored`, ranked within each household; no row for one to whom nobody can be suggested.
    """
    least = 0.0 if unlikely_too else constants()["least_q"]
    blocks = []
    for block in scorer.paths.paths_of(households):
        pairs = scorer.candidates(block)
        pairs = pairs if unlikely_too else scorer.likely(pairs)
        pairs = pairs if top is None else scorer.best(pairs, top)
        if len(pairs.household):
            rows = scorer.scored(pairs)
            blocks.append(_rank(rows[rows["q"] >= least], top))
    return pd.concat(blocks, ignore_index=True) if blocks else _rank(scorer.scored(Candidates.none()), top)


def _rank(rows: pd.DataFrame, top: int | None) -> pd.DataFrame:
    """Best first in each household; equal scores by address (household index) and pseudonym (person index)."""
    keys = (rows["person"], rows["home"], -np.round(rows["score"], SCORE_DIGITS), rows["household"])
    rows = rows.iloc[np.lexsort(keys)].reset_index(drop=True)
    rows["rank"] = rows.groupby("household").cumcount() + 1
    return rows if top is None else rows[rows["rank"] <= top]


def reasons_without(network: TrustNetwork, known_concerns: Concerns, barred: Texts, households: Ints) -> Texts:
    """Why each of these households has no row: the first of REASONS that holds.

    Parameters
    ----------
    network : who trusts whom on the day that counts.
    known_concerns : concerns and offers on record.
    barred : (households,) the reason, "" for none.
    households : (rows,) household indices.

    Returns
    -------
    (rows,) object
        One of REASONS for each of `households`, in their order; never "". `no_path` where nobody of the roster is
        reached at all.
    """
    reasons = np.where(known_concerns.has_offer[households], NO_PATH, NO_MEASURE).astype(object)
    reasons = np.where(barred[households] != "", barred[households], reasons).astype(object)
    left = np.flatnonzero(reasons == NO_PATH)
    # each kind of path is looked for only where none of the kind before it was found
    kinds: tuple[tuple[str, Callable[[], OpenPaths]], ...] = (
        (UNLIKELY, lambda: network.paths),
        (NO_PLACES_LEFT, lambda: network.paths_to_full),
        (NO_OPTED_IN, lambda: network.paths_to_others),
    )
    for name, paths in kinds:
        is_reached = paths().reach_of(households[left])[1] > 0
        reasons[left[is_reached]] = name
        left = left[~is_reached]
    return reasons


def _frame(
    network: TrustNetwork, known_concerns: Concerns, ranked: pd.DataFrame, without: Ints, reasons: Texts
) -> pd.DataFrame:
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
    shown, offered = shown_offers(town, of_household, known_concerns)
    rows = rows.astype({"rank": "Int64", "path_ties": "Int64", "score": float})
    return rows.assign(
        flat=town.households.label[household],
        intermediary=town.persons.key[person],
        q=rows["q"].astype(float),
        nominated=(person >= 0) & np.isin(key, nominations(network)),
        role=roles_of(town)[person],
        intermediary_flat=town.households.label[home],
        door=_door_labels(town)[door],
        concern=np.array(shown, object)[place],
        measure=np.array(offered, object)[place],
    )[COLUMNS + EXTRA_COLUMNS]


def _door_labels(town: Town) -> Texts:
    """(doors + 1,) what people read: `5-2`, a tower without doors `7`; the last one, for nobody's home, is empty."""
    parts = [key.split(SEPARATOR)[1:] for key in town.doors.key]
    return np.array(["-".join(filter(None, part)) for part in parts] + [""], object)


def roles_of(town: Town) -> Texts:
    """(persons + 1,) roles joined by |, "" for people of no roster (and for -1).

    Parameters
    ----------
    town : its roster.

    Returns
    -------
    (persons + 1,) object
        A text a person; the last is "" and is what the index -1 (nobody) gives.
    """
    people = town.tables["people"]
    roles = np.full(town.n_persons + 1, "", object)
    roles[people["person"].to_numpy(np.int64)] = people["roles"].astype(str).to_numpy(object)
    return roles

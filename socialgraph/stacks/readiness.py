"""Readiness: whose consent and whose access are given, stack by stack, as of a date.

Two keys open a flat: the owner's consent and the occupant's access. DEFINITIONS, "Consent and access".
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.csr import Csr
from socialgraph.arrays.dates import known_by
from socialgraph.arrays.string_index import frozen
from socialgraph.arrays.types import Bools, Nodes
from socialgraph.schema.policy import Policy
from socialgraph.stacks.targets import target_flats
from socialgraph.town.snapshot import Stances, Town

CONSENT_STANCES = {"agreed": ("signed", "verbal"), "signed": ("signed",)}
ACCESS_STANCES = ("signed", "verbal")
NOT_APPLICABLE = "not_applicable"
UNREACHED = "unreached"
RENTED = ("rented", "shared_rental")
DONE = "done"
_OWNER, _OCCUPANT = 0, 1
_NEVER = np.iinfo(np.int64).min  # no word at all
_UNDATED = np.int64(-(2**40))  # before any day; undated words follow each other by the day of their first load


@dataclass(frozen=True, eq=False)
class Readiness:
    """Which keys are given and which are missing.

    Attributes
    ----------
    in_scope : (n,) household lives in a flat that a stack of known source serves.
    missing_consent, missing_access : (n,) in any of its stacks in scope that is not complete.
    has_missing_key : (n,) either of the two.
    stopped : (n,) a hard stop or a hold stands, of whatever date.
    unresolved : (n,) in scope, a key missing in the target of one of its stacks, no stop.
    consents : (n,) no consent missing, in its stacks in scope or, where it has none, in those of unknown source: what
        "now consents" means of an intermediary's household.
    works_done : (n,) works are done in one of its stacks.

    stack_in_scope, stack_complete : (s,) source known; works done as of the date.

    edge_flat, edge_stack : (e,) every flat and stack that serves it, also of unknown source, in the order of
        `town.flats.stacks`.
    edge_counts : (e,) the flat is in the stack's denominator: not every household's word there is `not_applicable`.
    edge_in_target : (e,) the stack waits for the flat: every one that counts, or fewer under another stack policy.
    edge_missing_consent, edge_missing_access : (e,) of some household of the flat, in a stack not complete.

    pair_edge, pair_household : (q,) every household of every such flat and stack.
    edge_lacks_key, pair_lacks_key : (e,), (q,) a key is not given, in the stack's target or outside it.
    pair_missing_consent, pair_missing_access : (q,) its own keys that the stack waits for.
    """

    in_scope: Bools
    missing_consent: Bools
    missing_access: Bools
    has_missing_key: Bools
    stopped: Bools
    unresolved: Bools
    consents: Bools
    works_done: Bools
    stack_in_scope: Bools
    stack_complete: Bools
    edge_flat: Nodes
    edge_stack: Nodes
    edge_counts: Bools
    edge_in_target: Bools
    edge_missing_consent: Bools
    edge_missing_access: Bools
    pair_edge: Nodes
    pair_household: Nodes
    edge_lacks_key: Bools
    pair_lacks_key: Bools
    pair_missing_consent: Bools
    pair_missing_access: Bools

    def missing_of_stacks(self, n_stacks: int) -> Csr:
        """Stacks in scope and not complete → the households whose keys are missing there, stopped ones too.

        Parameters
        ----------
        n_stacks : number of stacks of the town.

        Returns
        -------
        Csr
            Stacks → households; an empty row where nobody's key is missing.
        """
        missing = self.pair_missing_consent | self.pair_missing_access
        stack = self.edge_stack[self.pair_edge]
        missing = missing & self.stack_in_scope[stack]
        return Csr.of_pairs(stack[missing], self.pair_household[missing], n_stacks)


@dataclass(frozen=True)
class _Words:
    """Per household and pipe kind (column 0: a stack of all pipes), what the words that count come to."""

    any: Bools
    consent: Bools
    not_applicable: Bools


def households(town: Town, *, as_of: dt.date, policy: Policy) -> Readiness:
    """Keys given and missing as of a date.

    Stances and works later than `as_of` do not count; stops always do. For a stack of one pipe kind the newest word
    on that kind or on all pipes counts (on one day the word on the single kind); for a stack of all pipes every kind's
    newest word must consent. Several words of one day are a set, of which all must consent. An undated word is older
    than any dated one, and of several the one that was loaded later is newer.

    Complexity: O(households · pipe kinds + words + flats · stacks), all in arrays.

    Parameters
    ----------
    town : the snapshot.
    as_of : words and works as they stood that day; stops whatever their date.
    policy : what counts as consent, and the stack policy.

    Returns
    -------
    Readiness
        Of every household, flat-in-stack and stack; nothing is undefined.
    """
    owner = _counting_words(town, _OWNER, as_of, CONSENT_STANCES[policy.consent], waiving=(NOT_APPLICABLE,))
    occupant = _counting_words(town, _OCCUPANT, as_of, ACCESS_STANCES, waiving=())
    edges = town.flats.stacks
    edge_flat, edge_stack = edges.rows, edges.items
    pair_edge, pair_household = town.flats.households.expand(edge_flat)
    place = (pair_household, town.stacks.pipe[edge_stack[pair_edge]])
    waived = owner.not_applicable[place]
    consent = owner.consent[place] | waived
    spoke = occupant.any[place]
    one = _owner_and_occupant_are_one(town)[pair_household]
    access = np.where(spoke, occupant.consent[place], consent & one)
    known, complete = town.stacks.is_known, works_are(town, DONE, as_of=as_of)
    n_at_edge = np.bincount(pair_edge, minlength=len(edge_flat))
    edge_counts = np.bincount(pair_edge, waived, len(edge_flat)) < np.maximum(n_at_edge, 1)
    asked = edge_counts[pair_edge] & ~complete[edge_stack[pair_edge]]
    no_consent, no_access = asked & ~consent, asked & ~access
    judged = known[edge_stack[pair_edge]]
    n = town.n_households
    in_scope = _some(pair_household, judged, n)
    missing_consent = _some(pair_household, no_consent & judged, n)
    missing_access = _some(pair_household, no_access & judged, n)
    missing = missing_consent | missing_access
    unasked = _some(pair_household, no_consent, n) | ~_some(pair_household, np.ones(len(pair_household), bool), n)
    lacks_key = no_consent | no_access
    left_out = lacks_key & town.households.said_no[pair_household]
    target = target_flats(
        policy.stack,
        edge_stack.astype(np.int64),
        town.flats.floor[edge_flat].astype(np.int64),
        edge_counts,
        _some(pair_edge, left_out, len(edge_flat)),
        town.n_stacks,
    )
    # whoever lives outside a stack's target is not missing in it; without the key they carry no request all the same
    no_consent, no_access = no_consent & target[pair_edge], no_access & target[pair_edge]
    waited_for = _some(pair_household, (no_consent | no_access) & judged, n)
    return Readiness(
        in_scope=in_scope,
        missing_consent=missing_consent,
        missing_access=missing_access,
        has_missing_key=frozen(missing),
        stopped=frozen(town.households.stopped),
        unresolved=frozen(in_scope & waited_for & ~town.households.stopped),
        consents=frozen(np.where(in_scope, ~missing_consent, ~unasked)),
        works_done=_some(pair_household, complete[edge_stack[pair_edge]], n),
        stack_in_scope=frozen(known),
        stack_complete=frozen(complete),
        edge_flat=edge_flat,
        edge_stack=edge_stack,
        edge_counts=frozen(edge_counts),
        edge_in_target=frozen(target),
        edge_missing_consent=_some(pair_edge, no_consent, len(edge_flat)),
        edge_missing_access=_some(pair_edge, no_access, len(edge_flat)),
        pair_edge=frozen(pair_edge.astype(np.int32)),
        pair_household=frozen(pair_household),
        edge_lacks_key=_some(pair_edge, lacks_key, len(edge_flat)),
        pair_lacks_key=frozen(lacks_key),
        pair_missing_consent=frozen(no_consent),
        pair_missing_access=frozen(no_access),
    )


def owners_reached(town: Town, *, as_of: dt.date) -> Bools:
    """(n,) an owner's word other than `unreached` is on record by the date.

    Parameters
    ----------
    town : the snapshot.
    as_of : words known by that day.

    Returns
    -------
    (households,) bool
        In the order of the town. False where no owner's word is on record by then, and where every one says
        `unreached`; an undated word was always known.
    """
    has_answered = (
        (town.stances.giver == _OWNER)
        & known_by(town.stances.on, as_of)
        & ~_is(town, (UNREACHED,))[town.stances.stance]
    )
    return _some(town.stances.household, has_answered, town.n_households)


def _some(index: NDArray[np.integer], flags: Bools, n: int) -> Bools:
    """(n,) whether any of the flags at an index is set."""
    mask = np.zeros(n, bool)
    mask[index[flags]] = True
    return frozen(mask)


def _is(town: Town, stances: tuple[str, ...]) -> Bools:
    """For each code of `town.codes.stances`, whether it is one of these."""
    return np.array([stance in stances for stance in town.codes.stances], bool)


def works_are(town: Town, status: str, *, as_of: dt.date) -> Bools:
    """(s,) works on the stack have this status by the date; works without a date always had it.

    Parameters
    ----------
    town : the snapshot.
    status : a status of works, as `done`.
    as_of : works reported by that day; undated ones count.

    Returns
    -------
    (stacks,) bool
        In the order of the town. False where no works are on record or they are dated later; a status that no row of
        the town has is false everywhere.
    """
    has_status = np.array([known == status for known in town.codes.works_statuses], bool)[town.stacks.status]
    return np.asarray(has_status & known_by(town.stacks.done_on, as_of))


def standing(stances: Stances) -> NDArray[np.int64]:
    """(w,) how new each word is: its day; undated words are older than any dated one, in order of their first load.

    Parameters
    ----------
    stances : every word on record.

    Returns
    -------
    (words,) int64
        Days since 1970-01-01. An undated word counts as -2^40 plus the day on which it was first loaded (plus 0 where
        that is not known either), which lies below any day that a sheet can hold.
    """
    days = stances.on.astype(np.int64)
    loaded = np.where(np.isnat(stances.first_on), 0, stances.first_on.astype(np.int64))
    return np.where(np.isnat(stances.on), _UNDATED + loaded, days)


def _owner_and_occupant_are_one(town: Town) -> Bools:
    """(n,) unless the flat is let or a tenant is named, owner and occupant count as one."""
    dossiers = town.tables["dossiers"]
    let = dossiers["occupancy"].isin(RENTED).to_numpy() | (dossiers["tenant"].to_numpy() >= 0)
    one = np.ones(town.n_households, bool)
    one[dossiers["household"].to_numpy()[let]] = False
    return one


def _counting_words(
    town: Town, giver: int, as_of: dt.date, consenting: tuple[str, ...], waiving: tuple[str, ...]
) -> _Words:
    """The words that count of one giver, for every household and pipe kind."""
    shape = (town.n_households, len(town.codes.pipe_kinds))
    rows = np.flatnonzero((town.stances.giver == giver) & known_by(town.stances.on, as_of))
    cell = town.stances.household[rows].astype(np.int64) * shape[1] + town.stances.pipe[rows]
    order = standing(town.stances)[rows]
    said_on = np.full(shape[0] * shape[1], _NEVER)
    np.maximum.at(said_on, cell, order)
    newest = order == said_on[cell]  # words of equal standing are a set: all of them must consent
    waiving_word = newest & _is(town, waiving)[town.stances.stance[rows]]
    fitting_word = waiving_word | (newest & _is(town, consenting)[town.stances.stance[rows]])
    n_words, n_fitting, n_waiving = (
        np.bincount(cell[which], minlength=len(said_on)).reshape(shape)
        for which in (newest, fitting_word, waiving_word)
    )
    said_on = said_on.reshape(shape)
    waived = (n_words > 0) & (n_waiving == n_words)
    agreed = (n_words > 0) & (n_fitting == n_words) & ~waived
    on_all = (said_on[:, :1] > _NEVER).repeat(shape[1], 1)
    single = (said_on > _NEVER) & (said_on >= said_on[:, :1])
    agrees = np.where(single, agreed, agreed[:, :1])
    waives = np.where(single, waived, waived[:, :1])
    # all pipes: every kind that was spoken of, and the word on all, must consent; column 0 of `single` is that word
    spoken = said_on > _NEVER
    agrees[:, 0] = _all_spoken(agrees | waives, spoken) & _any_spoken(agrees, spoken)
    waives[:, 0] = _all_spoken(waives, spoken)
    heard = single | on_all
    heard[:, 0] = spoken.any(axis=1)
    return _Words(heard, agrees, waives)


def _all_spoken(flags: Bools, spoken: Bools) -> Bools:
    return np.asarray((flags | ~spoken).all(axis=1) & spoken.any(axis=1))


def _any_spoken(flags: Bools, spoken: Bools) -> Bools:
    return np.asarray((flags & spoken).any(axis=1))

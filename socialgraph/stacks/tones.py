"""How a household's words sound where a key is missing: a refusal among them, or a condition.

Only words that count are heard: for each incomplete stack that lacks a key of the household, those of the giver of
that key that decide about the stack's pipe kind, every word of a set of equal standing. DEFINITIONS, "Intermediary
score".
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.csr import unique_sorted
from socialgraph.arrays.dates import known_by
from socialgraph.arrays.types import Bools
from socialgraph.schema.constants import REFUSALS
from socialgraph.stacks.readiness import Readiness
from socialgraph.town.snapshot import Town

CONDITIONAL = "conditional"
_OWNER, _OCCUPANT = 0, 1
_UNDATED, _NEVER = -(2**62), -(2**63)


@dataclass(frozen=True)
class Tones:
    """Per household, over the words that count on its missing keys.

    Attributes
    ----------
    refused, conditional : (n,) any word of either key is one.
    occupant_refused : (n,) any word on the missing access is a refusal.
    """

    refused: Bools
    conditional: Bools
    occupant_refused: Bools


def tones(town: Town, keys: Readiness, *, as_of: dt.date) -> Tones:
    """What the counting words on missing keys are; complexity O(words + households' stacks).

    Parameters
    ----------
    town : the snapshot.
    keys : the two keys of every household.
    as_of : the day as it is known then.

    Returns
    -------
    Tones
        Three (households,) arrays of bool; all false for a household without a missing key or without a counting word.
    """
    refused, conditional = (
        np.array([stance in named for stance in town.codes.stances], np.bool_) for named in (REFUSALS, (CONDITIONAL,))
    )
    owner = _heard(town, keys, as_of, _OWNER, keys.pair_missing_consent)
    occupant = _heard(town, keys, as_of, _OCCUPANT, keys.pair_missing_access)

    def speakers(kind: Bools, *words: NDArray[np.int64]) -> Bools:
        households = np.zeros(town.n_households, np.bool_)
        for rows in words:
            households[town.stances.household[rows[kind[town.stances.stance[rows]]]]] = True
        return households

    return Tones(
        speakers(refused, owner, occupant), speakers(conditional, owner, occupant), speakers(refused, occupant)
    )


def _heard(town: Town, keys: Readiness, as_of: dt.date, giver: int, lacks: Bools) -> NDArray[np.int64]:
    """Rows of `town.stances`: this giver's words that count in a stack in scope that lacks the key."""
    stances = town.stances
    rows = np.flatnonzero((stances.giver == giver) & known_by(stances.on, as_of))
    n_pipes = max(len(town.codes.pipe_kinds), 1)
    undated = np.isnat(stances.on[rows])
    on = np.where(undated, _UNDATED, stances.on[rows].astype(np.int64))
    place = stances.household[rows].astype(np.int64) * n_pipes + stances.pipe[rows]
    newest = np.full(town.n_households * n_pipes, _NEVER)
    np.maximum.at(newest, place, on)
    rows, place, on = rows[on == newest[place]], place[on == newest[place]], on[on == newest[place]]
    # a word on one kind counts unless the word on all is later; that one counts wherever no single one replaces it
    household, pipe = place // n_pipes, place % n_pipes
    single = pipe > 0
    stands = ~single | (on >= newest[household * n_pipes])
    stack = keys.edge_stack[keys.pair_edge]
    wanted = lacks & keys.stack_in_scope[stack]
    asked = unique_sorted(keys.pair_household[wanted].astype(np.int64) * n_pipes + town.stacks.pipe[stack[wanted]])
    home, kind = asked // n_pipes, asked % n_pipes
    replaced = (kind > 0) & (newest[asked] > _NEVER) & (newest[asked] >= newest[home * n_pipes])
    all_pipes = np.zeros(town.n_households, np.bool_)  # some stack of all pipes lacks the key
    all_pipes[home[kind == 0]] = True
    on_all = np.zeros(town.n_households, np.bool_)  # some stack lacks it where the word on all counts
    on_all[home[~replaced]] = True
    asked_single = np.zeros(len(newest), np.bool_)
    asked_single[asked] = True
    counts = np.where(single, stands & (asked_single[place] | all_pipes[household]), on_all[household])
    return np.asarray(rows[counts], np.int64)

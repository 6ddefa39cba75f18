"""Trust ties from evidence: how strongly each person hears another, and which pairs no request may touch.

    strength(a, b) = 1 − Π over kinds (1 − w · c · 2^(−age / half-life))

is the probability that a request of b is heard by a. Within a kind the strongest row counts; rows later than the
as-of date do not count; an undated row is one half-life old; a row that the alter does not know of (`known` false)
carries nothing. Any inadmissible kind recorded between two people closes the pair both ways, whatever else ties them,
whatever closeness was stated and whether or not the alter knows. Weights, half-lives and admissibility of the kinds
are `data/tie_kinds.csv`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.csr import offsets_of_rows, rows_of_offsets, strongest_first, unique_sorted
from socialgraph.arrays.types import Bools, Days, Floats, Ints, Nodes
from socialgraph.kernels.records import ClosedAlters
from socialgraph.registry import rows
from socialgraph.schema.weights import FittedWeights

# what stated closeness counts: 0 no tie, 1 weak, 2 middling, 3 strong; missing counts as the last
CLOSENESS = np.array([0.0, 0.3, 0.6, 1.0, 0.5])
MISSING_CLOSENESS = -1
LARGEST_EVENT = 50
UNKNOWN, KNOWN, NOT_KNOWN = -1, 1, 0
ACTIVITY_KIND, NOMINATED = "activity_mate", "nominated"
_NOBODY = (np.zeros(0, np.int32), np.zeros(0, np.int32))


@dataclass(frozen=True)
class TieKinds:
    """The registry of tie kinds, in its file's order: whether a request may travel over one, weight, half-life."""

    names: tuple[str, ...]
    is_admissible: Bools
    weight: Floats
    half_life_days: Floats


@cache
def registered_kinds() -> TieKinds:
    """The registry that comes with the package.

    Returns
    -------
    TieKinds
        The rows of `data/tie_kinds.csv`, in their order.
    """
    kinds = rows("tie_kinds")
    return TieKinds(
        names=tuple(kind["kind"] for kind in kinds),
        is_admissible=np.array([kind["admissible"] == "yes" for kind in kinds]),
        weight=np.array([float(kind["weight"] or 0) for kind in kinds]),
        half_life_days=np.array([float(kind["half_life_days"] or 1) for kind in kinds]),
    )


def kinds_of(weights: FittedWeights | None) -> TieKinds:
    """The registry with the weights that conversations gave, where there are any.

    Half-lives, and what is admissible, stay those of the registry: no conversation opens a kind that is closed.

    Parameters
    ----------
    weights : fitted weights; None for the registry as it is.

    Returns
    -------
    TieKinds
    """
    kinds = registered_kinds()
    if weights is None:
        return kinds
    fitted = dict(weights.kinds)
    weight = np.array([fitted.get(name, own) for name, own in zip(kinds.names, kinds.weight, strict=True)])
    return replace(kinds, weight=np.where(kinds.is_admissible, weight, kinds.weight))


@dataclass(frozen=True)
class Evidence:
    """Rows of evidence, "ego trusts alter", a row a kind and observation.

    Attributes
    ----------
    ego, alter : (rows,) person indices. kind : (rows,) places in the registry.
    closeness : (rows,) float64 in [0, 1], the c of the formula.
    observed_on : (rows,) datetime64[D], NaT where undated.
    known : (rows,) int8, KNOWN, NOT_KNOWN or UNKNOWN.
    """

    ego: Nodes
    alter: Nodes
    kind: NDArray[np.int8]
    closeness: Floats
    observed_on: Days
    known: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.ego)

    def rows(self, keep: Bools | Ints) -> Evidence:
        """The rows chosen by a mask or by their places.

        Parameters
        ----------
        keep : (rows,) bool, or places as int64.

        Returns
        -------
        Evidence
            Of as many rows as were chosen.
        """
        return Evidence(*(getattr(self, name)[keep] for name in self.__dataclass_fields__))

    @staticmethod
    def of(
        ego: NDArray[np.integer],
        alter: NDArray[np.integer],
        kind: NDArray[np.integer],
        stated: NDArray[np.integer],
        observed_on: Days,
        known: NDArray[np.integer],
    ) -> Evidence:
        """Evidence from stated closeness (0 to 3, MISSING_CLOSENESS).

        Parameters
        ----------
        ego, alter : (rows,) person indices.
        kind : (rows,) places in the registry.
        stated : (rows,) 0 to 3, MISSING_CLOSENESS where nobody said.
        observed_on : (rows,) datetime64[D], NaT where undated.
        known : (rows,) KNOWN, NOT_KNOWN or UNKNOWN.

        Returns
        -------
        Evidence
        """
        return Evidence(
            np.asarray(ego, np.int32),
            np.asarray(alter, np.int32),
            np.asarray(kind, np.int8),
            CLOSENESS[np.asarray(stated, np.int64)],
            np.asarray(observed_on, "datetime64[D]"),
            np.asarray(known, np.int8),
        )

    @staticmethod
    def join(*parts: Evidence) -> Evidence:
        """All rows of all parts.

        Parameters
        ----------
        *parts : evidence of any length.

        Returns
        -------
        Evidence
            All rows, part after part.
        """
        names = Evidence.__dataclass_fields__
        return Evidence(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


@dataclass(frozen=True)
class TrustTies:
    """The trust network at a date: one tie a pair and direction, and the closed pairs.

    Attributes
    ----------
    offsets, alters, strength : admissible ties on open pairs as compressed rows, ego → alter "ego trusts alter", each
        ego's strongest first (equal ones by alter); strength in (0, 1].
    closed : the pairs closed by an inadmissible kind, both ways.
    """

    offsets: Ints
    alters: Nodes
    strength: Floats
    closed: ClosedAlters

    @property
    def n_people(self) -> int:
        """Number of people, with ties or without."""
        return len(self.offsets) - 1

    @property
    def egos(self) -> Nodes:
        """The ego of every tie."""
        return rows_of_offsets(self.offsets)


def row_strength(evidence: Evidence, as_of: date, kinds: TieKinds) -> Floats:
    """(rows,) w · c · 2^(−age / half-life) of each row; 0 for a row that carries nothing at that date.

    Self-loops, inadmissible kinds, rows of the future and rows the alter does not know of carry nothing.

    Parameters
    ----------
    evidence : rows of all kinds.
    as_of : the day whose age counts.
    kinds : weights, half-lives and admissibility.

    Returns
    -------
    (rows,) float64
        In [0, 1).
    """
    half_life = kinds.half_life_days[evidence.kind]
    undated = np.isnat(evidence.observed_on)
    age_days = (np.datetime64(as_of, "D") - evidence.observed_on).astype(np.int64).astype(np.float64)
    age_days = np.where(undated, half_life, age_days)
    carries = (age_days >= 0) & kinds.is_admissible[evidence.kind]
    carries &= (evidence.known != NOT_KNOWN) & (evidence.ego != evidence.alter)
    decay = np.exp2(-np.maximum(age_days, 0.0) / half_life)
    return np.where(carries, kinds.weight[evidence.kind] * evidence.closeness * decay, 0.0)


def is_closing(evidence: Evidence, as_of: date, kinds: TieKinds) -> Bools:
    """Rows that close their pair: an inadmissible kind, recorded by the as-of date, between two people.

    Parameters
    ----------
    evidence : rows of all kinds.
    as_of : rows recorded by that day, and undated ones.
    kinds : which are admissible.

    Returns
    -------
    (rows,) bool
    """
    in_time = np.isnat(evidence.observed_on) | (evidence.observed_on <= np.datetime64(as_of, "D"))
    return np.asarray(~kinds.is_admissible[evidence.kind] & in_time & (evidence.ego != evidence.alter))


def trust_ties(
    evidence: Evidence,
    n_people: int,
    *,
    as_of: date,
    kinds: TieKinds | None = None,
    closed: tuple[Nodes, Nodes] = _NOBODY,
) -> TrustTies:
    """The trust network of `n_people` at `as_of`; the order of the evidence does not matter.

    `closed` are further pairs that are closed whatever the date, as those of `town.closed`.

    Parameters
    ----------
    evidence : rows in any order.
    n_people : number of people, with ties or without.
    as_of : the day at which ties are figured.
    kinds : the registry; the package's own where none is given.
    closed : two arrays of person indices, pair by pair.

    Returns
    -------
    TrustTies
        No tie on a closed pair, none of strength 0.
    """
    kinds = kinds or registered_kinds()
    closing = evidence.rows(is_closing(evidence, as_of, kinds))
    first, second = np.r_[closing.ego, closed[0]], np.r_[closing.alter, closed[1]]
    closed_pairs = unique_sorted(_pair_key(np.r_[first, second], np.r_[second, first], n_people))
    pairs, strength = _combine(evidence, row_strength(evidence, as_of, kinds), n_people)
    if len(closed_pairs):
        place = np.minimum(np.searchsorted(closed_pairs, pairs), len(closed_pairs) - 1)
        is_open = closed_pairs[place] != pairs
        pairs, strength = pairs[is_open], strength[is_open]
    egos, alters = _ends(pairs, n_people)
    order = strongest_first(egos, strength)
    closed_egos, closed_with = _ends(closed_pairs, n_people)
    return TrustTies(
        offsets=offsets_of_rows(egos, n_people),
        alters=alters[order],
        strength=strength[order],
        closed=ClosedAlters(offsets_of_rows(closed_egos, n_people), closed_with),
    )


def _pair_key(ego: Nodes, alter: Nodes, n_people: int) -> Ints:
    return ego.astype(np.int64) * n_people + alter


def _ends(pairs: Ints, n_people: int) -> tuple[Nodes, Nodes]:
    egos, alters = np.divmod(pairs, max(n_people, 1))
    return egos.astype(np.int32), alters.astype(np.int32)


def _combine(evidence: Evidence, value: Floats, n_people: int) -> tuple[Ints, Floats]:
    """Ascending pair keys and their strengths, from the strongest row of each kind."""
    carries = value > 0
    pairs = _pair_key(evidence.ego[carries], evidence.alter[carries], n_people)
    n_kinds = np.int64(128)  # kinds are int8
    keys, value = pairs * n_kinds + evidence.kind[carries], value[carries]
    if len(keys) == 0:
        return pairs, value
    if np.any(keys[1:] < keys[:-1]):  # a Town keeps its evidence sorted; anything else is sorted here
        order = np.argsort(keys, kind="stable")
        keys, value = keys[order], value[order]
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    strongest, keys = np.maximum.reduceat(value, first), keys[first]
    pairs = keys // n_kinds
    first = np.flatnonzero(np.r_[True, pairs[1:] != pairs[:-1]])
    strength = 1.0 - np.multiply.reduceat(1.0 - strongest, first)
    return pairs[first][strength > 0], strength[strength > 0]

"""Evidence of trust: rows of a kind, a closeness and a day, what each is worth at a date, and which close their pair.

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

from socialgraph.arrays.dates import known_by
from socialgraph.arrays.types import Bools, Days, Floats, Ints, Nodes
from socialgraph.schema.weights import FittedWeights
from socialgraph.shipped import shipped_table
from socialgraph.trust.fading import ages_days, fading

# what stated closeness counts: 0 no tie, 1 weak, 2 middling, 3 strong; missing counts as the last
CLOSENESS = np.array([0.0, 0.3, 0.6, 1.0, 0.5])
MISSING_CLOSENESS = -1
LARGEST_EVENT = 50
UNKNOWN, KNOWN, NOT_KNOWN = -1, 1, 0
ACTIVITY_KIND, NOMINATED = "activity_mate", "nominated"


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
    kinds = shipped_table("tie_kinds")
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
        In the order of the registry; inadmissible kinds keep their own weight, and so do kinds that were not fitted.
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

    def rows(self, keep: Bools | Ints | slice) -> Evidence:
        """The rows chosen by a mask, by their places or by a slice (which copies nothing).

        Parameters
        ----------
        keep : (rows,) bool, places as int64, or a slice.

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
            Rows as given: `closeness` in [0, 1] in place of the stated step, also where none is stated; NaT where
            undated.
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
        In [0, 1): a probability, never NaN; 0 for a row that carries nothing at that date.

    Examples
    --------
    Said today, three years ago (the half-life of key holding) and on no known day:

    >>> kinds = registered_kinds()
    >>> kind = np.full(3, kinds.names.index("key_holding"))
    >>> days = np.array(["2026-11-25", "2023-11-26", "NaT"], "datetime64[D]")
    >>> rows = Evidence.of(np.zeros(3, int), np.ones(3, int), kind, np.full(3, 3), days, np.full(3, KNOWN))
    >>> row_strength(rows, date(2026, 11, 25), kinds).tolist()
    [0.9, 0.45, 0.45]
    """
    half_life = kinds.half_life_days[evidence.kind]
    age_days = ages_days(evidence.observed_on, half_life, as_of)
    carries = (age_days >= 0) & kinds.is_admissible[evidence.kind]
    carries &= (evidence.known != NOT_KNOWN) & (evidence.ego != evidence.alter)
    worth = kinds.weight[evidence.kind] * evidence.closeness * fading(age_days, half_life)
    return np.where(carries, worth, 0.0)


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
        In the order of the rows, whatever closeness was stated and whether or not the alter knows of it. False for a
        tie of somebody to themselves, and for one recorded later than `as_of`.
    """
    in_time = known_by(evidence.observed_on, as_of)
    return np.asarray(~kinds.is_admissible[evidence.kind] & in_time & (evidence.ego != evidence.alter))

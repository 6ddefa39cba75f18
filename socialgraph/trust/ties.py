"""Trust ties: evidence combined pair by pair, at a date; the formula stands in `trust.evidence`.

The evidence of a town lies in order of its egos, so it is combined a block of egos at a time: what a block needs stays
in the processor's cache, and ten million rows take no more memory than the ties that come of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.csr import offsets_of_rows, rows_of_offsets, strongest_first, unique_sorted
from socialgraph.arrays.types import Bools, Floats, Ints, Nodes
from socialgraph.kernels.records import ClosedAlters
from socialgraph.kernels.threads import on_all_cores
from socialgraph.trust.evidence import Evidence, TieKinds, is_closing, registered_kinds, row_strength

AnyT = TypeVar("AnyT", bound=np.generic)
ROWS_A_BLOCK = 131_072
_NOBODY = (np.zeros(0, np.int32), np.zeros(0, np.int32))


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


def trust_ties(
    evidence: Evidence | Sequence[Evidence],
    n_people: int,
    *,
    as_of: date,
    kinds: TieKinds | None = None,
    closed: tuple[Nodes, Nodes] = _NOBODY,
) -> TrustTies:
    r"""The trust network of `n_people` at `as_of`; the order of the evidence, and of its parts, does not matter.

    `closed` are further pairs that are closed whatever the date, as those of `town.closed`.

    :math:`s_{ab} = 1 - \prod_k (1 - e_{abk})`, :math:`e_{abk}` the strongest row of kind k from a to b
    (`evidence.row_strength`): the kinds are independent chances that a request of b is heard by a.

    Parameters
    ----------
    evidence : rows in any order, in one part or several.
    n_people : number of people, with ties or without.
    as_of : the day at which ties are figured.
    kinds : the registry; the package's own where none is given.
    closed : two arrays of person indices, pair by pair.

    Returns
    -------
    TrustTies
        Ties as compressed rows by ego, alters ascending, strength in (0, 1]; no tie on a closed pair, none of
        strength 0. Without evidence there are no ties.

    References
    ----------
    Pearl (1988), Probabilistic Reasoning in Intelligent Systems, section 4.3.2: the noisy or.
    """
    kinds = kinds or registered_kinds()
    parts = [_by_ego(part) for part in ([evidence] if isinstance(evidence, Evidence) else evidence)]
    closed_pairs = _closed_pairs(parts, n_people, as_of, kinds, closed)
    bounds = unique_sorted(
        np.sort(np.concatenate([[0, n_people], *(part.ego[::ROWS_A_BLOCK] for part in parts)]).astype(np.int64))
    )
    cuts = [np.searchsorted(part.ego, bounds) for part in parts]
    closed_cut = np.searchsorted(closed_pairs, bounds * n_people)

    def block(number: int) -> tuple[Nodes, Nodes, Floats]:
        mine = [part.rows(slice(cut[number], cut[number + 1])) for part, cut in zip(parts, cuts, strict=True)]
        shut = closed_pairs[closed_cut[number] : closed_cut[number + 1]]
        egos, alters, strength = _combined(mine, shut, n_people, as_of, kinds)
        order = strongest_first(egos, strength)
        return egos, alters[order], strength[order]

    blocks = on_all_cores(block, range(len(bounds) - 1)) or [(*_NOBODY, np.zeros(0))]
    egos, alters, strength = (_joined(column) for column in zip(*blocks, strict=True))
    closed_egos, closed_with = _ends(closed_pairs, n_people)
    return TrustTies(
        offsets=offsets_of_rows(egos, n_people),
        alters=alters,
        strength=strength,
        closed=ClosedAlters(offsets_of_rows(closed_egos, n_people), closed_with),
    )


def _by_ego(evidence: Evidence) -> Evidence:
    """The rows in order of their egos; a Town keeps its own so."""
    if bool(np.all(evidence.ego[1:] >= evidence.ego[:-1])):
        return evidence
    return evidence.rows(np.argsort(evidence.ego, kind="stable"))


def _closed_pairs(
    parts: Sequence[Evidence], n_people: int, as_of: date, kinds: TieKinds, closed: tuple[Nodes, Nodes]
) -> Ints:
    """Ascending keys of the closed pairs, both ways."""
    closing = [part.rows(np.flatnonzero(~kinds.is_admissible[part.kind])) for part in parts]
    closing = [part.rows(is_closing(part, as_of, kinds)) for part in closing]
    first = np.concatenate([*(part.ego for part in closing), closed[0]])
    second = np.concatenate([*(part.alter for part in closing), closed[1]])
    return unique_sorted(_pair_key(np.r_[first, second], np.r_[second, first], n_people))


def _joined(arrays: Sequence[NDArray[AnyT]]) -> NDArray[AnyT]:
    """The arrays as one; a single one is not copied."""
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _pair_key(ego: Nodes, alter: Nodes, n_people: int) -> Ints:
    return ego.astype(np.int64) * n_people + alter


def _ends(pairs: Ints, n_people: int) -> tuple[Nodes, Nodes]:
    egos, alters = np.divmod(pairs, max(n_people, 1))
    return egos.astype(np.int32), alters.astype(np.int32)


def _combined(
    parts: Sequence[Evidence], closed_pairs: Ints, n_people: int, as_of: date, kinds: TieKinds
) -> tuple[Nodes, Nodes, Floats]:
    """Ego, alter and strength of the open ties of some egos, by ego and alter: of each kind its strongest row."""
    n_kinds = np.int64(128)  # kinds are int8
    columns = []
    for part in parts:
        value = row_strength(part, as_of, kinds)
        carries = np.flatnonzero(value > 0)
        ego, alter = part.ego[carries], part.alter[carries]
        columns.append((_pair_key(ego, alter, n_people) * n_kinds + part.kind[carries], ego, alter, value[carries]))
    key, egos, alters, value = map(_joined, zip(*columns, strict=True))
    if len(key) == 0:
        return *_NOBODY, np.zeros(0)
    if np.any(key[1:] < key[:-1]):
        order = np.argsort(key, kind="stable")
        key, egos, alters, value = key[order], egos[order], alters[order], value[order]
    first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    strongest, pairs = np.maximum.reduceat(value, first), key[first] // n_kinds
    of_pair = np.flatnonzero(np.r_[True, pairs[1:] != pairs[:-1]])
    strength = 1.0 - np.multiply.reduceat(1.0 - strongest, of_pair)
    keep = np.flatnonzero((strength > 0) & ~_is_in(pairs[of_pair], closed_pairs))
    rows = first[of_pair[keep]]
    return egos[rows], alters[rows], strength[keep]


def _is_in(pairs: Ints, closed_pairs: Ints) -> Bools:
    """Whether each of ascending keys is one of other ascending keys."""
    is_in = np.zeros(len(pairs), np.bool_)
    place = np.searchsorted(pairs, closed_pairs)
    found = place < len(pairs)
    found[found] = pairs[place[found]] == closed_pairs[found]
    is_in[place[found]] = True
    return is_in

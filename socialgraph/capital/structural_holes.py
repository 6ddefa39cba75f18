"""Burt's structural holes on directed weighted networks: constraint, effective size, efficiency, hierarchy.

One convention throughout: z_ij + z_ji is how much i and j have to do with each other; self-loops and zero weights
don't count; parallel ties add up. A person without contacts has no value (NaN), never 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from socialgraph.arrays.types import Floats, Ints, Nodes


@dataclass(frozen=True)
class Holes:
    """Burt's measures, one value a person; NaN where not defined.

    constraint : C_i = Σ_j (p_ij + Σ_q p_iq p_qj)², j over the contacts of i. NaN without contacts.
    effective_size : Σ_j (1 − Σ_q p_iq m_jq), m_jq = (z_jq + z_qj) / max_k (z_jk + z_kj). NaN without contacts.
    efficiency : effective_size ÷ contacts. NaN without contacts.
    hierarchy : Coleman-Theil concentration of the constraint over contacts, Σ_j r_j ln r_j ÷ (N ln N) with
        r_j = c_ij ÷ (C_i / N). 0 = spread evenly, 1 = all in one contact. NaN with fewer than two contacts.
    contacts : N_i, people tied to i in either direction.
    """

    constraint: Floats
    effective_size: Floats
    efficiency: Floats
    hierarchy: Floats
    contacts: Ints


def mutual(n: int, ego: Ints, alter: Ints, weight: Floats) -> tuple[Ints, Nodes, Floats]:
    """CSR (starts, contacts, z_ij + z_ji) of the undirected sums, without self-loops and zero weights.

    Parameters
    ----------
    n : number of people.
    ego, alter : (ties,) person indices.
    weight : (ties,) float64.

    Returns
    -------
    starts : (n + 1,) int64
        Person i's contacts are `contacts[starts[i]:starts[i + 1]]`.
    contacts : (pairs,) int32
        Ascending; each pair stands in it twice, once a side.
    sums : (pairs,) float64
        Above 0, in the unit of `weight`.
    """
    keep = (ego != alter) & (weight > 0)
    here, there, z = ego[keep], alter[keep], weight[keep]
    # ties mostly come by ego, so that one half and then the whole are in long runs, which a stable sort only merges
    (out, sent), (back, received) = _in_order(here * n + there, z), _in_order(there * n + here, z)
    pair, values = _in_order(np.concatenate([out, back]), np.concatenate([sent, received]))
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    sums = np.add.reduceat(values, first) if len(first) else np.empty(0)
    unique = pair[first]
    starts = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(unique // n if n else unique, minlength=n), out=starts[1:])
    return starts, (unique % n if n else unique).astype(np.int32), sums


def _in_order(pair: Ints, values: Floats) -> tuple[Ints, Floats]:
    order = np.argsort(pair, kind="stable")
    return pair[order], values[order]


def structural_holes(n: int, ego: Ints, alter: Ints, weight: Floats) -> Holes:
    """Burt's measures of every person of a directed weighted network.

    Parameters
    ----------
    n : number of people.
    ego, alter : (ties,) int64, person indices in [0, n).
    weight : (ties,) float64, ≥ 0; parallel ties are added up.

    Returns
    -------
    Holes
        NaN for people without contacts.

    References
    ----------
    Burt (1992), Structural Holes, eq. 2.4 (constraint), 2.2 (effective size), 2.9 (hierarchy).

    Examples
    --------
    A triangle: everybody is constrained by both others, 9/8 in all, and has 3/2 contacts' worth of contacts
    less their overlap.

    >>> holes = structural_holes(3, np.array([0, 1, 2]), np.array([1, 2, 0]), np.ones(3))
    >>> holes.constraint.round(3).tolist(), holes.effective_size.round(3).tolist()
    ([1.125, 1.125, 1.125], [1.0, 1.0, 1.0])
    """
    return holes_of(*mutual(n, np.asarray(ego, np.int64), np.asarray(alter, np.int64), weight))


def holes_of(starts: Ints, contacts: Nodes, sums: Floats) -> Holes:
    """The same from the CSR that `mutual` gives.

    Parameters
    ----------
    starts, contacts : the undirected network, as compressed rows.
    sums : (pairs,) z_ij + z_ji.

    Returns
    -------
    Holes
        Arrays of length n; NaN without contacts, `hierarchy` NaN with fewer than two.

    References
    ----------
    Burt (1992), Structural Holes, eq. 2.4 (constraint), 2.2 (effective size), 2.9 (hierarchy).
    """
    from socialgraph.kernels.holes import burt
    from socialgraph.kernels.jit import in_blocks

    n, count = len(starts) - 1, np.diff(starts)
    owner = np.repeat(np.arange(n), count)
    total = np.bincount(owner, sums, minlength=n)
    largest = np.zeros(n)
    if len(sums):
        largest[count > 0] = np.maximum.reduceat(sums, starts[:-1][count > 0])
    with np.errstate(divide="ignore", invalid="ignore"):
        share = sums / total[owner]
        marginal = sums / largest[owner]
    blocks = in_blocks(burt, int(count[contacts].sum()), (np.arange(n),), (starts, contacts, share, marginal))
    constraint, redundancy, concentration = np.concatenate([np.zeros((3, 0)), *blocks], axis=1)
    alone, few = count == 0, count < 2
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = np.where(alone, np.nan, count - redundancy)
        hierarchy = np.where(few, np.nan, concentration / (count * np.log(np.maximum(count, 1))))
        return Holes(np.where(alone, np.nan, constraint), effective, effective / count, hierarchy, count)

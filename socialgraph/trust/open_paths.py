"""Strongest open paths from households to the people who may be asked to talk with them.

A path has at most three ties, starts at anybody of the household, never returns to it, does not pass through people
of households with a missing key, and is **open**: no two of its people, adjacent or not, and no person of the
household and the last one, have an inadmissible kind recorded between them. Its strength is the product of its ties.

Why the answers are exact. Shortening a walk to a simple path drops ties (each at most 1) and people, so it is at
least as strong and stays open. `reach_of` and `paths_of` look at every path but those that cannot change the answer:
a person's last ties are not walked again by a weaker prefix once a stronger one met no closed pair there; and the
reach of a household is given as 1 as soon as the share not reached falls below 2^-54, which 1 - x no longer shows.
`between` collects **every** open path of a household and a target, from whichever end has fewer ties, and takes the
best pair of tie-disjoint paths whose first one is a strongest one; nothing is sampled or cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.csr import Csr, offsets_of_kept, offsets_of_rows, order_within, rows_of_offsets
from socialgraph.arrays.types import Bools, Floats, Ints, Nodes
from socialgraph.kernels.jit import in_blocks
from socialgraph.kernels.records import Homes, Targets, Ties
from socialgraph.trust.ties import TrustTies

HOUSEHOLDS_A_BLOCK = 8192


@dataclass(frozen=True)
class PathLists:
    """Targets reached: those of `households[k]` lie at `offsets[k] : offsets[k + 1]`, each with its strongest path."""

    households: Ints
    offsets: Ints
    targets: Nodes
    strength: Floats


@dataclass(frozen=True)
class PathPairs:
    """A row a (household, target): strengths of the first and second path; 0 where there is none.

    `first_route`, `second_route`: (rows, 3) the people before the target, -1 where the path is shorter.
    """

    first: Floats
    second: Floats
    first_route: Nodes
    second_route: Nodes


def carried_ties(ties: TrustTies, may_carry: Bools) -> Ties:
    """The ties to people who may carry a request; of a large town half a gigabyte, so that all searches share them.

    Parameters
    ----------
    ties : the trust network.
    may_carry : (people,) false for people of households with a missing key.

    Returns
    -------
    Ties
        (persons + 1,) offsets and the ties left, in the order they had; none into a person who may not carry.
    """
    return ties_into(Ties(ties.offsets, ties.alters, ties.strength), may_carry)


def ties_into(ties: Ties, people: Bools) -> Ties:
    """The ties whose alter is one of these people.

    Parameters
    ----------
    ties : as compressed rows.
    people : (people,) of whom.

    Returns
    -------
    Ties
        Each ego's in the same order.
    """
    kept = people[ties.alters]
    return Ties(offsets_of_kept(ties.offsets, kept), ties.alters[kept], ties.strength[kept])


class OpenPaths:
    """Trust ties prepared for searching paths; arrays only.

    Parameters
    ----------
    ties : the trust network.
    home : (people,) household of each person, -1 for a person of none.
    n_households : number of households.
    may_carry : (people,) false for people of households with a missing key.
    is_target : (people,) the people to be reached; those who may not carry are no targets.
    carried : `carried_ties` of the same ties, where they were made already.
    ending : of these the ones among which the ties into targets are, where fewer are known to be enough.
    people : the people of each household, where they are listed already.
    """

    def __init__(
        self,
        ties: TrustTies,
        home: NDArray[np.integer],
        n_households: int,
        may_carry: Bools,
        is_target: Bools,
        carried: Ties | None = None,
        ending: Ties | None = None,
        people: Csr | None = None,
    ) -> None:
        of_person = np.asarray(home, np.int32)
        if people is None:
            known = np.flatnonzero(of_person >= 0)
            people = Csr.of_pairs(of_person[known], known, n_households)
        self.homes = Homes(people.offsets, people.items, of_person)
        self.closed = ties.closed
        self.ties = carried_ties(ties, may_carry) if carried is None else carried
        is_target = is_target & may_carry
        person = np.flatnonzero(is_target).astype(np.int32)
        number_of_person = np.full(ties.n_people, -1, np.int32)
        number_of_person[person] = np.arange(len(person), dtype=np.int32)
        self.targets = Targets(number_of_person, person)
        into = ties_into(self.ties if ending is None else ending, is_target)
        self.last_ties = Ties(into.offsets, number_of_person[into.alters], into.strength)

    def reach_of(self, households: Ints) -> tuple[Floats, Ints]:
        r"""1 - Π over targets (1 - t) for each household, and the number of its targets.

        Where reach is 1 to the last bit, the number is of those met until then.

        :math:`r_h = 1 - \prod_i (1 - t_{hi})`, :math:`t_{hi} = \max_P \prod_{(a,b) \in P} s_{ab}` over the open paths P
        of at most three ties from anybody of h to i.

        Parameters
        ----------
        households : (rows,) household indices.

        Returns
        -------
        reach : (rows,) float64
            In [0, 1], 0 without a path; never NaN.
        targets : (rows,) int64
            How many targets a path leads to, from 0.

        References
        ----------
        Pearl (1988), Probabilistic Reasoning in Intelligent Systems, section 4.3.2: the noisy or.
        """
        blocks = self._strongest(households, self.steps(len(households)), wants_list=False)
        return np.concatenate([b[0] for b in blocks] or [np.zeros(0)]), np.concatenate(
            [b[1] for b in blocks] or [np.zeros(0, np.int64)]
        )

    def paths_of(self, households: Ints, *, block: int = HOUSEHOLDS_A_BLOCK) -> Iterator[PathLists]:
        """All targets with an open path, a block of households at a time so that memory stays bounded.

        Parameters
        ----------
        households : (rows,) household indices.
        block : households at a time.

        Yields
        ------
        PathLists
            One a block, in the order given.
        """
        for begin in range(0, len(households), block):
            part = households[begin : begin + block]
            end, offsets, targets, strength = 0, [np.zeros(1, np.int64)], [], []
            for _, _, block_offsets, block_targets, block_strength in self._strongest(
                part, self.steps(len(households)), wants_list=True
            ):
                offsets.append(block_offsets[1:] + end)
                n_listed = int(block_offsets[-1])
                targets.append(block_targets[:n_listed])
                strength.append(block_strength[:n_listed])
                end += n_listed
            yield PathLists(
                part,
                np.concatenate(offsets),
                self.targets.person[np.concatenate(targets)] if targets else np.zeros(0, np.int32),
                np.concatenate(strength) if strength else np.zeros(0),
            )

    def between(self, households: Ints, targets: NDArray[np.integer]) -> PathPairs:
        """Strongest path and strongest tie-disjoint second one of each pair (household, target person).

        Parameters
        ----------
        households : (pairs,) household indices.
        targets : (pairs,) person indices, each a target.

        Returns
        -------
        PathPairs
            In the order given; strength 0 and route -1 where there is no path.

        Raises
        ------
        ValueError
            If one of `targets` is nobody whom a request may be asked of.
        """
        from socialgraph.kernels.two_best_paths import paths_between

        numbers = self.targets.number_of_person[targets].astype(np.int64)
        if np.any(numbers < 0):
            raise ValueError("between: a person who is no target")
        order = np.argsort(numbers, kind="stable")
        arrays = (self.homes, self.ties, self._by_alter, self._into_targets, self.targets.person, self.closed)
        pairs = (np.asarray(households, np.int64)[order], numbers[order])
        results = in_blocks(paths_between, self.steps(len(order)), pairs, arrays)
        first, second = np.zeros(len(order)), np.zeros(len(order))
        route = np.full((len(order), 6), -1, np.int32)
        if results:
            first[order] = np.concatenate([r[0] for r in results])
            second[order] = np.concatenate([r[1] for r in results])
            route[order] = np.concatenate([r[2] for r in results])
        return PathPairs(first, second, route[:, :3], route[:, 3:])

    @cached_property
    def _by_alter(self) -> Ties:
        """The same ties, each ego's by ascending alter, to find one by bisection."""
        ties = self.ties
        order = order_within(rows_of_offsets(ties.offsets), ties.alters.astype(np.uint64), 32)
        return Ties(ties.offsets, ties.alters[order], ties.strength[order])

    @cached_property
    def _into_targets(self) -> Ties:
        """The ties into each target: its `alters` are their egos."""
        egos = rows_of_offsets(self.last_ties.offsets)
        order = np.argsort(self.last_ties.alters, kind="stable")
        offsets = offsets_of_rows(self.last_ties.alters[order], len(self.targets.person))
        return Ties(offsets, egos[order], self.last_ties.strength[order])

    def steps(self, n_rows: int) -> int:
        """About how many ties are looked at for n_rows households: each person's and those of their alters.

        Parameters
        ----------
        n_rows : number of households.

        Returns
        -------
        int
            n · (1 + ties ÷ people)², rounded down, in ties looked at; `n_rows` itself where nobody has a tie. It only
            decides whether compiling a kernel pays, and changes no figure.
        """
        ties_a_person = len(self.ties.alters) / max(len(self.homes.of_person), 1)
        return int(n_rows * (1 + ties_a_person) ** 2)

    def _strongest(self, households: Ints, n_steps: int, *, wants_list: bool) -> list[Any]:
        from socialgraph.kernels.paths import strongest_paths

        arrays = (self.homes, self.ties, self.last_ties, self.targets, self.closed, wants_list)
        return in_blocks(strongest_paths, n_steps, (np.asarray(households, np.int64),), arrays)

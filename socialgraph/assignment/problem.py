"""The assignment as an optimisation problem: groups of stacks, options of their households, places of the people.

Maximise :math:`\\sum_s \\prod_{h \\in s} (1 - (1 - c_h)(1 - q_h))`, q that of the option taken and 0 without one, so
that nobody is asked more often than they have places, and no more talks are held than the evenings allow. DEFINITIONS,
"Next step and plan"; docs/assignment.md has the model written out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from socialgraph.arrays.csr import Csr, offsets_of, unique_sorted
from socialgraph.arrays.types import Floats, Ints
from socialgraph.kernels.records import GroupedOptions


@dataclass(frozen=True, eq=False)
class Pairs:
    """Who could talk with whom: one row a pair, a household's rows in order of rank.

    Attributes
    ----------
    household, person : (m,) indices of the town.
    q : (m,) success of the conversation, in (0, 1).
    """

    household: Ints
    person: Ints
    q: Floats

    def rows(self, keep: NDArray[np.bool_] | Ints) -> Pairs:
        """Some of the pairs.

        Parameters
        ----------
        keep : (rows,) bool, or places.

        Returns
        -------
        Pairs
        """
        return Pairs(self.household[keep], self.person[keep], self.q[keep])


@dataclass(frozen=True, eq=False)
class Problem:
    """Only what a plan can change: stacks in which every missing household has a chance, and their households.

    Attributes
    ----------
    households : (n,) indices of the town, those of a group together, in natural order.
    idle : (n,) c, the chance without a conversation.
    release : (n,) the first week in which each may be talked with.
    fixed : (n,) the option promised already, -1 for none.
    starts, person, q : options of household h at `starts[h] : starts[h + 1]`; `person` indexes `people`.
    people, capacity : (p,) index of the town, and places.
    weeks : (w,) how many conversations may be held from week w on; empty without such a limit.
    stack_starts, members, weight : the different sets of missing households and how many stacks have each.
    group_starts, group_stacks : households and stacks of each group.
    """

    households: Ints
    idle: Floats
    release: Ints
    fixed: Ints
    starts: Ints
    person: Ints
    q: Floats
    people: Ints
    capacity: Ints
    weeks: Ints
    stack_starts: Ints
    members: Ints
    weight: Floats
    group_starts: Ints
    group_stacks: Ints

    @property
    def n_groups(self) -> int:
        """Number of groups."""
        return len(self.group_starts) - 1

    @cached_property
    def owner(self) -> Ints:
        """(m,) the household of each option."""
        return np.repeat(np.arange(len(self.households)), np.diff(self.starts))

    @cached_property
    def value(self) -> Floats:
        """(m,) 1 - (1 - c)(1 - q), the chance of the household with each option."""
        return 1.0 - (1.0 - self.idle[self.owner]) * (1.0 - self.q)

    @cached_property
    def group_of(self) -> Ints:
        """(n,) the group of each household."""
        return np.repeat(np.arange(self.n_groups), np.diff(self.group_starts))

    @cached_property
    def stacks_of(self) -> Csr:
        """Households → their sets."""
        stack = np.repeat(np.arange(len(self.weight)), np.diff(self.stack_starts))
        return Csr.of_pairs(self.members, stack, len(self.households))

    @cached_property
    def shape(self) -> Ints:
        """Households and sets of the largest group, options of the household with most."""
        sizes = (np.diff(self.group_starts), np.diff(self.group_stacks), np.diff(self.starts))
        return np.array([int(size.max(initial=1)) for size in sizes], np.int64)

    @cached_property
    def options(self) -> GroupedOptions:
        """What the kernels read."""
        stacks = self.stacks_of
        return GroupedOptions(
            *(self.group_starts, self.group_stacks, self.weight, stacks.offsets, stacks.items.astype(np.int64)),
            *(self.starts, self.person, self.value, self.idle, self.fixed),
        )

    def chances(self, choice: Ints, *, idle: bool = True) -> Floats:
        """(n,) each household's chance under a plan; without `idle` from its conversation alone.

        Parameters
        ----------
        choice : (households,) the pair chosen for each, -1 for none.
        idle : (households,) chance without a conversation.

        Returns
        -------
        ndarray of float64
        """
        talks = choice >= 0
        found = self.idle.copy() if idle else np.zeros(len(self.idle))
        found[talks] = (self.value if idle else self.q)[choice[talks]]
        return found

    def stack_values(self, choice: Ints, *, idle: bool = True) -> Floats:
        """Weight times chance of each set of missing households.

        Parameters
        ----------
        choice, idle : as in `chances`.

        Returns
        -------
        (sets,) float64
        """
        if len(self.weight) == 0:
            return np.zeros(0)
        products: Floats = np.multiply.reduceat(self.chances(choice, idle=idle)[self.members], self.stack_starts[:-1])
        return self.weight * products

    def worth(self, choice: Ints, *, idle: bool = True) -> float:
        """The expected number of stacks that a plan completes; complete and ready ones are not of the problem.

        Parameters
        ----------
        choice, idle : as in `chances`.

        Returns
        -------
        float: in stacks.
        """
        return float(self.stack_values(choice, idle=idle).sum())

    def group_values(self, choice: Ints) -> Floats:
        """The same for each group.

        Parameters
        ----------
        choice : as in `chances`.

        Returns
        -------
        (groups,) float64
        """
        of = np.repeat(np.arange(self.n_groups), np.diff(self.group_stacks))
        return np.bincount(of, self.stack_values(choice), self.n_groups).astype(np.float64)

    def used(self, choice: Ints) -> Ints:
        """(p,) places that a plan takes of each person.

        Parameters
        ----------
        choice : a plan, as in `chances`.

        Returns
        -------
        (p,) int64
        """
        return np.bincount(self.person[choice[choice >= 0]], minlength=len(self.people)).astype(np.int64)

    def late(self, choice: Ints) -> Ints:
        """(w,) conversations of a plan that can't be held before each week.

        Parameters
        ----------
        choice : whose households and their first weeks count.

        Returns
        -------
        (w,) int64
        """
        weeks = self.release[choice >= 0]
        return np.array([(weeks >= week).sum() for week in range(len(self.weeks))], np.int64)

    def is_feasible(self, choice: Ints) -> bool:
        """Whether places and evenings hold.

        Parameters
        ----------
        choice : feasible or not.

        Returns
        -------
        bool
        """
        return bool(np.all(self.used(choice) <= self.capacity) and np.all(self.late(choice) <= self.weeks))

    def nobody(self) -> Ints:
        """The plan without a conversation but those promised.

        Returns
        -------
        ndarray of int64
        """
        return self.fixed.copy()

    def of_groups(self, groups: Ints) -> tuple[Problem, Ints]:
        """The problem of some groups alone, and which households (positions here) it has; places stay whole.

        Parameters
        ----------
        groups : (rows,) the building or village of each row.

        Returns
        -------
        tuple[Problem, Ints]
        """
        keep = np.zeros(self.n_groups, np.bool_)
        keep[groups] = True
        homes = np.flatnonzero(keep[self.group_of])
        stack_group = np.repeat(np.arange(self.n_groups), np.diff(self.group_stacks))
        stacks = np.flatnonzero(keep[stack_group])
        new_place = np.full(len(self.households), -1)
        new_place[homes] = np.arange(len(homes))
        options, option_rows = _expanded(self.starts, homes)
        members, member_rows = _expanded(self.stack_starts, stacks)
        people, person = np.unique(self.person[option_rows], return_inverse=True)
        fixed = np.where(self.fixed[homes] >= 0, self.fixed[homes] - self.starts[homes] + options[:-1], -1)
        part = Problem(
            households=self.households[homes],
            idle=self.idle[homes],
            release=self.release[homes],
            fixed=fixed,
            starts=options,
            person=person.astype(np.int64),
            q=self.q[option_rows],
            people=self.people[people],
            capacity=self.capacity[people],
            weeks=self.weeks,
            stack_starts=members,
            members=new_place[self.members[member_rows]],
            weight=self.weight[stacks],
            group_starts=offsets_of(np.diff(self.group_starts)[keep]),
            group_stacks=offsets_of(np.diff(self.group_stacks)[keep]),
        )
        return part, homes.astype(np.int64)

    def strict(self) -> Problem:
        """The same problem from conversations alone: every c is 0 (its dead stacks stay and are worth nothing).

        Returns
        -------
        Problem
        """
        return replace(self, idle=np.zeros(len(self.idle)))


def problem_of(
    missing: Csr,
    idle: Floats,
    pairs: Pairs,
    places: Ints,
    *,
    release: Ints | None = None,
    weeks: Ints | None = None,
    promised: Mapping[int, int] | None = None,
) -> Problem:
    """The problem of a town.

    Parameters
    ----------
    missing : stacks → the households whose keys they wait for; a stack waiting for nobody is no part of it.
    idle : (households,) c; 0 with no pair makes every stack of the household worth nothing.
    pairs : who could talk with whom.
    places : (persons,) places left.
    release : (households,) first week in which each may be talked with.
    weeks : (w,) how many conversations may be held from week w on.
    promised : household → person agreed already; kept as long as the pair and a place are there.

    Returns
    -------
    Problem
    """
    n = len(idle)
    alive = np.zeros(n, np.bool_)
    alive[pairs.household] = True
    alive |= idle > 0
    dead = np.bincount(missing.rows[~alive[missing.items]], minlength=len(missing)) > 0
    live = np.flatnonzero(~dead & (missing.counts > 0))
    starts, members, weight = _different_sets(missing, live)
    row = np.repeat(np.arange(len(weight)), np.diff(starts))
    graph = coo_array((np.ones(len(row), np.int8), (row, len(weight) + members)), shape=(len(weight) + n,) * 2)
    _, label = connected_components(graph, directed=False)
    homes = unique_sorted(members.astype(np.int64))
    first = np.full(label.max(initial=-1) + 1, n)  # groups in the natural order of their first household
    np.minimum.at(first, label[len(weight) + homes], homes)
    homes = homes[np.lexsort((homes, first[label[len(weight) + homes]]))]
    order = np.argsort(first[label[: len(weight)]], kind="stable")
    lengths = np.diff(starts)[order]
    members = members[_expanded(starts, order)[1]]
    place = np.full(n, -1)
    place[homes] = np.arange(len(homes))
    groups = unique_sorted(first[label[len(weight) + homes]].astype(np.int64))
    pairs = pairs.rows((place[pairs.household] >= 0) & (places[pairs.person] > 0))
    pairs = pairs.rows(np.argsort(place[pairs.household], kind="stable"))
    people, person = np.unique(pairs.person, return_inverse=True)
    options = offsets_of(np.bincount(place[pairs.household], minlength=len(homes)))
    return Problem(
        households=homes.astype(np.int64),
        idle=idle[homes],
        release=np.zeros(len(homes), np.int64) if release is None else release[homes].astype(np.int64),
        fixed=_fixed(homes, options, pairs, places, promised or {}, release, weeks),
        starts=options,
        person=person.astype(np.int64),
        q=pairs.q,
        people=people.astype(np.int64),
        capacity=places[people].astype(np.int64),
        weeks=np.zeros(0, np.int64) if weeks is None else weeks.astype(np.int64),
        stack_starts=offsets_of(lengths),
        members=place[members].astype(np.int64),
        weight=weight[order],
        group_starts=offsets_of(_counts(first[label[len(weight) + homes]], groups)),
        group_stacks=offsets_of(_counts(first[label[: len(weight)]], groups)),
    )


def _counts(labels: Ints, groups: Ints) -> Ints:
    return np.bincount(np.searchsorted(groups, labels), minlength=len(groups)).astype(np.int64)


def _expanded(starts: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Offsets of some rows of a CSR alone, and where their items lay."""
    counts = np.diff(starts)[rows]
    offsets = offsets_of(counts)
    return offsets, np.repeat(starts[:-1][rows] - offsets[:-1], counts) + np.arange(offsets[-1])


def _different_sets(missing: Csr, stacks: Ints) -> tuple[Ints, Ints, Floats]:
    """The different sets of missing households among these stacks: offsets, members, how many stacks have each."""
    found: dict[bytes, int] = {}
    kept: list[int] = []
    counts: list[int] = []
    for stack in stacks.tolist():
        key = missing[stack].tobytes()
        if key in found:
            counts[found[key]] += 1
        else:
            found[key] = len(kept)
            kept.append(stack)
            counts.append(1)
    offsets, rows = _expanded(missing.offsets, np.array(kept, np.int64))
    return offsets, missing.items[rows].astype(np.int64), np.array(counts, np.float64)


def _fixed(
    homes: Ints,
    options: Ints,
    pairs: Pairs,
    places: Ints,
    promised: Mapping[int, int],
    release: Ints | None,
    weeks: Ints | None,
) -> Ints:
    """(n,) the promised option of each household, -1 for none or where it can't be kept."""
    evenings = np.zeros(0, np.int64) if weeks is None else weeks.copy()
    found = np.full(len(homes), -1, np.int64)
    left = places.copy()
    for place, home in enumerate(homes.tolist()) if promised else ():
        person = promised.get(home, -1)
        mine = np.arange(options[place], options[place + 1])
        kept = mine[pairs.person[mine] == person]
        first = 0 if release is None else int(release[home])
        if len(kept) and left[person] > 0 and np.all(evenings[: first + 1] > 0):
            left[person] -= 1
            evenings[: first + 1] -= 1
            found[place] = kept[0]
    return found

"""The assignment as an optimisation problem: groups of stacks, options of their households, places of the people.

Maximise :math:`\\sum_s \\prod_{h \\in s} (1 - (1 - c_h)(1 - q_h))`, q that of the option taken and 0 without one, so
that nobody is asked more often than they have places, and no more talks are held than the evenings allow. DEFINITIONS,
"Next step and plan"; docs/assignment.md has the model written out. `groups.problem_of` makes one of a town.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from socialgraph.arrays.csr import Csr, offsets_of, taken_rows
from socialgraph.arrays.types import Floats, Ints
from socialgraph.kernels.records import GroupedOptions


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
        (n,) float64
            In [0, 1]; 0 for a household without a conversation under `idle=False`.
        """
        talks = choice >= 0
        chances = self.idle.copy() if idle else np.zeros(len(self.idle))
        chances[talks] = (self.value if idle else self.q)[choice[talks]]
        return chances

    def stack_values(self, choice: Ints, *, idle: bool = True) -> Floats:
        """Weight times chance of each set of missing households.

        Parameters
        ----------
        choice, idle : as in `chances`.

        Returns
        -------
        (sets,) float64
            In expected stacks, from 0 to the set's weight.
        """
        if len(self.weight) == 0:
            return np.zeros(0)
        products: Floats = np.multiply.reduceat(self.chances(choice, idle=idle)[self.members], self.stack_starts[:-1])
        return self.weight * products

    def worth(self, choice: Ints, *, idle: bool = True) -> float:
        r"""The expected number of stacks that a plan completes; complete and ready ones are not of the problem.

        :math:`\sum_s w_s \prod_{h \in s} v_h`, v a household's chance under the plan, w the stacks that wait for the
        same households.

        Parameters
        ----------
        choice, idle : as in `chances`.

        Returns
        -------
        float
            In expected stacks, from 0 to the sum of the weights.
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
            In expected stacks, from 0 to the number of the group's stacks.
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
            From 0; above `capacity` where the plan is not feasible.
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
            From 0; an empty array where evenings are without limit.
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
            True where no person has more conversations than places, and no week on more than may still be held.
        """
        return bool(np.all(self.used(choice) <= self.capacity) and np.all(self.late(choice) <= self.weeks))

    def nobody(self) -> Ints:
        """The plan without a conversation but those promised.

        Returns
        -------
        (n,) int64
            The promised option of each household, -1 for all others; a copy, free to be changed.
        """
        return self.fixed.copy()

    def of_groups(self, groups: Ints) -> tuple[Problem, Ints]:
        """The problem of some groups alone, and which households (positions here) it has; places stay whole.

        Parameters
        ----------
        groups : (rows,) the building or village of each row.

        Returns
        -------
        part : Problem
            Options, stacks and people are numbered anew from 0.
        homes : (n of the part,) int64
            The place in this problem of each of its households, ascending.
        """
        keep = np.zeros(self.n_groups, np.bool_)
        keep[groups] = True
        homes = np.flatnonzero(keep[self.group_of])
        stack_group = np.repeat(np.arange(self.n_groups), np.diff(self.group_stacks))
        stacks = np.flatnonzero(keep[stack_group])
        new_place = np.full(len(self.households), -1)
        new_place[homes] = np.arange(len(homes))
        options, option_rows = taken_rows(self.starts, homes)
        members, member_rows = taken_rows(self.stack_starts, stacks)
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
            Shares every array but `idle` with this one, and has the same households, options and groups.
        """
        return replace(self, idle=np.zeros(len(self.idle)))

"""The arrays that kernels walk, in records: a record goes into a kernel whole, compiled or as plain Python.

Row `a` of compressed rows is `items[offsets[a] : offsets[a + 1]]` (`arrays.csr.Csr`). -1 stands for "none".
"""

from __future__ import annotations

from typing import NamedTuple

from socialgraph.arrays.types import Floats, Ints, Nodes


class Homes(NamedTuple):
    """Who lives where.

    Attributes
    ----------
    offsets, people : the people of each household, as compressed rows.
    of_person : (people,) int32, household of each person.
    """

    offsets: Ints
    people: Nodes
    of_person: Nodes


class Ties(NamedTuple):
    """Ties of each ego, as compressed rows, with their strength; "ego trusts alter"."""

    offsets: Ints
    alters: Nodes
    strength: Floats


class ClosedAlters(NamedTuple):
    """For each person those between whom and them an inadmissible kind stands, ascending, as compressed rows."""

    offsets: Ints
    people: Nodes


class Targets(NamedTuple):
    """The people to be reached, numbered from 0.

    Attributes
    ----------
    number_of_person : (people,) int32, -1 for one who is no target.
    person : (targets,) int32.
    """

    number_of_person: Nodes
    person: Nodes


class GroupedOptions(NamedTuple):
    """Whom each household could talk with, and the stacks that tie households into groups.

    Attributes
    ----------
    group_starts, group_stacks : where the households and the stacks of each group begin.
    stack_weight : (stacks,) what a completed stack counts.
    of_household, stacks_of : the stacks of each household, as compressed rows.
    starts, person, value : the options of each household, as compressed rows, best first: with whom, and the
        household's chance then.
    idle : (households,) chance without a conversation.
    fixed : (households,) the option that must stay, -1 for none.
    """

    group_starts: Ints
    group_stacks: Ints
    stack_weight: Floats
    of_household: Ints
    stacks_of: Ints
    starts: Ints
    person: Ints
    value: Floats
    idle: Floats
    fixed: Ints
